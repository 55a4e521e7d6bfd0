// The arguments of `openssl_csr`.
import { arg, fileArgs, type ArgsOf } from '../../src/kit/index.ts'

const NAMES = 'each begun with its sort: DNS:, IP:, email:, URI:, RID:, dirName: or otherName:.'
const critical = (what: string, ...aliases: readonly string[]) =>
  arg.or(arg.alias(arg.bool(`Whether ${what} must be understood.`), ...aliases), false)

export const args = {
  ...fileArgs,
  path: arg.must(arg.path('The file of the request.')),
  state: arg.or(arg.choice('Whether it shall be there.', 'present', 'absent'), 'present'),
  privatekey_path: arg.path('The file of the private key.'),
  privatekey_content: arg.secret(arg.text('The private key itself, in PEM.')),
  privatekey_passphrase: arg.secret(arg.text('The passphrase of the private key.')),
  digest: arg.or(arg.text('The digest that is signed.'), 'sha256'),
  version: arg.or(arg.int('The version of the request: 1.'), 1),
  force: arg.or(arg.bool('Write it anew even where a good one is.'), false),
  backup: arg.or(arg.bool('Keep the old request under another name.'), false),
  return_content: arg.or(arg.bool('Return the text of the request.'), false),
  select_crypto_backend: arg.or(
    arg.choice('Means nothing here: openssl on the host signs.', 'auto', 'cryptography'),
    'auto',
  ),
  subject: arg.dict('Parts of the name by their short or long names; a list for several of one.'),
  subject_ordered: arg.items('The same in order: one part each.', { type: 'object' }),
  country_name: arg.alias(arg.text('The country, two letters.'), 'C', 'countryName'),
  state_or_province_name: arg.alias(arg.text('The state.'), 'ST', 'stateOrProvinceName'),
  locality_name: arg.alias(arg.text('The town.'), 'L', 'localityName'),
  organization_name: arg.alias(arg.text('The organization.'), 'O', 'organizationName'),
  organizational_unit_name: arg.alias(arg.text('Its department.'), 'OU', 'organizationalUnitName'),
  common_name: arg.alias(arg.text('The name as such.'), 'CN', 'commonName'),
  email_address: arg.alias(arg.text('The address of mail.'), 'E', 'emailAddress'),
  subject_alt_name: arg.alias(arg.list(`Further names, ${NAMES}`), 'subjectAltName'),
  subject_alt_name_critical: critical('they', 'subjectAltName_critical'),
  use_common_name_for_san: arg.or(
    arg.alias(
      arg.bool('Take the common name where no further name is given.'),
      'useCommonNameForSAN',
    ),
    true,
  ),
  key_usage: arg.alias(
    arg.list('What the key may be used for: digitalSignature, keyCertSign.'),
    'keyUsage',
  ),
  key_usage_critical: critical('that', 'keyUsage_critical'),
  extended_key_usage: arg.alias(
    arg.list('Further purposes: serverAuth, clientAuth.'),
    'extKeyUsage',
    'extendedKeyUsage',
  ),
  extended_key_usage_critical: critical(
    'they',
    'extKeyUsage_critical',
    'extendedKeyUsage_critical',
  ),
  basic_constraints: arg.alias(
    arg.list('Whether it is a CA, and how long chains may be: CA:TRUE, pathlen:0.'),
    'basicConstraints',
  ),
  basic_constraints_critical: critical('that', 'basicConstraints_critical'),
  ocsp_must_staple: arg.or(
    arg.alias(arg.bool('Servers shall show a fresh answer of OCSP.'), 'ocspMustStaple'),
    false,
  ),
  ocsp_must_staple_critical: critical('that', 'ocspMustStaple_critical'),
  name_constraints_permitted: arg.list(`Names that a CA may vouch for, ${NAMES}`),
  name_constraints_excluded: arg.list(`Names that a CA may not vouch for, ${NAMES}`),
  name_constraints_critical: critical('they'),
  create_subject_key_identifier: arg.or(arg.bool('Name the key by a digest of it.'), false),
  subject_key_identifier: arg.text('Name the key by these bytes, in hex.'),
  authority_key_identifier: arg.text('The key it will be signed with, in hex.'),
  authority_cert_issuer: arg.list(`Who issued the certificate it will be signed with, ${NAMES}`),
  authority_cert_serial_number: arg.int('The number of that certificate.'),
  crl_distribution_points: arg.items('Where lists of revoked certificates are.', {
    type: 'object',
    properties: {
      full_name: { type: 'array', items: { type: 'string' }, description: 'The place.' },
      relative_name: {
        type: 'array',
        items: { type: 'string' },
        description: 'The place, seen from who issues the list.',
      },
      crl_issuer: { type: 'array', items: { type: 'string' }, description: 'Who issues it.' },
      reasons: { type: 'array', items: { type: 'string' }, description: 'What it is for.' },
    },
  }),
} as const

export type CsrArgs = ArgsOf<typeof args>
