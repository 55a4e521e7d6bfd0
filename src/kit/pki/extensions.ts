// Extensions of requests and certificates: from the arguments that Ansible has for them to DER, and whether what is
// there is the same. openssl is given the DER, so that no text of the user's is read by its configuration's rules.
import {
  inside,
  integer,
  namedBits,
  octets,
  oid,
  read,
  sequence,
  write,
  yes,
} from '../../base/pki/der.ts'
import { generalName, generalNames, WrongName } from './general-names.ts'
import { parseName, relativeNameDer } from './names.ts'

export type Extension = {
  readonly oid: string
  readonly isCritical: boolean
  /** `hash`: the identifier that openssl makes of the public key. */
  readonly value: Uint8Array | 'hash'
}

export const OIDS = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  tlsFeature: '1.3.6.1.5.5.7.1.24',
} as const

/** Places of bits, by names without blanks in small letters. */
const USAGES: Readonly<Record<string, number>> = {
  digitalsignature: 0,
  nonrepudiation: 1,
  contentcommitment: 1,
  keyencipherment: 2,
  dataencipherment: 3,
  keyagreement: 4,
  keycertsign: 5,
  certificatesign: 5,
  crlsign: 6,
  encipheronly: 7,
  decipheronly: 8,
}

const PURPOSES: Readonly<Record<string, string>> = {
  serverauth: '1.3.6.1.5.5.7.3.1',
  tlswebserverauthentication: '1.3.6.1.5.5.7.3.1',
  clientauth: '1.3.6.1.5.5.7.3.2',
  tlswebclientauthentication: '1.3.6.1.5.5.7.3.2',
  codesigning: '1.3.6.1.5.5.7.3.3',
  emailprotection: '1.3.6.1.5.5.7.3.4',
  'e-mailprotection': '1.3.6.1.5.5.7.3.4',
  ipsecendsystem: '1.3.6.1.5.5.7.3.5',
  ipsectunnel: '1.3.6.1.5.5.7.3.6',
  ipsecuser: '1.3.6.1.5.5.7.3.7',
  timestamping: '1.3.6.1.5.5.7.3.8',
  ocspsigning: '1.3.6.1.5.5.7.3.9',
  dvcs: '1.3.6.1.5.5.7.3.10',
  ipsecike: '1.3.6.1.5.5.7.3.17',
  mssmartcardlogin: '1.3.6.1.4.1.311.20.2.2',
  mscodeind: '1.3.6.1.4.1.311.2.1.21',
  mscodecom: '1.3.6.1.4.1.311.2.1.22',
  mssgc: '1.3.6.1.4.1.311.10.3.3',
  nssgc: '2.16.840.1.113730.4.1',
  anyextendedkeyusage: '2.5.29.37.0',
}

const REASONS = [
  ...['', 'key_compromise', 'ca_compromise', 'affiliation_changed', 'superseded'],
  ...['cessation_of_operation', 'certificate_hold', 'privilege_withdrawn', 'aa_compromise'],
]

const plain = (name: string): string => name.toLowerCase().replaceAll(' ', '')

/** What a key may be used for. */
export const keyUsage = (names: readonly string[]): Uint8Array =>
  namedBits(
    names.map(name => {
      const bit = USAGES[plain(name)]
      if (bit === undefined)
        throw new WrongName(`must hold usages as in digitalSignature, not "${name}"`)
      return bit
    }),
  )

/** Further purposes, by name or number. */
export const extendedKeyUsage = (names: readonly string[]): Uint8Array =>
  sequence(
    ...names.map(name => {
      const id = oid(PURPOSES[plain(name)] ?? name)
      if (!id) throw new WrongName(`must hold purposes as in serverAuth, not "${name}"`)
      return id
    }),
  )

