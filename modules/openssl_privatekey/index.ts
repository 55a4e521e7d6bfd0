import {
  absolute,
  around,
  backupIn,
  change,
  defineModule,
  Failure,
  fingerprints,
  isFolder,
  isUnknown,
  keepFile,
  missingAttrs,
  needFolder,
  newAttrs,
  probe,
  raw,
  Refusal,
  targetOf,
  targetReads,
  toAbsent,
  toAttrs,
  unknown,
  withAttrs,
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
import { args, type KeyArgs } from './args.ts'
import { decide, formatOf, type Deed } from './decide.ts'
import { makeKey } from './make.ts'

type Asked = {
  readonly folder: Probe<FileAnswer>
  readonly file: Probe<FileAnswer>
  readonly real: After<FileAnswer, FileAnswer>
  readonly key: Probe<PrivateKeyAnswer> | undefined
}
type State = StateOf<Asked>

const keyProbe = (given: KeyArgs, facts: Facts): Probe<PrivateKeyAnswer> =>
  probe.privateKey(absolute(given.path, facts), given.passphrase)

const reads = (given: KeyArgs, facts: Facts): Asked => {
  const path = absolute(given.path, facts)
  return {
    ...targetReads(path, how(given)),
    key: given.state === 'present' ? keyProbe(given, facts) : undefined,
  }
}

/** The text is asked for only where it is to be returned. */
const how = ({ return_content }: KeyArgs): { want?: 'text' } =>
  return_content ? { want: 'text' } : {}

const later = <T>(what: string): T => unknown(what) as unknown as T

/** The key that will be there. */
const wantedKey = (
  given: KeyArgs,
  deed: Deed,
  now: PrivateKeyAnswer | undefined,
): PrivateKeyAnswer => {
  const { type, size, curve } = given
  const format = formatOf(given)
  if (deed === 'convert' && now) return { ...now, format }
  return {
    format,
    isEncrypted: given.passphrase !== undefined,
    type,
    ...((type === 'RSA' || type === 'DSA') && { size }),
    ...(type === 'ECC' && { curve: curve! }),
    publicKey: later('the new key'),
  }
}

const toKey = (given: KeyArgs, deed: Deed, state: State, facts: Facts): readonly Change[] => {
  const { path, file, via } = targetOf(absolute(given.path, facts), state.file, state.real)
  // The new file is for its owner alone until it has what was asked for.
  const made = file?.type === 'file' ? { ...raw(file), mode: 0o600 } : undefined
  const attrs = made ? missingAttrs(given, made, facts) : newAttrs(given, facts)
  const after: FileAnswer = {
    type: 'file',
    ...withAttrs(made, attrs, facts),
    size: later('the size of the new key'),
    links: 1,
    inode: later('the inode of a new file'),
    ...(given.return_content && { sha256: later('the new key'), text: later('the new key') }),
  }
  const ops = [makeKey(given, path, deed), { op: 'attrs' as const, path, attrs }]
  return [
    change(probe.file(path, how(given)), file, after, ops, {
      touches: [...around(path, true), ...(via === undefined ? [] : [`file ${via}`])],
      ...(!file && { undo: [{ op: 'remove' as const, path }] }),
    }),
    change(keyProbe(given, facts), state.key, wantedKey(given, deed, state.key), []),
  ]
}

const check = (given: KeyArgs): void => {
  const { type, curve, cipher, passphrase } = given
  if (type === 'ECC' && curve === undefined)
    throw new Refusal('curve', 'must be given for a key of type ECC')
  if (cipher !== undefined && cipher !== 'auto') throw new Refusal('cipher', 'must be auto')
  if (passphrase === '' || passphrase?.includes('\n'))
    throw new Refusal('passphrase', 'must be one line that is not empty')
  formatOf(given)
}

const plan = (given: KeyArgs, state: State, facts: Facts): readonly Change[] => {
  const path = absolute(given.path, facts)
  if (isFolder(state.file))
    throw new Failure(`${path} is a folder, expected a key: remove it first`)
  if (given.state === 'absent') {
    const gone = toAbsent(path, state.file)
    return given.backup
      ? gone.map(each => ({
          ...each,
          ops: [keepFile(path, 'openssl_privatekey backup'), ...each.ops],
        }))
      : gone
  }
  check(given)
  needFolder(path, state.folder)
  const deed = decide(given, state.key)
  if (deed) return toKey(given, deed, state, facts)
  const target = targetOf(path, state.file, state.real)
  return target.file ? toAttrs(target.path, target.file, given, facts) : []
}

/** Private keys, made on the host and kept there. */
export default defineModule({
  name: 'openssl_privatekey',
  summary: 'Make private keys with openssl.',
  args,
  rules: {
    together: [['cipher', 'passphrase']],
    requiredIf: [['type', 'ECC', ['curve']]],
  },
  returns: {
    filename: 'The file of the key.',
    type: 'The sort of key.',
    size: 'Its bits, of RSA and DSA.',
    curve: 'Its curve, of ECC.',
    fingerprint: 'Digests of its public half, by algorithm.',
    backup_file: 'Where the old key is, with `backup`.',
    privatekey: 'The key itself, with `return_content`.',
  },
  needs: 'openssl on the host.',
  predicts: 'partial',
  notes: ['The key is made on the host and never leaves it, unless `return_content` asks for it.'],
  reads,
  plan,
  result: ({ args: given, before, after, changes, outputs }) => {
    const ran = changes.some(({ ops }) => ops.some(({ op }) => op === 'run'))
    const backup = given.backup && ran ? backupIn(outputs[0]?.out) : undefined
    const told = {
      filename: given.path,
      type: given.type,
      size: given.size,
      ...(given.type === 'ECC' && { curve: given.curve }),
      ...(backup !== undefined && { backup_file: backup }),
    }
    if (given.state === 'absent') return { ...told, fingerprint: null }
    return {
      ...told,
      fingerprint: fingerprintOf(after.key),
      ...(given.return_content && { privatekey: textIn(ran ? after : before) }),
    }
  },
})

/** Attributes alone are set without the text being asked for again. */
const textIn = ({ file, real }: State): unknown => raw(real ?? file)?.text ?? null

const fingerprintOf = (key: PrivateKeyAnswer | undefined): unknown => {
  const told = raw(key)?.publicKey
  if (told === undefined) return null
  return isUnknown(told) ? told : fingerprints(Buffer.from(told, 'base64'))
}
