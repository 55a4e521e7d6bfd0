// Programs of this machine that tests use where they are installed.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const FOLDERS = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`.split(':')

/** Why a test with these programs is skipped; false where it can run. On CI all of them are there, or it fails. */
export const lacks = (...programs: readonly string[]): string | false => {
  const missing = programs.filter(
    program => !FOLDERS.some(folder => existsSync(join(folder, program))),
  )
  return missing.length > 0 && !process.env['CI'] ? `${missing.join(', ')}: not installed` : false
}
