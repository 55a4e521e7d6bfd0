// Distinguished names: what their parts are called, and their DER.
import {
  inside,
  oid,
  oidOf,
  sequence,
  TAG,
  text,
  textIn,
  write,
  type Der,
} from '../../base/pki/der.ts'

/** One part of a name: its number with dots, and its value. */
export type NamePart = readonly [oid: string, value: string]

/** Numbers by the names that openssl has for them, short and long. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  C: '2.5.4.6',
  countryName: '2.5.4.6',
  ST: '2.5.4.8',
  stateOrProvinceName: '2.5.4.8',
  L: '2.5.4.7',
  localityName: '2.5.4.7',
  O: '2.5.4.10',
  organizationName: '2.5.4.10',
  OU: '2.5.4.11',
  organizationalUnitName: '2.5.4.11',
  CN: '2.5.4.3',
  commonName: '2.5.4.3',
  SN: '2.5.4.4',
  surname: '2.5.4.4',
  GN: '2.5.4.42',
  givenName: '2.5.4.42',
  initials: '2.5.4.43',
  generationQualifier: '2.5.4.44',
  title: '2.5.4.12',
  description: '2.5.4.13',
  name: '2.5.4.41',
  pseudonym: '2.5.4.65',
  dnQualifier: '2.5.4.46',
  serialNumber: '2.5.4.5',
  street: '2.5.4.9',
  streetAddress: '2.5.4.9',
  postalAddress: '2.5.4.16',
  postalCode: '2.5.4.17',
  businessCategory: '2.5.4.15',
  organizationIdentifier: '2.5.4.97',
  x500UniqueIdentifier: '2.5.4.45',
  UID: '0.9.2342.19200300.100.1.1',
  userId: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
  domainComponent: '0.9.2342.19200300.100.1.25',
  E: '1.2.840.113549.1.9.1',
  emailAddress: '1.2.840.113549.1.9.1',
  unstructuredName: '1.2.840.113549.1.9.2',
  jurisdictionL: '1.3.6.1.4.1.311.60.2.1.1',
  jurisdictionLocalityName: '1.3.6.1.4.1.311.60.2.1.1',
  jurisdictionST: '1.3.6.1.4.1.311.60.2.1.2',
  jurisdictionStateOrProvinceName: '1.3.6.1.4.1.311.60.2.1.2',
  jurisdictionC: '1.3.6.1.4.1.311.60.2.1.3',
  jurisdictionCountryName: '1.3.6.1.4.1.311.60.2.1.3',
}

const BY_NAME = new Map(
  Object.entries(ATTRIBUTES).map(([name, number]) => [name.toLowerCase(), number]),
)

/** The number of an attribute, by any of its names or itself; undefined where it has none. */
export const attributeOid = (name: string): string | undefined =>
  oid(name) ? name : BY_NAME.get(name.toLowerCase().replaceAll(' ', ''))

/** Attributes that are written in plain letters, not UTF-8. */
const STRINGS: Readonly<Record<string, number>> = {
  [ATTRIBUTES['C']!]: TAG.printable,
  [ATTRIBUTES['jurisdictionC']!]: TAG.printable,
  [ATTRIBUTES['serialNumber']!]: TAG.printable,
  [ATTRIBUTES['dnQualifier']!]: TAG.printable,
  [ATTRIBUTES['emailAddress']!]: TAG.ia5,
  [ATTRIBUTES['DC']!]: TAG.ia5,
}

const partDer = ([number, value]: NamePart): Uint8Array =>
  sequence(oid(number)!, text(value, STRINGS[number]))

/** A name, each part in a set of its own. */
export const nameDer = (parts: readonly NamePart[]): Uint8Array =>
  sequence(...parts.map(part => write(TAG.set, partDer(part))))

/** A relative name: one set of all its parts. */
export const relativeNameDer = (parts: readonly NamePart[], tag: number): Uint8Array =>
  write(tag, ...parts.map(partDer).sort(Buffer.compare))

/** The parts of a name. */
export const nameParts = (name: Der | undefined): readonly NamePart[] =>
  inside(name).flatMap(set =>
    inside(set).flatMap(part => {
      const [number, value] = inside(part)
      return value ? [[oidOf(number), textIn(value)] as const] : []
    }),
  )

/** `/O=Example/CN=web`, or the other way round `CN = web, O = Example`; undefined where it is no name. */
export const parseName = (written: string): readonly NamePart[] | undefined => {
  const separator = written.trimStart().startsWith('/') ? '/' : ','
  const pieces = written.trim().match(separator === '/' ? /(?:\\.|[^\\/])+/gs : /(?:\\.|[^\\,])+/gs)
  const parts = (pieces ?? []).map((piece): NamePart | undefined => {
    const at = piece.indexOf('=')
    const number = at === -1 ? undefined : attributeOid(piece.slice(0, at).trim())
    return number === undefined
      ? undefined
      : [
          number,
          piece
            .slice(at + 1)
            .trim()
            .replace(/\\(.)/gs, '$1'),
        ]
  })
  if (!parts.every(part => part !== undefined)) return undefined
  return separator === '/' ? parts : parts.toReversed()
}
