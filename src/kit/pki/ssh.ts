// A public key as OpenSSH writes it: `ssh-ed25519 AAAA…`.
import { inside, read, type Der } from '../../base/pki/der.ts'
import { keyKind } from '../../base/pki/public-key.ts'

const field = (bytes: Uint8Array): Uint8Array => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

const written = (name: string, ...fields: readonly Uint8Array[]): string =>
  `${name} ${Buffer.concat([Buffer.from(name), ...fields].map(field)).toString('base64')}`

const CURVES: Readonly<Record<string, string>> = {
  secp256r1: 'nistp256',
  secp384r1: 'nistp384',
  secp521r1: 'nistp521',
}

/** The key on one line; undefined for those that OpenSSH does not know. */
export const sshKey = (spki: Uint8Array): string | undefined => {
  const [algorithm, key] = inside(read(spki))
  const bits = key!.bytes.subarray(1)
  const numbers = (node: Der): readonly Uint8Array[] => inside(node).map(({ bytes }) => bytes)
  const { type, curve = '' } = keyKind(spki)
  const name = CURVES[curve]
  switch (type) {
    case 'RSA': {
      const [modulus, exponent] = numbers(read(bits))
      return written('ssh-rsa', exponent!, modulus!)
    }
    case 'DSA':
      return written('ssh-dss', ...numbers(inside(algorithm)[1]!), read(bits).bytes)
    case 'ECC':
      return name === undefined ? undefined : written(`ecdsa-sha2-${name}`, Buffer.from(name), bits)
    case 'Ed25519':
      return written('ssh-ed25519', bits)
    default:
      return undefined
  }
}
