// The arguments of `openssl_privatekey`.
import { arg, CURVES, fileArgs, type ArgsOf } from '../../src/kit/index.ts'

export const args = {
  ...fileArgs,
  path: arg.must(arg.path('The file of the key.')),
  state: arg.or(arg.choice('Whether it shall be there.', 'present', 'absent'), 'present'),
  mode: arg.or(arg.mode(), '0600'),
  type: arg.or(
    arg.choice('The sort of key.', 'DSA', 'ECC', 'Ed25519', 'Ed448', 'RSA', 'X25519', 'X448'),
    'RSA',
  ),
  size: arg.or(arg.int('Bits, of RSA and DSA.'), 4096),
  curve: arg.choice('The curve, of ECC.', ...Object.keys(CURVES)),
  passphrase: arg.secret(arg.text('The passphrase that protects it.')),
  cipher: arg.text('How it is encrypted: auto.'),
  format: arg.or(
    arg.choice(
      'How it is written; auto and auto_ignore take what is usual for the sort of key.',
      'pkcs1',
      'pkcs8',
      'raw',
      'auto',
      'auto_ignore',
    ),
    'auto_ignore',
  ),
  format_mismatch: arg.or(
    arg.choice('What becomes of a key that is written otherwise.', 'regenerate', 'convert'),
    'regenerate',
  ),
  regenerate: arg.or(
    arg.choice(
      'When a key that is there may be replaced by a new one.',
      'never',
      'fail',
      'partial_idempotence',
      'full_idempotence',
      'always',
    ),
    'full_idempotence',
  ),
  force: arg.or(arg.bool('Make a new key even where a good one is.'), false),
  backup: arg.or(arg.bool('Keep the old key under another name.'), false),
  return_content: arg.or(arg.bool('Return the key itself. It is a secret.'), false),
  select_crypto_backend: arg.or(
    arg.choice('Means nothing here: openssl on the host makes the key.', 'auto', 'cryptography'),
    'auto',
  ),
} as const

export type KeyArgs = ArgsOf<typeof args>
