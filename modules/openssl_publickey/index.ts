import {
  absolute,
  arg,
  backupIn,
  defineModule,
  Failure,
  fileArgs,
  fingerprints,
  isFolder,
  isUnknown,
  keepFile,
  keyProbe,
  needFolder,
  pki,
  raw,
  Refusal,
  targetOf,
  targetReads,
  toAbsent,
  toAttrs,
  toText,
} from '../../src/kit/index.ts'
import type { ArgsOf, PrivateKeyAnswer } from '../../src/kit/index.ts'

const args = {
  ...fileArgs,
  path: arg.must(arg.path('The file of the public key.')),
  state: arg.or(arg.choice('Whether it shall be there.', 'present', 'absent'), 'present'),
  format: arg.or(arg.choice('How it is written.', 'OpenSSH', 'PEM'), 'PEM'),
  privatekey_path: arg.path('The file of the private key.'),
  privatekey_content: arg.secret(arg.text('The private key itself, in PEM.')),
  privatekey_passphrase: arg.secret(arg.text('The passphrase of the private key.')),
  force: arg.or(arg.bool('Write it anew; the same key is the same text.'), false),
  backup: arg.or(arg.bool('Keep the old key under another name.'), false),
  return_content: arg.or(arg.bool('Return the text of the key.'), false),
  select_crypto_backend: arg.or(
    arg.choice('Means nothing here: openssl on the host reads the key.', 'auto', 'cryptography'),
    'auto',
  ),
} as const
type Args = ArgsOf<typeof args>

/** DER of the public half of a key that can be read. */
const publicHalf = (given: Args, key: PrivateKeyAnswer | undefined): Uint8Array => {
  const name = given.privatekey_path ?? 'privatekey_content'
  if (!key) throw new Failure(`The private key ${name} does not exist: make it first`)
  if (key.publicKey === undefined)
    throw new Failure(
      `The private key ${name} cannot be read: it is none, or has another passphrase`,
    )
  return Buffer.from(key.publicKey, 'base64')
}

/** The text of the key; OpenSSH writes it without an end of line, as Ansible does. */
const textOf = (given: Args, half: Uint8Array): string => {
  if (given.format === 'PEM') return pki.pemText('PUBLIC KEY', half)
  const line = pki.sshKey(half)
  if (line === undefined)
    throw new Refusal('format', 'must be PEM for a key of a type that OpenSSH does not know')
  return line
}

/** A text by what it says: PEM may be broken into lines anyhow, and OpenSSH's keys may have comments. */
const meaning = (format: string, text: string): string =>
  format === 'PEM'
    ? Buffer.from(pki.pemBytes(text, 'PUBLIC KEY') ?? []).toString('base64')
    : text.trim().split(/\s+/).slice(0, 2).join(' ')

/** The public half of a private key, as a file. */
export default defineModule({
  name: 'openssl_publickey',
  summary: 'Write the public key that belongs to a private key.',
  args,
  rules: { exclusive: [['privatekey_path', 'privatekey_content']] },
  returns: {
    filename: 'The file of the public key.',
    privatekey: 'The file of the private key.',
    format: 'How it is written.',
    fingerprint: 'Digests of the key, by algorithm.',
    backup_file: 'Where the old key is, with `backup`.',
    publickey: 'The key itself, with `return_content`.',
  },
  needs: 'openssl on the host.',
  predicts: 'full',
  notes: ['`force` changes nothing where the same key is there in the same words.'],
  reads: (given, facts) => ({
    ...targetReads(absolute(given.path, facts), { want: 'text' }),
    key: given.state === 'present' ? keyProbe(given, facts) : undefined,
  }),
  plan: (given, state, facts) => {
    const path = absolute(given.path, facts)
    if (isFolder(state.file))
      throw new Failure(`${path} is a folder, expected a key: remove it first`)
    if (given.state === 'absent') {
      const gone = toAbsent(path, state.file)
      const keep = keepFile(path, 'openssl_publickey backup')
      return given.backup ? gone.map(each => ({ ...each, ops: [keep, ...each.ops] })) : gone
    }
    if ((given.privatekey_path === undefined) === (given.privatekey_content === undefined))
      throw new Refusal('privatekey_path', 'must be given, or privatekey_content in its place')
    needFolder(path, state.folder)
    const text = textOf(given, publicHalf(given, state.key))
    const { path: place, file, via } = targetOf(path, state.file, state.real)
    const isSame =
      !given.force &&
      file?.text !== undefined &&
      meaning(given.format, file.text) === meaning(given.format, text)
    return isSame
      ? toAttrs(place, file, given, facts)
      : toText(place, file, text, { ...given, via }, facts)
  },
  result: ({ args: given, before, after, changes, outputs }) => {
    const half: unknown = raw(after.key)?.publicKey
    const kept = changes.some(({ ops }) => ops.some(({ op }) => op === 'run'))
    const backup = kept ? backupIn(outputs[0]?.out) : undefined
    const wrote = changes.some(({ ops }) => ops.some(({ op }) => op === 'write'))
    const { file, real } = wrote ? after : before
    return {
      filename: given.path,
      privatekey: given.privatekey_path ?? null,
      format: given.format,
      fingerprint:
        typeof half === 'string'
          ? fingerprints(Buffer.from(half, 'base64'))
          : isUnknown(half)
            ? half
            : {},
      ...(backup !== undefined && { backup_file: backup }),
      ...(given.return_content && { publickey: raw(real ?? file)?.text ?? null }),
    }
  },
})
