// AES256 as ansible-vault has it: a key from a password by PBKDF2, AES in counter mode, an HMAC over what came of it.
// All of it waits: a key takes some 6 ms, and is wanted for values that are used, one at a time.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  pbkdf2Sync,
  timingSafeEqual,
} from 'node:crypto'
import { envelopeText, type Envelope } from './envelope.ts'

const ROUNDS = 10_000
const KEY = 32
const BLOCK = 16
const CTR = 'aes-256-ctr'

type Keys = { readonly cipher: Buffer; readonly mac: Buffer; readonly start: Buffer }

const keysOf = (password: Uint8Array, salt: Uint8Array): Keys => {
  const all = pbkdf2Sync(password, salt, ROUNDS, 2 * KEY + BLOCK, 'sha256')
  return {
    cipher: all.subarray(0, KEY),
    mac: all.subarray(KEY, 2 * KEY),
    start: all.subarray(2 * KEY),
  }
}

const macOf = (ciphertext: Uint8Array, keys: Keys): Buffer =>
  createHmac('sha256', keys.mac).update(ciphertext).digest()

/** Encrypts with a password; the salt makes equal texts differ. */
export const encrypt = (
  plain: Uint8Array,
  password: Uint8Array,
  salt: Uint8Array,
  label?: string,
): string => {
  const keys = keysOf(password, salt)
  const short = BLOCK - (plain.length % BLOCK)
  const cipher = createCipheriv(CTR, keys.cipher, keys.start)
  const ciphertext = Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.alloc(short, short)),
    cipher.final(),
  ])
  return envelopeText({
    label,
    salt: Buffer.from(salt),
    mac: macOf(ciphertext, keys).toString('hex'),
    ciphertext,
  })
}

/** What is in an envelope; undefined when the password does not fit. */
export const decrypt = (
  { salt, mac, ciphertext }: Envelope,
  password: Uint8Array,
): Buffer | undefined => {
  const keys = keysOf(password, salt)
  const ours = macOf(ciphertext, keys)
  const theirs = Buffer.from(mac, 'hex')
  if (ours.length !== theirs.length || !timingSafeEqual(ours, theirs)) return undefined
  const cipher = createDecipheriv(CTR, keys.cipher, keys.start)
  const padded = Buffer.concat([cipher.update(ciphertext), cipher.final()])
  const short = padded.at(-1) ?? 0
  return padded.subarray(0, Math.max(0, padded.length - short))
}
