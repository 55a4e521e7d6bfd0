// A password that a file holds or a program prints, as for Ansible: its line breaks at both ends are none of it.
import { error, Mistake } from '../base/diagnostic.ts'
import type { Shell } from './shell.ts'

/** The password for a flag that names a file; `-` is standard input. */
export const passwordFrom = (file: string, flag: string, { edges }: Shell): string => {
  const path = file === '-' ? '/dev/stdin' : file
  const isProgram = file !== '-' && ((edges.files.stat(path)?.mode ?? 0) & 0o111) !== 0
  const text = isProgram ? printed(path, flag, edges) : textOf(path, flag, edges)
  const password = text.replace(/^[\r\n]+|[\r\n]+$/g, '')
  if (password === '') throw wrong(`${flag}: ${file} gives an empty password`)
  return password
}

const textOf = (path: string, flag: string, { files }: Shell['edges']): string => {
  const bytes = files.read(path)
  if (!bytes) throw wrong(`${flag}: the file ${path} cannot be read`)
  return Buffer.from(bytes).toString('utf8')
}

const printed = (path: string, flag: string, { exec, cwd }: Shell['edges']): string => {
  const { rc, out, err } = exec.run([path.includes('/') ? path : `./${path}`], { cwd })
  if (rc !== 0) throw wrong(`${flag}: the program ${path} ended with code ${rc}: ${err.trim()}`)
  return out
}

const wrong = (message: string): Mistake =>
  new Mistake(error('cli/password-file', message, { hint: 'a password alone, on one line' }))
