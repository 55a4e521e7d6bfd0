// Files of the controller by a pattern with * ? [ ], as Python's glob finds them.
import { posix } from 'node:path'
import { globPattern, isGlob } from '../base/glob.ts'
import type { Files } from '../model/edge.ts'

/** All paths that match. Hidden names need a dot in the pattern. */
export const globPaths = (pattern: string, files: Files): string[] => {
  let found = [pattern.startsWith('/') ? '/' : '']
  for (const part of pattern.split('/').filter(one => one !== '')) {
    if (!isGlob(part)) {
      found = found.map(base => posix.join(base, part)).filter(path => files.stat(path))
      continue
    }
    const regex = globPattern(part)
    found = found.flatMap(base =>
      (files.list(base === '' ? '.' : base) ?? [])
        .filter(name => regex.test(name) && (!name.startsWith('.') || part.startsWith('.')))
        .map(name => posix.join(base, name)),
    )
  }
  return found
}

/** The plain files among them. */
export const globFiles = (pattern: string, files: Files): string[] =>
  globPaths(pattern, files).filter(path => files.stat(path)?.type === 'file')
