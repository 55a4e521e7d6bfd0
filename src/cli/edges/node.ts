// The outside as Node has it: files, programs, clock, chance, environment. What the rest of the house is given.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Clock, Env, Exec, Files, Random, Save } from '../../model/edge.ts'

const unlessMissing = <T>(look: () => T): T | undefined => {
  try {
    return look()
  } catch {
    return undefined
  }
}

export const files: Files = {
  read: path => unlessMissing(() => readFileSync(path)),
  list: path => unlessMissing(() => readdirSync(path).sort()),
  stat: path =>
    unlessMissing(() => {
      const stat = statSync(path)
      return {
        type: stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other',
        mode: stat.mode & 0o7777,
        size: stat.size,
        writableByOthers: (stat.mode & 0o022) !== 0,
      }
    }),
  realpath: path => unlessMissing(() => realpathSync(path)),
  details: (path, follow) =>
    unlessMissing(() => {
      const stat = follow ? statSync(path) : lstatSync(path)
      const type = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other'
      const { size, uid, gid } = stat
      const shared = {
        mode: stat.mode & 0o7777,
        size,
        uid,
        gid,
        mtime: Math.floor(stat.mtimeMs / 1000),
      }
      return stat.isSymbolicLink()
        ? { ...shared, type: 'link', target: readlinkSync(path) }
        : { ...shared, type }
    }),
}

const MOST = 64 * 2 ** 20

export const exec: Exec = {
  run: (argv, how = {}) => {
    const { status, stdout, stderr, error } = spawnSync(argv[0] ?? '', argv.slice(1), {
      encoding: 'utf8',
      maxBuffer: MOST,
      timeout: (how.seconds ?? 60) * 1000,
      ...(how.cwd !== undefined && { cwd: how.cwd }),
      ...(how.stdin !== undefined && { input: how.stdin }),
    })
    return { rc: status ?? 255, out: stdout ?? '', err: error ? error.message : (stderr ?? '') }
  },
}

export const clock: Clock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise(resolve => {
      const timer = setTimeout(done, ms)
      function done(): void {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      if (signal?.aborted) done()
      else signal?.addEventListener('abort', done, { once: true })
    }),
}

export const random: Random = bytes => randomBytes(bytes)

export const env: Env = {
  get: name => process.env[name],
  all: () =>
    Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
}

/** Writes what arrives beside the file first. */
export const save: Save = async (path, chunks) => {
  mkdirSync(dirname(path), { recursive: true })
  const beside = `${path}.${process.pid}~`
  const file = await open(beside, 'wx')
  try {
    for await (const chunk of chunks) await file.writeFile(chunk)
    await file.close()
    renameSync(beside, path)
  } catch (problem) {
    await file.close().catch(() => {})
    rmSync(beside, { force: true })
    throw problem
  }
}

/** Writes a file whole or not at all. */
export const write = (path: string, text: string, mode: number): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const beside = `${path}.${process.pid}~`
  writeFileSync(beside, text, { mode })
  renameSync(beside, path)
}