/** CA:TRUE and pathlen:0. */
export const basicConstraints = (words: readonly string[]): Uint8Array => {
  let isCa = false
  let path: number | undefined
  for (const word of words) {
    const [, name = '', value = ''] = /^\s*(\w+)\s*:\s*(\w+)\s*$/.exec(word) ?? []
    if (/^ca$/i.test(name) && /^(true|false)$/i.test(value)) isCa = /^true$/i.test(value)
    else if (/^pathlen(constraint)?$/i.test(name) && /^\d+$/.test(value)) path = Number(value)
    else throw new WrongName(`must be CA:TRUE, CA:FALSE or pathlen:0, not "${word}"`)
  }
  return sequence(...(isCa ? [yes] : []), ...(path === undefined ? [] : [integer(path)]))
}

/** The feature status_request: clients shall see a fresh answer of OCSP. */
export const mustStaple = (): Uint8Array => sequence(integer(5))

const subtrees = (tag: number, names: readonly string[]): Uint8Array[] =>
  names.length === 0 ? [] : [write(tag, ...names.map(name => sequence(generalName(name))))]

/** Names that a CA may vouch for, and those it may not. */
export const nameConstraints = (
  permitted: readonly string[],
  excluded: readonly string[],
): Uint8Array => sequence(...subtrees(0xa0, permitted), ...subtrees(0xa1, excluded))

/** Bytes in hex, with or without colons. */
export const hexBytes = (written: string): Uint8Array => {
  const hex = written.replaceAll(':', '')
  if (!/^([0-9a-f]{2})+$/i.test(hex))
    throw new WrongName(`must be bytes in hex as in 00:11:22, not "${written}"`)
  return Buffer.from(hex, 'hex')
}

export const subjectKeyIdentifier = (bytes: Uint8Array): Uint8Array => octets(bytes)

/** The key, and the certificate, that this one is signed with. */
export const authorityKeyIdentifier = (of: {
  readonly key?: string | undefined
  readonly issuer?: readonly string[] | undefined
  readonly serial?: number | undefined
}): Uint8Array =>
  sequence(
    ...(of.key === undefined ? [] : [write(0x80, hexBytes(of.key))]),
    ...(of.issuer === undefined ? [] : [generalNames(of.issuer, 0xa1)]),
    ...(of.serial === undefined ? [] : [write(0x82, read(integer(of.serial)).bytes)]),
  )

export type DistributionPoint = {
  readonly full_name?: readonly string[]
  readonly relative_name?: readonly string[]
  readonly crl_issuer?: readonly string[]
  readonly reasons?: readonly string[]
}

/** Where lists of revoked certificates are. */
export const crlDistributionPoints = (points: readonly DistributionPoint[]): Uint8Array =>
  sequence(...points.map(pointDer))

const pointDer = (point: DistributionPoint): Uint8Array => {
  const { full_name: full, relative_name: relative, crl_issuer: issuer, reasons } = point
  const name = full ? generalNames(full, 0xa0) : relative ? relativeDer(relative) : undefined
  return sequence(
    ...(name ? [write(0xa0, name)] : []),
    ...(reasons
      ? [write(0x81, read(namedBits(reasons.map(reason => REASONS.indexOf(reason)))).bytes)]
      : []),
    ...(issuer ? [generalNames(issuer, 0xa2)] : []),
  )
}

const relativeDer = (written: readonly string[]): Uint8Array => {
  const parts = written.map(part => parseName(part))
  if (parts.some(part => part === undefined))
    throw new WrongName(`must be a name as in /CN=web, not "${written.join(' ')}"`)
  return relativeNameDer(
    parts.flatMap(part => part ?? []),
    0xa1,
  )
}

/** Extensions whose parts have no order. */
const SETS: ReadonlySet<string> = new Set([OIDS.subjectAltName, OIDS.extendedKeyUsage])

/** An extension's value as a text that is the same for all ways to write it. */
export const canonical = (id: string, value: Uint8Array): string => {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
  const sorted = (bytes: Uint8Array): string =>
    [...new Set(inside(read(bytes)).map(part => hex(part.whole)))].sort().join(' ')
  if (SETS.has(id)) return sorted(value)
  if (id === OIDS.nameConstraints)
    return inside(read(value))
      .map(part => `${part.tag}: ${sorted(part.whole)}`)
      .join('; ')
  return hex(value)
}
