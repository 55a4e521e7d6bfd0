// Programs of this machine that tests use where they are installed.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const FOLDERS = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`.split(':')

const isThere = (program: string): boolean =>
  FOLDERS.some(folder => existsSync(join(folder, program)))

/** What is asked of a machine that has no such program: nothing where it has. */
export const without = <T>(program: string, all: readonly T[]): readonly T[] =>
  isThere(program) ? [] : all

/** Why a test with these programs is skipped; false where it can run. On CI all of them are there, or it fails. */
export const lacks = (...programs: readonly string[]): string | false => {
  const missing = programs.filter(program => !isThere(program))
  return missing.length > 0 && !process.env['CI'] ? `${missing.join(', ')}: not installed` : false
}
