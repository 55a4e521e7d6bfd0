// What is vaulted, opened where it is read: whole files of the controller, and single values. Whoever wants a file as
// it lies there says so. What came out of a vault is remembered, so that it can be kept out of what is shown.
import { resolve } from 'node:path'
import { Mistake, type Diagnostic } from '../base/diagnostic.ts'
import type { Sealed } from '../base/sealed.ts'
import { Secrets } from '../base/secret.ts'
import { source, type Source } from '../base/source.ts'
import { isVaulted } from '../base/vault/envelope.ts'
import type { Keyring } from '../base/vault/keyring.ts'
import { opening } from '../base/vault/mistake.ts'
import type { Files, Vault } from '../model/edge.ts'

/** Files that open themselves, and the vault that does it. Reading throws a Mistake where no password fits. */
export const openVault = (
  files: Files,
  keyring: Keyring,
): { readonly files: Files; readonly vault: Vault } => {
  const paths = new Set<string>()
  const secrets = new Secrets()
  const all = new Secrets()
  const openFile = (path: string, bytes: Uint8Array): Uint8Array => {
    const written = Buffer.from(bytes).toString('latin1')
    const { plain } = opening('the file', { file: path, from: 0, written }, () =>
      keyring.open(written),
    )
    if (!paths.has(path)) {
      paths.add(path)
      note(plain, secrets, all)
    }
    return plain
  }
  return {
    files: {
      ...files,
      read: (path, how) => {
        const bytes = files.read(path, how)
        return bytes && how !== 'raw' && isVaulted(bytes) ? openFile(path, bytes) : bytes
      },
      wasVaulted: path => paths.has(path),
    },
    vault: {
      open: ({ text, where }: Sealed) => {
        const { plain } = opening('the value', where, () => keyring.open(text))
        const value = plain.toString('utf8')
        if (value.length >= TELLING_LENGTH) secrets.add(value.trim())
        all.add(value.trim())
        return value
      },
      hides: text => all.scrub(text) !== text,
      secrets,
    },
  }
}

/** Files above this are no lists of passwords. */
const LARGEST = 64 * 2 ** 10
/** Shorter ones are ports and names, which stand in much that is no secret. */
const TELLING_LENGTH = 6
const PAIR = /^[\s-]*["']?([\w.-]*)["']?\s*[:=]?\s*(["']?)(.*?)\2[\s,]*$/
const TELLING = /auth|credential|key|pass|pwd|secret|token/i

/** Values by name, whatever the file is: all of them, and those whose names say that they are secret. */
const note = (plain: Uint8Array, secrets: Secrets, all: Secrets): void => {
  if (plain.length > LARGEST) return
  for (const line of Buffer.from(plain).toString('utf8').split('\n')) {
    const [, name = '', , value = ''] = PAIR.exec(line) ?? []
    all.add(value)
    if (TELLING.test(name) && value.length >= TELLING_LENGTH) secrets.add(value)
  }
}

/** Of what was vaulted, places are shown and no text; of what no password opens, the vaulted text. */
export const shownSource = (
  file: string,
  read: Source | undefined,
  { files, cwd }: { readonly files: Files; readonly cwd: string },
): Source | undefined => {
  const path = resolve(cwd, file)
  if (read)
    return files.wasVaulted?.(path) || files.wasVaulted?.(file) ? { ...read, secret: true } : read
  const bytes = files.read(path, 'raw')
  return bytes && isVaulted(bytes) ? source(file, Buffer.from(bytes).toString('latin1')) : undefined
}

/** What reading gives, or why a vaulted file could not be opened. */
export const unlessSealed = <T>(read: () => T): T | { readonly sealed: Diagnostic } => {
  try {
    return read()
  } catch (problem) {
    if (problem instanceof Mistake && problem.diagnostic.code.startsWith('vault/'))
      return { sealed: problem.diagnostic }
    throw problem
  }
}
