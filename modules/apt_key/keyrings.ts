// The keys that apt trusts, and the files they stand in.
import {
  below,
  dearmored,
  longId,
  publicKeys,
  type BytesAnswer,
  type FragmentsAnswer,
  type PublicKey,
} from '../../src/kit/index.ts'

export const TRUSTED = '/etc/apt/trusted.gpg'
export const PARTS = '/etc/apt/trusted.gpg.d'

export type Keyring = { readonly path: string; readonly keys: readonly PublicKey[] }

const keyring = (path: string, base64: string): Keyring => ({
  path,
  keys: publicKeys(dearmored(Buffer.from(base64, 'base64'))),
})

/** The keyring, in the order in which apt-key goes through them. */
export const keyringsIn = (
  path: string,
  one: BytesAnswer | undefined,
  parts: FragmentsAnswer | undefined,
): readonly Keyring[] => [
  ...(one?.base64 === undefined ? [] : [keyring(path, one.base64)]),
  ...Object.entries(parts?.files ?? {})
    .filter(([name]) => /\.(gpg|asc)$/.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, base64]) => keyring(below(PARTS, name), base64)),
]

/** Ids of all keys and subkeys that have not expired; the short ones where such a one was asked for. */
export const idsIn = (
  keyrings: readonly Keyring[],
  now: number,
  isShort: boolean,
): readonly string[] =>
  keyrings
    .flatMap(({ keys }) => keys)
    .flatMap(key => [key, ...key.subkeys])
    .filter(({ expires }) => expires === undefined || expires > now)
    .map(({ fingerprint }) => (isShort ? longId(fingerprint).slice(-8) : longId(fingerprint)))

/** A key's id in all the lengths that Ansible returns; undefined for what is none. */
export const idOf = (
  text: string,
): { readonly short: string; readonly fp: string; readonly whole: string } | undefined => {
  const whole = text.trim().toUpperCase().replace(/^0X/, '')
  if (!/^[0-9A-F]+$/.test(whole)) return undefined
  if (whole.length !== 8 && whole.length < 16) return undefined
  return { short: whole.slice(-8), fp: whole.slice(-16), whole }
}

/** Whether a key, or one of its subkeys, has this id. */
export const isCalled = (key: PublicKey, id: string): boolean =>
  [key, ...key.subkeys].some(
    ({ fingerprint }) => fingerprint.endsWith(id) || longId(fingerprint).endsWith(id),
  )
