// The files of one folder as an edge: paths are relative to it, so that what tests print is the same everywhere.
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Files } from '../../src/model/edge.ts'

const orMissing = <T>(read: () => T): T | undefined => {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** The files below a folder of the disk. */
export const folderFiles = (folder: string): Files => ({
  read: path => orMissing(() => readFileSync(join(folder, path))),
  list: path => orMissing(() => readdirSync(join(folder, path)).sort()),
  realpath: path => orMissing(() => realpathSync(join(folder, path))),
  stat: path =>
    orMissing(() => {
      const stat = statSync(join(folder, path))
      const type = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other'
      return {
        type,
        mode: stat.mode & 0o7777,
        size: stat.size,
        writableByOthers: (stat.mode & 0o002) !== 0,
      }
    }),
})

/** Files that are only in memory: path → text. */
export const memoryFiles = (texts: Readonly<Record<string, string>>): Files => {
  const under = (path: string): string => (path === '.' ? '' : `${path}/`)
  const isFolder = (path: string): boolean =>
    Object.keys(texts).some(name => name.startsWith(under(path)))
  return {
    read: path => (Object.hasOwn(texts, path) ? Buffer.from(texts[path]!) : undefined),
    list: path =>
      isFolder(path)
        ? [
            ...new Set(
              Object.keys(texts)
                .filter(name => name.startsWith(under(path)))
                .map(name => name.slice(under(path).length).split('/')[0]!),
            ),
          ].sort()
        : undefined,
    realpath: path => path,
    stat: path =>
      Object.hasOwn(texts, path)
        ? { type: 'file', mode: 0o644, size: texts[path]!.length, writableByOthers: false }
        : isFolder(path)
          ? { type: 'directory', mode: 0o755, size: 0, writableByOthers: false }
          : undefined,
  }
}
