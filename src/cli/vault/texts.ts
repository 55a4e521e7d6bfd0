// What the vault commands do to texts: read, decrypt, encrypt. Several files are read and judged before any is written.
import { error, Mistake } from '../../base/diagnostic.ts'
import { encrypt } from '../../base/vault/cipher.ts'
import { isVaulted } from '../../base/vault/envelope.ts'
import { Keyring, type Key, type Opened } from '../../base/vault/keyring.ts'
import { opening } from '../../base/vault/mistake.ts'
import { readStandardInput } from './input.ts'
import type { Shell } from '../shell.ts'

const SALT = 32

/** The bytes of a file, or of the input for `-`. */
export const readInput = (path: string, { edges }: Shell): Buffer => {
  if (path === '-') return readStandardInput()
  const bytes = edges.files.read(path)
  if (bytes) return Buffer.from(bytes)
  throw new Mistake(error('vault/read', `the file "${path}" cannot be read`))
}

/** What is in a vaulted file, and the key that opened it. */
export const openText = (path: string, bytes: Buffer, keyring: Keyring): Opened => {
  const written = bytes.toString('latin1')
  if (!isVaulted(bytes))
    throw new Mistake(
      error('vault/plain', `the file "${path}" is not encrypted with vault`, {
        hint: 'mokplay vault encrypt does that',
      }),
    )
  return opening(`the file "${path}"`, { file: path, from: 0, written }, () =>
    keyring.open(written),
  )
}

/** Encrypts what is not encrypted yet. */
export const sealText = (path: string, plain: Buffer, key: Key, { edges }: Shell): string => {
  if (isVaulted(plain))
    throw new Mistake(
      error('vault/sealed', `the file "${path}" is encrypted already`, {
        hint: 'mokplay vault rekey gives it another password',
      }),
    )
  return sealedBy(plain, key, edges)
}

/** The vaulted text of anything. */
export const sealedBy = (
  plain: Uint8Array,
  { label, password }: Key,
  { random }: Shell['edges'],
): string => encrypt(plain, password, random(SALT), label)
