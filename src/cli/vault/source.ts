// Where a password of a vault comes from: a file, or a program that prints it. Programs called *-client are told the
// label. What goes wrong names the source and never what came out of it.
import { basename, extname, resolve } from 'node:path'
import { error, type Diagnostic } from '../../base/diagnostic.ts'
import { readStandardInput } from './input.ts'
import type { Shell } from '../shell.ts'

/** The password, or why there is none. */
export type Given = { readonly password: Buffer } | { readonly problem: Diagnostic }

export type Surroundings = Pick<Shell, 'home' | 'err'> &
  Partial<Pick<Shell, 'ask'>> & {
    readonly edges: Pick<Shell['edges'], 'files' | 'exec' | 'env' | 'cwd'>
  }

/** What the documentation of such programs has for "no such label". */
const UNKNOWN_LABEL = 2
const SECONDS = 600

/** The password in a file or of a program; `label` is undefined where none was given. */
export const passwordFrom = (
  named: string,
  label: string | undefined,
  { edges, home }: Surroundings,
): Given => {
  if (named === '-') return given(named, readStandardInput().toString('latin1').trim())
  const path = pathOf(named, edges, home)
  const stat = edges.files.stat(path)
  if (!stat) return problem(`the vault password file "${named}" is not there`)
  if (stat.type === 'directory')
    return problem(`the vault password file "${named}" is a folder, expected a file`)
  return stat.type === 'file' && (stat.mode & 0o111) !== 0
    ? ofProgram(named, path, label, edges)
    : ofFile(named, path, edges)
}

const pathOf = (named: string, { env, cwd }: Surroundings['edges'], home: string): string =>
  resolve(
    cwd,
    named
      .replace(/^~(?=\/|$)/, home)
      .replace(/\$(\w+)|\$\{(\w+)\}/g, (whole, bare, braced) => env.get(bare ?? braced) ?? whole),
  )

const ofFile = (named: string, path: string, { files }: Surroundings['edges']): Given => {
  const bytes = files.read(path)
  if (!bytes) return problem(`the vault password file "${named}" cannot be read`)
  const text = Buffer.from(bytes).toString('latin1').trim()
  if (text.startsWith('#!'))
    return problem(
      `the vault password file "${named}" is a program, but it is not executable`,
      `make it so: chmod +x ${named}`,
    )
  return given(named, text)
}

const ofProgram = (
  named: string,
  path: string,
  label: string | undefined,
  { exec, cwd }: Surroundings['edges'],
): Given => {
  const isClient = basename(path, extname(path)).endsWith('-client')
  const told = isClient && label !== undefined && label !== '' ? ['--vault-id', label] : []
  const { rc, out, err } = exec.run([path, ...told], { cwd, seconds: SECONDS })
  if (rc === 0)
    return given(
      named,
      Buffer.from(out)
        .toString('latin1')
        .replace(/^[\r\n]+|[\r\n]+$/g, ''),
    )
  const last = err.trim().split('\n').at(-1) ?? ''
  const why = last === '' ? '' : `: ${last}`
  if (isClient && rc === UNKNOWN_LABEL)
    return problem(`the program "${named}" knows no password for "${label ?? ''}"${why}`)
  return problem(
    `the vault password program "${named}" ended with code ${rc}${why}`,
    'where it is no program but holds the password itself: chmod -x',
  )
}

const given = (named: string, text: string): Given =>
  text === ''
    ? problem(`the vault password file "${named}" gives an empty password`)
    : { password: Buffer.from(text, 'latin1') }

const problem = (message: string, hint?: string): Given => ({
  problem: error('cli/vault-password', message, {
    hint: hint ?? 'it must hold the password alone, or print it when it is executable',
  }),
})
