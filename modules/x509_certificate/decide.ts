// Whether a certificate will do, and what a new one has to hold. Pure.
import { equal, pki, type PrivateKeyAnswer } from '../../src/kit/index.ts'
import type { Terms } from './args.ts'

export type Seen = {
  /** The text of the certificate that is there. */
  readonly text: string
  readonly request: pki.Signed | undefined
  /** The key it is for, and the one it is signed with. */
  readonly key: PrivateKeyAnswer | undefined
  readonly signer: PrivateKeyAnswer
  readonly issuer: pki.Certificate | undefined
}

const { OIDS } = pki

/** Extensions that the request has no say in. */
const isOurs = (oid: string, terms: Terms): boolean =>
  (oid === OIDS.subjectKeyIdentifier && terms.keyNaming !== 'never_create') ||
  (oid === OIDS.authorityKeyIdentifier && terms.namesIssuer)

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** Whether it is what a new one would be, but for its number and times. */
export const isGood = (terms: Terms, seen: Seen, ignoresTimes: boolean): boolean => {
  const certificate = pki.readCertificate(seen.text)
  if (!certificate) return false
  const { request, key, signer, issuer } = seen
  return (
    (!key || base64(certificate.publicKey) === key.publicKey) &&
    (!request || isOfRequest(terms, certificate, request)) &&
    (terms.keyNaming === 'never_create' || namesKey(terms, certificate, request)) &&
    (ignoresTimes || (terms.from === certificate.notBefore && terms.to === certificate.notAfter)) &&
    pki.isSignedWith(seen.text, Buffer.from(signer.publicKey ?? '', 'base64')) &&
    (!issuer || isOfIssuer(terms, certificate, issuer))
  )
}

const isOfRequest = (terms: Terms, certificate: pki.Certificate, request: pki.Signed): boolean => {
  const [has, shall] = [certificate, request].map(({ extensions }) =>
    extensions
      .filter(({ oid }) => !isOurs(oid, terms))
      .map(({ oid, isCritical, value }) => `${oid} ${isCritical} ${base64(value)}`)
      .sort(),
  )
  return (
    base64(certificate.publicKey) === base64(request.publicKey) &&
    equal(certificate.subject, request.subject) &&
    equal(has, shall)
  )
}

/** The value by which the certificate names its key: the request's own word for it counts, unless it may not. */
const keyName = (terms: Terms, of: pki.Signed): Uint8Array =>
  pki.ownIdentifier(terms.keyNaming === 'always_create' ? { ...of, extensions: [] } : of)

const namesKey = (
  terms: Terms,
  certificate: pki.Certificate,
  request: pki.Signed | undefined,
): boolean => {
  const found = certificate.extensions.find(({ oid }) => oid === OIDS.subjectKeyIdentifier)
  const wanted = keyName(terms, request ?? { ...certificate, extensions: [] })
  return found !== undefined && base64(found.value) === base64(wanted)
}

const isOfIssuer = (
  terms: Terms,
  certificate: pki.Certificate,
  issuer: pki.Certificate,
): boolean => {
  const found = certificate.extensions.find(({ oid }) => oid === OIDS.authorityKeyIdentifier)
  return (
    equal(certificate.issuer, issuer.subject) &&
    (!terms.namesIssuer ||
      (found !== undefined && base64(found.value) === base64(pki.identifierOfIssuer(issuer))))
  )
}

/** The extensions of a new one: the request's, and the names of the keys. */
export const extensionsOf = (
  terms: Terms,
  { request, issuer }: Pick<Seen, 'request' | 'issuer'>,
): readonly pki.Extension[] => {
  const naming = (oid: string, value: Uint8Array | 'hash'): pki.Extension => ({
    oid,
    isCritical: false,
    value,
  })
  return [
    ...(request?.extensions.filter(({ oid }) => !isOurs(oid, terms)) ?? []),
    ...(terms.keyNaming === 'never_create'
      ? []
      : [naming(OIDS.subjectKeyIdentifier, request ? keyName(terms, request) : 'hash')]),
    ...(terms.namesIssuer && issuer
      ? [naming(OIDS.authorityKeyIdentifier, pki.identifierOfIssuer(issuer))]
      : []),
  ]
}
