// What a certificate signing request holds, and the configuration that makes openssl write one.
import { inside, NotDer, oidOf, read, TAG, type Der } from '../../base/pki/der.ts'
import { pemBytes } from '../../base/pki/pem.ts'
import type { Extension } from './extensions.ts'
import { nameParts, type NamePart } from './names.ts'

export type Signed = {
  readonly subject: readonly NamePart[]
  /** DER of the public key. */
  readonly publicKey: Uint8Array
  readonly extensions: readonly (Extension & { readonly value: Uint8Array })[]
}

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14'

/** A request in PEM; undefined where it is none. */
export const readRequest = (text: string): Signed | undefined => {
  const bytes = pemBytes(text, '(?:NEW )?CERTIFICATE REQUEST')
  if (!bytes) return undefined
  try {
    const [info] = inside(read(bytes))
    const [, subject, key, attributes] = inside(info)
    if (!key) return undefined
    const asked = inside(attributes).find(
      attribute => oidOf(inside(attribute)[0]) === EXTENSION_REQUEST,
    )
    return {
      subject: nameParts(subject),
      publicKey: key.whole,
      extensions: extensionsIn(inside(inside(asked)[1])[0]),
    }
  } catch (problem) {
    if (problem instanceof NotDer) return undefined
    throw problem
  }
}

/** The extensions in a sequence of them. */
export const extensionsIn = (all: Der | undefined): Signed['extensions'] =>
  inside(all).map(each => {
    const [id, ...rest] = inside(each)
    const value = rest.at(-1)
    if (value?.tag !== TAG.octets) throw new NotDer('an extension has no value')
    return {
      oid: oidOf(id),
      isCritical: rest.length > 1 && rest[0]!.bytes[0] !== 0,
      value: value.bytes,
    }
  })

/** A value between quotes: neither variables nor comments are looked for there. */
const quoted = (value: string): string => `"${value.replace(/[\\"]/g, '\\$&')}"`

/** Lines of a section for extensions; their bytes in hex, which no rule of the configuration touches. */
export const extensionLines = (extensions: readonly Extension[]): readonly string[] =>
  extensions.map(({ oid, isCritical, value }) =>
    value === 'hash'
      ? 'subjectKeyIdentifier = hash'
      : `${oid} = ${isCritical ? 'critical,' : ''}DER:${Buffer.from(value)
          .toString('hex')
          .replace(/..(?!$)/g, '$&:')}`,
  )

/** The configuration for `openssl req -new`. */
export const requestConfig = (
  subject: readonly NamePart[],
  extensions: readonly Extension[],
): string =>
  [
    '[req]',
    'prompt = no',
    'string_mask = utf8only',
    'distinguished_name = subject',
    ...(extensions.length > 0 ? ['req_extensions = extensions'] : []),
    '[subject]',
    ...subject.map(([oid, value], index) => `${index}.${oid} = ${quoted(value)}`),
    '[extensions]',
    ...extensionLines(extensions),
    '',
  ].join('\n')
