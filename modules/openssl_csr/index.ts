import {
  absolute,
  backupIn,
  defineModule,
  Failure,
  isFolder,
  keepFile,
  keyProbe,
  needFolder,
  pki,
  probe,
  raw,
  Refusal,
  targetOf,
  targetReads,
  toAbsent,
  toAttrs,
  toOpenssl,
} from '../../src/kit/index.ts'
import type {
  After,
  Change,
  CommandAnswer,
  Facts,
  FileAnswer,
  PrivateKeyAnswer,
  Probe,
  StateOf,
} from '../../src/kit/index.ts'
import { args, type CsrArgs } from './args.ts'
import { isAsWished } from './compare.ts'
import { altNames, extensionsOf, subjectFields, subjectOf } from './wish.ts'

type Asked = {
  readonly file: Probe<FileAnswer>
  readonly real: After<FileAnswer, FileAnswer>
  readonly folder: Probe<FileAnswer>
  readonly key: Probe<PrivateKeyAnswer> | undefined
  /** Whether the request was really signed with its own key. */
  readonly verified: Probe<CommandAnswer> | undefined
}
type State = StateOf<Asked>

const reads = (given: CsrArgs, facts: Facts): Asked => {
  const path = absolute(given.path, facts)
  const isWanted = given.state === 'present'
  return {
    ...targetReads(path, { want: 'text' }),
    key: isWanted ? keyProbe(given, facts) : undefined,
    verified: isWanted
      ? probe.command(['openssl', 'req', '-in', path, '-noout', '-verify'], { if: path })
      : undefined,
  }
}

const check = (given: CsrArgs): void => {
  if ((given.privatekey_path === undefined) === (given.privatekey_content === undefined))
    throw new Refusal(
      'privatekey_path',
      'must be given, or privatekey_content in its place, but not both',
    )
  if (given.version !== 1) throw new Refusal('version', 'must be 1')
  if (!/^[a-z][a-z0-9-]*$/i.test(given.digest))
    throw new Refusal('digest', 'must be a digest as in sha256')
  if (given.create_subject_key_identifier && given.subject_key_identifier !== undefined)
    throw new Refusal(
      'subject_key_identifier',
      'cannot be specified if create_subject_key_identifier is true',
    )
  if (given.privatekey_passphrase?.includes('\n'))
    throw new Refusal('privatekey_passphrase', 'must be one line')
}

const toRequest = (given: CsrArgs, state: State, facts: Facts): Change => {
  const subject = subjectOf(given)
  const { privatekey_path: path } = given
  const words = [
    ...['req', '-new', '-utf8', '-batch', `-${given.digest}`, '-config', '%file'],
    ...['-key', path === undefined ? '/dev/stdin' : absolute(path, facts)],
    ...['-passin', 'env:passphrase'],
    // A name without parts cannot stand in the configuration.
    ...(subject.length === 0 ? ['-subj', '/'] : []),
  ]
  return toOpenssl(
    targetOf(absolute(given.path, facts), state.file, state.real),
    {
      words,
      title: 'openssl_csr',
      passphrase: given.privatekey_passphrase,
      key: given.privatekey_content,
      config: pki.requestConfig(subject, extensionsOf(given)),
    },
    given,
    facts,
  )
}

const plan = (given: CsrArgs, state: State, facts: Facts): readonly Change[] => {
  const path = absolute(given.path, facts)
  if (isFolder(state.file))
    throw new Failure(`${path} is a folder, expected a request: remove it first`)
  if (given.state === 'absent') {
    const gone = toAbsent(path, state.file)
    return given.backup
      ? gone.map(each => ({ ...each, ops: [keepFile(path, 'openssl_csr backup'), ...each.ops] }))
      : gone
  }
  check(given)
  needFolder(path, state.folder)
  needKey(given, state.key)
  const { path: place, file } = targetOf(path, state.file, state.real)
  const request = file?.text === undefined ? undefined : pki.readRequest(file.text)
  const isGood =
    !given.force &&
    request !== undefined &&
    /verify OK/i.test(`${state.verified?.out ?? ''}${state.verified?.err ?? ''}`) &&
    isAsWished(given, request, state.key!)
  return isGood ? toAttrs(place, file!, given, facts) : [toRequest(given, state, facts)]
}

const needKey = (given: CsrArgs, key: PrivateKeyAnswer | undefined): void => {
  const name = given.privatekey_path ?? 'privatekey_content'
  if (!key)
    throw new Failure(`the private key ${name} is not there: make it first (openssl_privatekey)`)
  if (key.type === undefined)
    throw new Failure(
      `the private key ${name} cannot be read: it is none, or has another passphrase than privatekey_passphrase`,
    )
}

/** Certificate signing requests, signed on the host with a key that stays there. */
export default defineModule({
  name: 'openssl_csr',
  summary: 'Make certificate signing requests with openssl.',
  args,
  rules: {
    exclusive: [['privatekey_path', 'privatekey_content']],
    together: [['authority_cert_issuer', 'authority_cert_serial_number']],
  },
  returns: {
    filename: 'The file of the request.',
    privatekey: 'The file of the private key.',
    subject: 'The parts of the name.',
    subjectAltName: 'Further names.',
    keyUsage: 'What the key may be used for.',
    extendedKeyUsage: 'Further purposes.',
    basicConstraints: 'Whether it is for a CA.',
    ocspMustStaple: 'Whether servers shall show a fresh answer of OCSP.',
    name_constraints_permitted: 'Names that a CA may vouch for.',
    name_constraints_excluded: 'Names that a CA may not vouch for.',
    backup_file: 'Where the old request is, with `backup`.',
    csr: 'The request itself, with `return_content`.',
  },
  needs: 'openssl on the host.',
  predicts: 'partial',
  notes: ['A request is compared by what it holds: name, extensions, key and signature.'],
  reads,
  plan,
  result: ({ args: given, before, after, changes, outputs }) => {
    const ran = changes.some(({ ops }) => ops.some(({ op }) => op === 'run'))
    const backup = given.backup && ran ? backupIn(outputs[0]?.out) : undefined
    const { file, real } = ran ? after : before
    return {
      filename: given.path,
      privatekey: given.privatekey_path ?? null,
      subject: subjectFields(given),
      subjectAltName: given.state === 'absent' ? (given.subject_alt_name ?? null) : altNames(given),
      keyUsage: given.key_usage ?? null,
      extendedKeyUsage: given.extended_key_usage ?? null,
      basicConstraints: given.basic_constraints ?? null,
      ocspMustStaple: given.ocsp_must_staple,
      name_constraints_permitted: given.name_constraints_permitted ?? [],
      name_constraints_excluded: given.name_constraints_excluded ?? [],
      ...(backup !== undefined && { backup_file: backup }),
      ...(given.return_content && { csr: raw(real ?? file)?.text ?? null }),
    }
  },
})
