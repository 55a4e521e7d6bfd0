// Paths of hosts as text: made absolute, taken apart. Nothing here looks at a disk.
import { posix } from 'node:path'
import type { Facts } from '../model/module.ts'

/**
 * A path as the host's own questions take it: from the root, without `//`, `/./` and a slash at its end. `..` stays,
 * since only the host knows what the links before it lead to.
 */
export const absolute = (path: string, facts: Facts): string => {
  const whole = path.startsWith('/') ? path : `${facts.cwd ?? facts.home}/${path}`
  const parts = whole.split('/').filter(part => part !== '' && part !== '.')
  return `/${parts.join('/')}`
}

/** A path of the controller from its root, without `.` and `..`; what is relative begins at a folder. */
export const resolved = (folder: string, path: string): string => posix.resolve('/', folder, path)

/** The folder a path lies in. */
export const parentOf = (path: string): string => posix.dirname(path)

/** The last part of a path. */
export const nameOf = (path: string): string => posix.basename(path)

/** Something below a folder; the folder itself for ''. */
export const below = (folder: string, path: string): string =>
  path === '' ? folder : `${folder === '/' ? '' : folder}/${path}`

/** All folders above a path, the highest first, without the root. */
export const parentsOf = (path: string): readonly string[] => {
  const parts = path.split('/').slice(1, -1)
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)
}
