// What a certificate holds, and whether it was signed with a key.
import { createPublicKey, X509Certificate } from 'node:crypto'
import {
  inside,
  NotDer,
  numberIn,
  octets,
  read,
  sequence,
  textIn,
  write,
  type Der,
} from '../../base/pki/der.ts'
import { pemBytes } from '../../base/pki/pem.ts'
import { keyIdentifier } from '../../base/pki/public-key.ts'
import { OIDS } from './extensions.ts'
import { nameParts, type NamePart } from './names.ts'
import { extensionsIn, type Signed } from './request.ts'

export type Certificate = Signed & {
  readonly issuer: readonly NamePart[]
  readonly serial: bigint
  /** 20300102030405Z */
  readonly notBefore: string
  readonly notAfter: string
}

const EXTENSIONS = 0xa3

/** The first certificate in PEM; undefined where it is none. */
export const readCertificate = (text: string): Certificate | undefined => {
  const bytes = pemBytes(text, '(?:TRUSTED |X509 )?CERTIFICATE')
  if (!bytes) return undefined
  try {
    const parts = inside(inside(read(bytes))[0])
    // The version stands first, but for the first version.
    const [serial, , issuer, validity, subject, key] = parts.slice(parts[0]?.tag === 0xa0 ? 1 : 0)
    const [from, to] = inside(validity).map(timeIn)
    if (!key || from === undefined || to === undefined) return undefined
    return {
      subject: nameParts(subject),
      issuer: nameParts(issuer),
      publicKey: key.whole,
      serial: numberIn(serial),
      notBefore: from,
      notAfter: to,
      extensions: extensionsIn(inside(parts.find(({ tag }) => tag === EXTENSIONS))[0]),
    }
  } catch (problem) {
    if (problem instanceof NotDer) return undefined
    throw problem
  }
}

/** Years of two digits are those from 1950 on. */
const timeIn = (node: Der): string => {
  const text = textIn(node)
  return text.length > 13 ? text : `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}`
}

/** Whether a certificate in PEM was signed with the private half of this key. */
export const isSignedWith = (text: string, publicKey: Uint8Array): boolean => {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
    return new X509Certificate(text).verify(key)
  } catch {
    return false
  }
}

/** The value of the extension that names the key of a certificate: its own, or what would be made of the key. */
export const ownIdentifier = ({ extensions, publicKey }: Signed): Uint8Array =>
  extensions.find(({ oid }) => oid === OIDS.subjectKeyIdentifier)?.value ??
  octets(keyIdentifier(publicKey))

/** The value of the extension by which a certificate names the key that signed it. */
export const identifierOfIssuer = (issuer: Signed): Uint8Array =>
  sequence(write(0x80, read(ownIdentifier(issuer)).bytes))
