// What a public key (SubjectPublicKeyInfo) tells of itself and of the private key it belongs to.
import { digest } from '../value.ts'
import { bitsIn, inside, NotDer, oidOf, read, type Der } from './der.ts'

export type KeyType = 'RSA' | 'DSA' | 'ECC' | 'Ed25519' | 'Ed448' | 'X25519' | 'X448'

export type KeyKind = {
  readonly type: KeyType | 'unknown'
  /** Bits, of RSA and DSA. */
  readonly size?: number
  /** By its name in the IANA's registry. */
  readonly curve?: string
}

const TYPES: Readonly<Record<string, KeyType>> = {
  '1.2.840.113549.1.1.1': 'RSA',
  '1.2.840.10040.4.1': 'DSA',
  '1.2.840.10045.2.1': 'ECC',
  '1.3.101.110': 'X25519',
  '1.3.101.111': 'X448',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
}

/** Curves by the IANA's name: openssl's number for them, and its name where that is another one. */
export const CURVES: Readonly<Record<string, readonly [oid: string, name?: string]>> = {
  secp224r1: ['1.3.132.0.33'],
  secp256k1: ['1.3.132.0.10'],
  secp256r1: ['1.2.840.10045.3.1.7', 'prime256v1'],
  secp384r1: ['1.3.132.0.34'],
  secp521r1: ['1.3.132.0.35'],
  secp192r1: ['1.2.840.10045.3.1.1', 'prime192v1'],
  brainpoolP256r1: ['1.3.36.3.3.2.8.1.1.7'],
  brainpoolP384r1: ['1.3.36.3.3.2.8.1.1.11'],
  brainpoolP512r1: ['1.3.36.3.3.2.8.1.1.13'],
  sect163k1: ['1.3.132.0.1'],
  sect163r2: ['1.3.132.0.15'],
  sect233k1: ['1.3.132.0.26'],
  sect233r1: ['1.3.132.0.27'],
  sect283k1: ['1.3.132.0.16'],
  sect283r1: ['1.3.132.0.17'],
  sect409k1: ['1.3.132.0.36'],
  sect409r1: ['1.3.132.0.37'],
  sect571k1: ['1.3.132.0.38'],
  sect571r1: ['1.3.132.0.39'],
}

/** The bits of a key, without the count of those left over. */
const bitsOf = (key: Der | undefined): Uint8Array => {
  if (!key) throw new NotDer('it holds no key')
  return key.bytes.subarray(1)
}

/** Type, size and curve. */
export const keyKind = (spki: Uint8Array): KeyKind => {
  const [algorithm, key] = inside(read(spki))
  const [id, parameters] = inside(algorithm)
  const type = TYPES[oidOf(id)] ?? 'unknown'
  if (type === 'RSA') {
    const [modulus] = inside(read(bitsOf(key)))
    return { type, size: bitsIn(modulus) }
  }
  if (type === 'DSA') return { type, size: bitsIn(inside(parameters)[0]) }
  if (type !== 'ECC') return { type }
  const curve = oidOf(parameters)
  const name = Object.entries(CURVES).find(([, [number]]) => number === curve)?.[0]
  return { type, curve: name ?? curve }
}

/** Digests of the public key, with colons, as Ansible returns them. */
export const fingerprints = (spki: Uint8Array): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const).map(algorithm => [
      algorithm,
      digest(algorithm, spki).match(/../g)!.join(':'),
    ]),
  )

/** What a subject key identifier is by default: SHA-1 of the key's bits. */
export const keyIdentifier = (spki: Uint8Array): Uint8Array => {
  const [, key] = inside(read(spki))
  return Buffer.from(digest('sha1', bitsOf(key)), 'hex')
}
