import {
  absolute,
  arg,
  change,
  dearmored,
  defineModule,
  Failure,
  fetched,
  fetchedBytes,
  isArmored,
  longId,
  probe,
  publicKeys,
  raw,
  type ArgsOf,
  type BytesAnswer,
  type Change,
  type CommandAnswer,
  type Facts,
  type PublicKey,
  type RpmKeysAnswer,
} from '../../src/kit/index.ts'

const args = {
  key: arg.must(arg.text('A file on the host, a URL, or the id of a key that is there.')),
  state: arg.or(arg.choice('Whether rpm shall trust it.', 'absent', 'present'), 'present'),
  fingerprint: arg.list('The fingerprint that it must have, with or without blanks.'),
  validate_certs: arg.or(arg.bool('Look at the certificates of https URLs.'), true),
} as const
type Args = ArgsOf<typeof args>

type State = {
  readonly keys: RpmKeysAnswer | undefined
  readonly file: BytesAnswer | undefined
  readonly online: CommandAnswer | undefined
}

const isUrl = (key: string): boolean => key.includes('://')
const isId = (key: string): boolean => /^(0x)?[0-9a-f]{8}/i.test(key) && !isUrl(key)

/** The key's bytes; undefined where only its id was given. */
const bytesOf = (args: Args, { file, online }: State): Uint8Array | undefined => {
  if (isUrl(args.key)) {
    const bytes = fetchedBytes(`the key ${args.key}`, online)
    if (!isArmored(bytes)) throw new Failure(`Not a public key: ${args.key}`)
    return bytes
  }
  if (isId(args.key)) return undefined
  if (file?.base64 === undefined) throw new Failure(`Not a valid key ${args.key}`)
  return Buffer.from(file.base64, 'base64')
}

const trusts = (state: RpmKeysAnswer, id: string): readonly string[] =>
  Object.entries(state.keys)
    .filter(([, ids]) => ids.some(each => each.includes(id) || longId(each).includes(id)))
    .map(([name]) => name)

/** As rpm names the package that it makes of a key. */
const nameOf = ({ fingerprint, created }: PublicKey): string =>
  `gpg-pubkey-${longId(fingerprint).slice(-8).toLowerCase()}-${created.toString(16).padStart(8, '0')}`

const plan = (args: Args, state: State): readonly Change[] => {
  if (!state.keys) throw new Failure('rpm is not on the host: keys of rpm have no place there')
  const bytes = bytesOf(args, state)
  const found = bytes ? publicKeys(dearmored(bytes)) : []
  if (bytes && found.length === 0) throw new Failure(`${args.key} holds no public key of OpenPGP`)
  const id = found[0] ? longId(found[0].fingerprint) : args.key.replace(/^0x/i, '').toUpperCase()
  const there = trusts(state.keys, id.trim())
  if (args.state === 'absent') return there.length === 0 ? [] : [removal(state.keys, there)]
  if (there.length > 0) return []
  if (!bytes) throw new Failure('When importing a key, a valid file must be given')
  checkFingerprint(args, found[0]!)
  return [addition(state.keys, found, bytes)]
}

const checkFingerprint = (args: Args, { fingerprint }: PublicKey): void => {
  const wanted = (args.fingerprint ?? []).map(each => each.replace(/\s/g, '').toUpperCase())
  if (wanted.length > 0 && !wanted.includes(fingerprint))
    throw new Failure(
      `The specified fingerprint, '${wanted.join("', '")}', does not match the key fingerprint '${fingerprint}'`,
    )
}

const TOUCHES = ['transaction **']

/** What was looked at is what rpm gets. */
const addition = (
  before: RpmKeysAnswer,
  found: readonly PublicKey[],
  content: Uint8Array,
): Change => {
  const ids = found.map(each => [
    nameOf(each),
    [each.fingerprint, ...each.subkeys.map(({ fingerprint }) => fingerprint)],
  ])
  const after = {
    keys: { ...raw(before).keys, ...Object.fromEntries(ids) } as RpmKeysAnswer['keys'],
  }
  return change(
    probe.rpmKeys(),
    before,
    after,
    [{ op: 'run', argv: ['rpm', '--import', '%file'], file: { name: 'key.asc', content } }],
    { touches: TOUCHES },
  )
}

const removal = (before: RpmKeysAnswer, names: readonly string[]): Change =>
  change(
    probe.rpmKeys(),
    before,
    {
      keys: Object.fromEntries(
        Object.entries(raw(before).keys).filter(([name]) => !names.includes(name)),
      ),
    },
    [{ op: 'run', argv: ['rpm', '--erase', '--allmatches', ...names] }],
    { touches: TOUCHES },
  )

/** Keys that rpm trusts. */
export default defineModule({
  name: 'rpm_key',
  summary: 'Add and remove keys that rpm trusts.',
  args,
  needs: 'rpm, and curl or wget for URLs; gpg is not needed.',
  predicts: 'full',
  notes: ['What a URL holds is fetched as a question, so a dry run knows the key.'],
  reads: ({ key, validate_certs }, facts: Facts) => ({
    keys: probe.rpmKeys(),
    file: isUrl(key) || isId(key) ? undefined : probe.bytes(absolute(key, facts)),
    online: isUrl(key) ? fetched(key, { checked: validate_certs }) : undefined,
  }),
  plan,
  explain: ({ out, err }) =>
    (err || out)
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^(error|warning): /, '') ?? 'rpm failed',
})
