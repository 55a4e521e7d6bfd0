// What a certificate is made of, as it is on the host; what is missing is a failure of its own. Pure.
import { Failure, pki, Refusal } from '../../src/kit/index.ts'
import type { FileAnswer, PrivateKeyAnswer } from '../../src/kit/index.ts'
import { termsOf, type CertificateArgs } from './args.ts'
import type { Seen } from './decide.ts'

type State = {
  readonly request: FileAnswer | undefined
  readonly key: PrivateKeyAnswer | undefined
  readonly ca: FileAnswer | undefined
  readonly caKey: PrivateKeyAnswer | undefined
}

/** A text that must be there, from a file or as it was given. */
const needText = (
  what: string,
  path: string | undefined,
  content: string | undefined,
  file: FileAnswer | undefined,
): string => {
  if (content !== undefined) return content
  const text = file?.real ? file.real.text : file?.text
  if (text === undefined)
    throw new Failure(`The ${what} file ${path} does not exist, or is no text: make it first`)
  return text
}

const needKey = (
  what: string,
  name: string,
  key: PrivateKeyAnswer | undefined,
): PrivateKeyAnswer => {
  if (!key) throw new Failure(`The ${what} file ${name} does not exist: make it first`)
  if (key.type === undefined)
    throw new Failure(`The ${what} ${name} cannot be read: it is none, or has another passphrase`)
  return key
}

const requestOf = (given: CertificateArgs, state: State): pki.Signed | undefined => {
  const { csr_path: path, csr_content: content } = given
  if (path === undefined && content === undefined) return undefined
  const request = pki.readRequest(
    needText('certificate signing request', path, content, state.request),
  )
  if (!request) throw new Failure(`${path ?? 'csr_content'} is no certificate signing request`)
  return request
}

/** All that is looked at; fails where something of it is missing. */
export const look = (given: CertificateArgs, state: State, text: string): Seen => {
  const request = requestOf(given, state)
  const key =
    given.privatekey_path === undefined && given.privatekey_content === undefined
      ? undefined
      : needKey('private key', given.privatekey_path ?? 'privatekey_content', state.key)
  if (given.provider === 'selfsigned')
    return { text, request, key, signer: key!, issuer: undefined }
  const signer = needKey(
    'CA private key',
    given.ownca_privatekey_path ?? 'ownca_privatekey_content',
    state.caKey,
  )
  const issuer = pki.readCertificate(
    needText('CA certificate', given.ownca_path, given.ownca_content, state.ca),
  )
  if (!issuer) throw new Failure(`${given.ownca_path ?? 'ownca_content'} is no certificate`)
  if (Buffer.from(issuer.publicKey).toString('base64') !== signer.publicKey)
    throw new Failure('The CA private key does not belong to the CA certificate')
  return { text, request, key, signer, issuer }
}

/** What the schemas cannot say. */
export const check = (given: CertificateArgs): void => {
  const { provider, privatekey_path: path, privatekey_content: content } = given
  if (provider === undefined) throw new Refusal('provider', 'must be given')
  termsOf(given)
  if (provider === 'selfsigned' && path === undefined && content === undefined)
    throw new Refusal(
      'privatekey_path',
      'must be given, or privatekey_content in its place, for the provider selfsigned',
    )
  if (provider !== 'ownca') return
  for (const name of ['csr', 'ownca', 'ownca_privatekey'] as const)
    if (given[`${name}_path`] === undefined && given[`${name}_content`] === undefined)
      throw new Refusal(
        `${name}_path`,
        `must be given, or ${name}_content in its place, for the provider ownca`,
      )
}
