// Files of the controller that vault commands write: whole or not at all, with the mode and owner they had; and how
// plain texts are got rid of.
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  type Stats,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { error, Mistake } from '../../base/diagnostic.ts'

const PRIVATE = 0o600

/** Where a link leads; the path itself where nothing is there yet. */
export const realPath = (path: string): string => {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

const writeAll = (file: number, bytes: Uint8Array): void => {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}

/** Puts a file in the place of another, or where none was: nobody else may read it then. */
export const replaceFile = (named: string, bytes: Uint8Array): void => {
  const path = realPath(named)
  const before = statOf(path)
  const beside = join(dirname(path), `.${randomBytes(8).toString('hex')}~`)
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(beside, 'wx', PRIVATE)
    try {
      writeAll(file, bytes)
      if (before) keepRights(file, before)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(beside, path)
  } catch (problem) {
    rmSync(beside, { force: true })
    throw new Mistake(
      error('vault/write', `the file "${named}" cannot be written: ${(problem as Error).message}`),
    )
  }
}

/** Owner first: a change of it takes bits of the mode away. Who is not allowed to give files away keeps them. */
const keepRights = (file: number, { uid, gid, mode }: Stats): void => {
  try {
    fchownSync(file, uid, gid)
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'EPERM') throw problem
  }
  fchmodSync(file, mode & 0o7777)
}

/** Overwrites all files in a folder, as well as a file system lets one, and removes it. */
export const shredFolder = (folder: string): void => {
  for (const name of namesIn(folder)) {
    const path = join(folder, name)
    const stat = lstatSync(path)
    if (stat.isDirectory()) shredFolder(path)
    else if (stat.isFile()) overwrite(path, stat.size)
  }
  rmSync(folder, { recursive: true, force: true })
}

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const overwrite = (path: string, size: number): void => {
  try {
    const file = openSync(path, 'r+')
    try {
      writeAll(file, randomBytes(size))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch {
    // What cannot be overwritten is removed all the same.
  }
}
