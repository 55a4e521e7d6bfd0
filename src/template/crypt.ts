// crypt(3) hashes of passwords: sha512 ($6$), sha256 ($5$), md5 ($1$).
import { createHash } from 'node:crypto'

const LETTERS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

const digest = (name: string, ...parts: Uint8Array[]): Buffer => {
  const hash = createHash(name)
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** A stream of so many bytes from a block repeated. */
const stretch = (block: Buffer, length: number): Buffer =>
  Buffer.concat([
    ...Array.from({ length: Math.floor(length / block.length) }, () => block),
    block.subarray(0, length % block.length),
  ])

const encode = (bytes: readonly number[], letters: number): string => {
  let value = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  let text = ''
  for (let index = 0; index < letters; index++) {
    text += LETTERS[value % 64]
    value = Math.floor(value / 64)
  }
  return text
}

type Shape = { readonly hash: string; readonly mark: string; readonly size: number }
const SHA: Readonly<Record<'sha256' | 'sha512', Shape>> = {
  sha256: { hash: 'sha256', mark: '5', size: 32 },
  sha512: { hash: 'sha512', mark: '6', size: 64 },
}

/** Triples of byte positions in the order that crypt(3) prints them. */
const order = (size: number): [number, number, number][] => {
  const third = Math.floor(size / 3)
  const made: [number, number, number][] = []
  let [a, b, c] = [0, third, third * 2]
  for (let index = 0; index < third; index++) {
    made.push([a, b, c])
    ;[a, b, c] = size === 64 ? [b + 1, c + 1, a + 1] : [c + 1, a + 1, b + 1]
  }
  return made
}

/** SHA-crypt as Ulrich Drepper specified it. */
const sha = (
  kind: 'sha256' | 'sha512',
  password: string,
  saltText: string,
  rounds: number,
): string => {
  const { hash, mark, size } = SHA[kind]
  const [key, salt] = [Buffer.from(password), Buffer.from(saltText.slice(0, 16))]
  const b = digest(hash, key, salt, key)
  const bits: Buffer[] = []
  for (let length = key.length; length > 0; length >>= 1) bits.push(length & 1 ? b : key)
  const a = digest(hash, key, salt, stretch(b, key.length), ...bits)
  const p = stretch(digest(hash, ...Array.from({ length: key.length }, () => key)), key.length)
  const s = stretch(digest(hash, ...Array.from({ length: 16 + a[0]! }, () => salt)), salt.length)
  let c = a
  for (let round = 0; round < rounds; round++) {
    const odd = round % 2 === 1
    c = digest(
      hash,
      odd ? p : c,
      round % 3 ? s : Buffer.alloc(0),
      round % 7 ? p : Buffer.alloc(0),
      odd ? c : p,
    )
  }
  const body = order(size)
    .map(([x, y, z]) => encode([c[x]!, c[y]!, c[z]!], 4))
    .join('')
  const tail = size === 64 ? encode([c[63]!], 2) : encode([c[31]!, c[30]!], 3)
  return `$${mark}$${rounds === 5000 ? '' : `rounds=${rounds}$`}${salt.toString()}$${body}${tail}`
}

const MD5_ORDER = [
  [0, 6, 12],
  [1, 7, 13],
  [2, 8, 14],
  [3, 9, 15],
  [4, 10, 5],
] as const

const md5 = (password: string, saltText: string): string => {
  const [key, salt] = [Buffer.from(password), Buffer.from(saltText.slice(0, 8))]
  const b = digest('md5', key, salt, key)
  const bits: Buffer[] = []
  for (let length = key.length; length > 0; length >>= 1)
    bits.push(length & 1 ? Buffer.alloc(1) : key.subarray(0, 1))
  let c = digest('md5', key, Buffer.from('$1$'), salt, stretch(b, key.length), ...bits)
  for (let round = 0; round < 1000; round++) {
    const odd = round % 2 === 1
    c = digest(
      'md5',
      odd ? key : c,
      round % 3 ? salt : Buffer.alloc(0),
      round % 7 ? key : Buffer.alloc(0),
      odd ? c : key,
    )
  }
  const body = MD5_ORDER.map(([x, y, z]) => encode([c[x]!, c[y]!, c[z]!], 4)).join('')
  return `$1$${salt.toString()}$${body}${encode([c[11]!], 2)}`
}

export const CRYPTS = ['sha512', 'sha256', 'md5'] as const
export type Crypt = (typeof CRYPTS)[number]

/** A salt of random bytes, in crypt's letters. */
export const saltOf = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => LETTERS[byte % 64]).join('')

/** The hash as it stands in /etc/shadow. */
export const crypt = (kind: Crypt, password: string, salt: string, rounds = 5000): string =>
  kind === 'md5'
    ? md5(password, salt)
    : sha(kind, password, salt, Math.min(Math.max(rounds, 1000), 999_999_999))
