// The real files and programs of this machine, for tests of what reads inventories.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import type { Exec, Files } from '../../src/model/edge.ts'

const orMissing = <T>(read: () => T): T | undefined => {
  try {
    return read()
  } catch {
    return undefined
  }
}

export const realFiles: Files = {
  read: path => orMissing(() => readFileSync(path)),
  list: path => orMissing(() => readdirSync(path).sort()),
  realpath: path => orMissing(() => realpathSync(path)),
  stat: path =>
    orMissing(() => {
      const found = statSync(path)
      const type = found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other'
      return {
        type,
        mode: found.mode & 0o7777,
        size: found.size,
        writableByOthers: (found.mode & 0o2) !== 0,
      }
    }),
}

export const realExec: Exec = {
  run: ([program = '', ...words], { cwd, stdin, seconds } = {}) => {
    const done = spawnSync(program, words, {
      encoding: 'utf8',
      maxBuffer: 65 * 1024 * 1024,
      ...(cwd !== undefined && { cwd }),
      ...(stdin !== undefined && { input: stdin }),
      ...(seconds !== undefined && { timeout: seconds * 1000 }),
    })
    if (done.error) throw done.error
    return { rc: done.status ?? 255, out: done.stdout, err: done.stderr }
  },
}

/** Files that exist only in a table of path → text. */
export const filesOf = (texts: Readonly<Record<string, string>>): Files => {
  const folders = new Map<string, Set<string>>()
  for (const path of Object.keys(texts)) {
    const parts = path.split('/')
    for (let end = parts.length - 1; end > 0; end--) {
      const folder = parts.slice(0, end).join('/') || '/'
      folders.set(folder, (folders.get(folder) ?? new Set()).add(parts[end]!))
    }
  }
  return {
    read: path => (texts[path] === undefined ? undefined : new TextEncoder().encode(texts[path])),
    list: path => (folders.has(path) ? [...folders.get(path)!].sort() : undefined),
    realpath: path => path,
    stat: path => {
      if (folders.has(path))
        return { type: 'directory', mode: 0o755, size: 0, writableByOthers: false }
      if (texts[path] === undefined) return undefined
      return { type: 'file', mode: 0o644, size: texts[path].length, writableByOthers: false }
    },
  }
}
