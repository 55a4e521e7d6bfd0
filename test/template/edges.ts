// Edges for the tests of this room: files in memory, a fixed clock, randomness that counts.
import { spawnSync } from 'node:child_process'
import { posix } from 'node:path'
import { Mistake, type Diagnostic } from '../../src/base/diagnostic.ts'
import type { Edges } from '../../src/template/run.ts'
import type { Scope } from '../../src/model/template.ts'

/** Files by path; folders are implied. */
export type Memory = Map<string, string>

const isFolder = (files: Memory, path: string): boolean =>
  [...files.keys()].some(file => file.startsWith(`${path.replace(/\/$/, '')}/`))

/** Edges over files in memory; what the password lookup writes lands there as well. */
export const memoryEdges = (files: Memory, env: Record<string, string> = {}): Edges => {
  let count = 0
  return {
    files: {
      read: path => {
        const text = files.get(path)
        return text === undefined ? undefined : Buffer.from(text)
      },
      list: path => {
        if (!isFolder(files, path)) return undefined
        const below = [...files.keys()].filter(file =>
          file.startsWith(`${path.replace(/\/$/, '')}/`),
        )
        return [...new Set(below.map(file => posix.relative(path, file).split('/')[0]!))].sort()
      },
      stat: path => {
        const text = files.get(path)
        const shared = { mode: 0o644, writableByOthers: false }
        if (text !== undefined) return { type: 'file', size: text.length, ...shared }
        return isFolder(files, path) ? { type: 'directory', size: 0, ...shared } : undefined
      },
      realpath: path =>
        files.has(path) || isFolder(files, path) ? posix.normalize(path) : undefined,
    },
    exec: {
      run: argv => {
        const { status, stdout, stderr } = spawnSync(argv[0]!, argv.slice(1), { encoding: 'utf8' })
        return { rc: status ?? 1, out: stdout, err: stderr }
      },
    },
    env: { get: name => env[name], all: () => env },
    random: bytes => Uint8Array.from({ length: bytes }, () => (count += 7) % 256),
    clock: { monotonic: () => 0, wall: () => Date.UTC(2024, 0, 2, 3, 4, 5), sleep: async () => {} },
    write: (path, text) => void files.set(path, text),
  }
}

/** A scope over plain variables. */
export const scopeOf = (vars: Readonly<Record<string, unknown>>): Scope => ({
  get: name => (Object.hasOwn(vars, name) ? vars[name] : undefined),
  has: name => Object.hasOwn(vars, name),
  names: () => Object.keys(vars),
})

/** The diagnostic that something throws as a Mistake. */
export const mistake = (act: () => unknown): Diagnostic => {
  try {
    act()
  } catch (error) {
    if (error instanceof Mistake) return error.diagnostic
    throw error
  }
  throw new Error('nothing was wrong')
}
