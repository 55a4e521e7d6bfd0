// Files of the controller by a pattern with * ? [ ], as Python's glob finds them.
import { posix } from 'node:path'
import type { Files } from '../model/edge.ts'

const MAGIC = /[*?[]/

const regexOf = (pattern: string): RegExp => {
  const body = pattern.replace(
    /\[(!?)([^\]]+)\]|[\s\S]/g,
    (all, not: string | undefined, set: string | undefined) => {
      if (set !== undefined) return `[${not ? '^' : ''}${set.replace(/[\\\]^]/g, '\\$&')}]`
      if (all === '*') return '[^/]*'
      if (all === '?') return '[^/]'
      return all.replace(/[.+^${}()|[\]\\]/g, '\\$&')
    },
  )
  return new RegExp(`^${body}$`, 's')
}

/** All paths that match. Hidden names need a dot in the pattern. */
export const globPaths = (pattern: string, files: Files): string[] => {
  let found = [pattern.startsWith('/') ? '/' : '']
  for (const part of pattern.split('/').filter(one => one !== '')) {
    if (!MAGIC.test(part)) {
      found = found.map(base => posix.join(base, part)).filter(path => files.stat(path))
      continue
    }
    const regex = regexOf(part)
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
