// The arguments of `x509_certificate`, and points in time as Ansible writes them.
import { arg, fileArgs, Refusal, type ArgsOf } from '../../src/kit/index.ts'

const FROM = 'From when on it is valid: +0s for now, or 20300102030405Z.'
const TO = 'Until when it is valid: +3650d from now, or 20300102030405Z.'
const keyNaming = () =>
  arg.or(
    arg.choice(
      'Whether the certificate names its key by a digest, where the request does not.',
      'create_if_not_provided',
      'always_create',
      'never_create',
    ),
    'create_if_not_provided',
  )

export const args = {
  ...fileArgs,
  path: arg.must(arg.path('The file of the certificate.')),
  state: arg.or(arg.choice('Whether it shall be there.', 'absent', 'present'), 'present'),
  provider: arg.choice(
    'Who signs it: its own key, or a CA of your own.',
    'acme',
    'entrust',
    'ownca',
    'selfsigned',
  ),
  force: arg.or(arg.bool('Make it anew even where a good one is.'), false),
  backup: arg.or(arg.bool('Keep the old certificate under another name.'), false),
  return_content: arg.or(arg.bool('Return the text of the certificate.'), false),
  ignore_timestamps: arg.or(
    arg.bool('Leave a certificate alone that is valid at other times than wished for.'),
    true,
  ),
  csr_path: arg.path('The file of the request.'),
  csr_content: arg.text('The request itself, in PEM.'),
  privatekey_path: arg.path('The file of the private key.'),
  privatekey_content: arg.secret(arg.text('The private key itself, in PEM.')),
  privatekey_passphrase: arg.secret(arg.text('The passphrase of the private key.')),
  select_crypto_backend: arg.or(
    arg.choice('Means nothing here: openssl on the host signs.', 'auto', 'cryptography'),
    'auto',
  ),
  selfsigned_version: arg.or(arg.int('The version of the certificate: 3.'), 3),
  selfsigned_digest: arg.or(arg.text('The digest that is signed.'), 'sha256'),
  selfsigned_not_before: arg.or(arg.alias(arg.text(FROM), 'selfsigned_notBefore'), '+0s'),
  selfsigned_not_after: arg.or(arg.alias(arg.text(TO), 'selfsigned_notAfter'), '+3650d'),
  selfsigned_create_subject_key_identifier: keyNaming(),
  ownca_path: arg.path('The file of the certificate of the CA.'),
  ownca_content: arg.text('The certificate of the CA itself, in PEM.'),
  ownca_privatekey_path: arg.path('The file of the private key of the CA.'),
  ownca_privatekey_content: arg.secret(arg.text('The private key of the CA itself, in PEM.')),
  ownca_privatekey_passphrase: arg.secret(arg.text('The passphrase of the private key of the CA.')),
  ownca_version: arg.or(arg.int('The version of the certificate: 3.'), 3),
  ownca_digest: arg.or(arg.text('The digest that is signed.'), 'sha256'),
  ownca_not_before: arg.or(arg.text(FROM), '+0s'),
  ownca_not_after: arg.or(arg.text(TO), '+3650d'),
  ownca_create_subject_key_identifier: keyNaming(),
  ownca_create_authority_key_identifier: arg.or(
    arg.bool('Whether the certificate names the key of the CA.'),
    true,
  ),
} as const

export type CertificateArgs = ArgsOf<typeof args>

/** The arguments of the provider that is meant, under one name. */
export type Terms = {
  readonly isOwnCa: boolean
  readonly digest: string
  readonly from: string
  readonly to: string
  readonly keyNaming: 'create_if_not_provided' | 'always_create' | 'never_create'
  readonly namesIssuer: boolean
}

export const termsOf = (given: CertificateArgs): Terms => {
  if (given.provider !== 'ownca' && given.provider !== 'selfsigned')
    throw new Refusal(
      'provider',
      'must be selfsigned or ownca: mokplay does not ask others for certificates yet',
    )
  const isOwnCa = given.provider === 'ownca'
  const name = isOwnCa ? 'ownca' : 'selfsigned'
  const [from, to] = [`${name}_not_before`, `${name}_not_after`] as const
  const digest = given[`${name}_digest`]
  if (given[`${name}_version`] !== 3) throw new Refusal(`${name}_version`, 'must be 3')
  if (!/^[a-z][a-z0-9-]*$/i.test(digest))
    throw new Refusal(`${name}_digest`, 'must be a digest as in sha256')
  return {
    isOwnCa,
    digest,
    from: timeOf(from, given[from]),
    to: timeOf(to, given[to]),
    keyNaming: given[`${name}_create_subject_key_identifier`],
    namesIssuer: isOwnCa && given.ownca_create_authority_key_identifier,
  }
}

/** Seconds from now with their sign, or a point in time. */
const timeOf = (argument: string, written: string): string => {
  const relative = /^([+-])(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/i.exec(written)
  if (relative && written.length > 1) {
    const [weeks, days, hours, minutes, seconds] = relative.slice(2).map(part => Number(part ?? 0))
    const whole = ((weeks! * 7 + days!) * 24 + hours!) * 3600 + minutes! * 60 + seconds!
    return `${relative[1]}${whole}`
  }
  if (/^\d{14}Z$/.test(written)) return written
  if (/^\d{12}Z$/.test(written)) return written.replace('Z', '00Z')
  throw new Refusal(argument, `must be a time as in +3650d or 20300102030405Z, not "${written}"`)
}
