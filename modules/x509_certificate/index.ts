import {
  absolute,
  backupIn,
  defineModule,
  Failure,
  isFolder,
  isUnknown,
  keepFile,
  keyProbe,
  needFolder,
  pki,
  probe,
  raw,
  targetOf,
  targetReads,
  toAbsent,
  toAttrs,
  toMade,
} from '../../src/kit/index.ts'
import type {
  After,
  Change,
  Facts,
  FileAnswer,
  PrivateKeyAnswer,
  Probe,
  StateOf,
} from '../../src/kit/index.ts'
import { args, termsOf, type CertificateArgs } from './args.ts'
import { extensionsOf, isGood, type Seen } from './decide.ts'
import { check, look } from './look.ts'
import { sign } from './sign.ts'

type Asked = {
  readonly file: Probe<FileAnswer>
  readonly real: After<FileAnswer, FileAnswer>
  readonly folder: Probe<FileAnswer>
  readonly request: Probe<FileAnswer> | undefined
  readonly key: Probe<PrivateKeyAnswer> | undefined
  readonly ca: Probe<FileAnswer> | undefined
  readonly caKey: Probe<PrivateKeyAnswer> | undefined
}
type State = StateOf<Asked>

const textProbe = (path: string | undefined, facts: Facts): Probe<FileAnswer> | undefined =>
  path === undefined ? undefined : probe.file(absolute(path, facts), { want: 'text' })

const reads = (given: CertificateArgs, facts: Facts): Asked => {
  const isWanted = given.state === 'present'
  const isOwnCa = isWanted && given.provider === 'ownca'
  return {
    ...targetReads(absolute(given.path, facts), { want: 'text' }),
    request: isWanted ? textProbe(given.csr_path, facts) : undefined,
    key: isWanted ? keyProbe(given, facts) : undefined,
    ca: isOwnCa ? textProbe(given.ownca_path, facts) : undefined,
    caKey: isOwnCa
      ? keyProbe(
          {
            privatekey_path: given.ownca_privatekey_path,
            privatekey_content: given.ownca_privatekey_content,
            privatekey_passphrase: given.ownca_privatekey_passphrase,
          },
          facts,
        )
      : undefined,
  }
}

const toCertificate = (
  given: CertificateArgs,
  seen: Seen,
  target: ReturnType<typeof targetOf>,
  facts: Facts,
): Change => {
  const terms = termsOf(given)
  const at = (path: string | undefined) => (path === undefined ? undefined : absolute(path, facts))
  const [key, passphrase] = terms.isOwnCa
    ? [
        { path: at(given.ownca_privatekey_path), text: given.ownca_privatekey_content },
        given.ownca_privatekey_passphrase,
      ]
    : [
        { path: at(given.privatekey_path), text: given.privatekey_content },
        given.privatekey_passphrase,
      ]
  const op = sign({
    dest: target.path,
    backup: given.backup,
    terms,
    extensions: extensionsOf(terms, seen),
    request: { path: at(given.csr_path), text: given.csr_content },
    key,
    ca: { path: at(given.ownca_path), text: given.ownca_content },
    passphrase: passphrase ?? '',
    takesDigest: !/^Ed/.test(seen.signer.type ?? ''),
  })
  return toMade(target, op, 'x509_certificate', given, facts)
}

const plan = (given: CertificateArgs, state: State, facts: Facts): readonly Change[] => {
  const path = absolute(given.path, facts)
  if (isFolder(state.file))
    throw new Failure(`${path} is a folder, expected a certificate: remove it first`)
  if (given.state === 'absent') {
    const gone = toAbsent(path, state.file)
    const keep = keepFile(path, 'x509_certificate backup')
    return given.backup ? gone.map(each => ({ ...each, ops: [keep, ...each.ops] })) : gone
  }
  check(given)
  needFolder(path, state.folder)
  const target = targetOf(path, state.file, state.real)
  const seen = look(given, state, target.file?.text ?? '')
  const isKept =
    !given.force && target.file && isGood(termsOf(given), seen, given.ignore_timestamps)
  return isKept
    ? toAttrs(target.path, target.file!, given, facts)
    : [toCertificate(given, seen, target, facts)]
}

/** What a certificate tells of itself; unknown where only the run makes it. */
const told = (text: unknown): Readonly<Record<string, unknown>> => {
  if (isUnknown(text)) return { notBefore: text, notAfter: text, serial_number: text }
  const certificate = typeof text === 'string' ? pki.readCertificate(text) : undefined
  return {
    notBefore: certificate?.notBefore ?? null,
    notAfter: certificate?.notAfter ?? null,
    // Longer than numbers can be here.
    serial_number: certificate?.serial.toString() ?? null,
  }
}

/** Certificates, signed on the host with their own key or by a CA of your own. */
export default defineModule({
  name: 'x509_certificate',
  summary: 'Make certificates, signed by themselves or by a CA of your own.',
  args,
  rules: {
    exclusive: [
      ['csr_path', 'csr_content'],
      ['privatekey_path', 'privatekey_content'],
      ['ownca_path', 'ownca_content'],
      ['ownca_privatekey_path', 'ownca_privatekey_content'],
    ],
    requiredIf: [['state', 'present', ['provider']]],
  },
  returns: {
    filename: 'The file of the certificate.',
    privatekey: 'The file of the private key.',
    csr: 'The file of the request.',
    ca_cert: 'The file of the certificate of the CA.',
    ca_privatekey: 'The file of the private key of the CA.',
    notBefore: 'From when on it is valid.',
    notAfter: 'Until when it is valid.',
    serial_number: 'Its number, as a text.',
    backup_file: 'Where the old certificate is, with `backup`.',
    certificate: 'The certificate itself, with `return_content`.',
  },
  needs: 'openssl on the host.',
  predicts: 'partial',
  notes: [
    'A certificate is compared by what it holds: request, key, issuer and signature; by its times as well without `ignore_timestamps`.',
    'Relative times without `ignore_timestamps` make another certificate each time.',
  ],
  reads,
  plan,
  result: ({ args: given, before, after, changes, outputs }) => {
    const ran = changes.some(({ ops }) => ops.some(({ op }) => op === 'run'))
    const backup = given.backup && ran ? backupIn(outputs[0]?.out) : undefined
    const { file, real } = ran ? after : before
    const text: unknown = raw(real ?? file)?.text ?? null
    return {
      filename: given.path,
      privatekey: given.privatekey_path ?? null,
      csr: given.csr_path ?? null,
      ...(given.provider === 'ownca' && {
        ca_cert: given.ownca_path ?? null,
        ca_privatekey: given.ownca_privatekey_path ?? null,
      }),
      ...(given.state === 'present' && told(text)),
      ...(backup !== undefined && { backup_file: backup }),
      ...(given.return_content && { certificate: text }),
    }
  },
})
