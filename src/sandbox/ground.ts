// What all hosts of a sandbox stand on: layers of the machine, and what of them must not be seen.
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { hiddenBy, layersOf, mountPoints, userLayers, type Hidden, type Layer } from './layers.ts'
import type { Privilege } from './privilege.ts'
import { makeSkeleton } from './skeleton.ts'

export type Ground = {
  readonly layers: readonly Layer[]
  readonly hidden: readonly Hidden[]
  /** Links at the top, as merged /bin and /lib are. */
  readonly links: readonly { readonly path: string; readonly target: string }[]
}

const TOP = /^(usr|etc|var|opt|srv|nix|gnu|s?bin|lib(32|64|x32)?)$/

const isFolder = (path: string): boolean => {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found?.isDirectory() ?? false
}

/** Folders right below one; names that a mount option cannot hold are left out. */
const subfolders = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && /^[\w.+-]+$/.test(entry.name))
    .map(entry => join(path, entry.name))

/** Looks at the machine; a user's sandbox gets its skeleton here. */
export const groundOf = async (dir: string, privilege: Privilege): Promise<Ground> => {
  const mounts = mountPoints(readFileSync('/proc/self/mountinfo', 'utf8'))
  if (privilege.kind === 'root') {
    const layers = layersOf(mounts)
    return { layers, hidden: hiddenBy(layers, isFolder), links: [] }
  }
  const top = readdirSync('/', { withFileTypes: true }).filter(entry => TOP.test(entry.name))
  const folders = top.filter(entry => entry.isDirectory()).map(entry => `/${entry.name}`)
  const layers = userLayers(folders, mounts, subfolders)
  await makeSkeleton(dir, layers, privilege)
  const links = top.filter(entry => entry.isSymbolicLink())
  return {
    layers,
    hidden: hiddenBy(layers, isFolder),
    links: links.map(({ name }) => ({ path: name, target: readlinkSync(`/${name}`) })),
  }
}
