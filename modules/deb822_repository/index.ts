import {
  arg,
  below,
  defineModule,
  fetched,
  fetchedBytes,
  isArmored,
  probe,
  Refusal,
  toAbsent,
  toContent,
  toFolders,
  toText,
  folderReads,
  type ArgsOf,
  type CommandAnswer,
  type Facts,
} from '../../src/kit/index.ts'
import { paragraph, slugOf } from './text.ts'

const args = {
  name: arg.must(arg.text('What the repository is called; the name of its file is made of it.')),
  state: arg.or(arg.choice('Whether apt shall use it.', 'absent', 'present'), 'present'),
  mode: arg.or(arg.mode('Permissions of its file.'), '0644'),
  types: arg.or(arg.items('deb, deb-src, or both.', { type: 'string', enum: ['deb', 'deb-src'] }), [
    'deb',
  ]),
  uris: arg.list('Where it is.'),
  suites: arg.list('Releases, or paths that end in a slash.'),
  components: arg.list('Parts of it, as main.'),
  architectures: arg.list('Architectures to take packages of.'),
  languages: arg.list('Languages to take descriptions in.'),
  targets: arg.list('Which files to download.'),
  signed_by: arg.text('The key it is signed with: a file on the host, a URL, or the key itself.'),
  enabled: arg.bool('Whether apt looks at it.'),
  trusted: arg.bool('Whether it is trusted without a signature (yes), or never (no).'),
  allow_insecure: arg.bool('Also without a signature.'),
  allow_weak: arg.bool('Also with weak digests.'),
  allow_downgrade_to_insecure: arg.bool('Also when it was signed once and is no more.'),
  by_hash: arg.bool('Download lists by their digests.'),
  check_date: arg.bool('Look at the date in its Release file.'),
  check_valid_until: arg.bool('Look at the date until which it is valid.'),
  date_max_future: arg.int('So many seconds its date may lie in the future.'),
  inrelease_path: arg.text('Where its InRelease file is, below the URI.'),
  pdiffs: arg.bool('Download differences of lists.'),
  install_python_debian: arg.or(arg.bool('Has no effect: no Python is needed.'), false),
} as const
type Args = ArgsOf<typeof args>

const SOURCES = '/etc/apt/sources.list.d'
const KEYRINGS = '/etc/apt/keyrings'
const EXTENSIONS = ['asc', 'gpg'] as const

const isUrl = (text: string | undefined): text is string =>
  text !== undefined && /^[a-z][a-z0-9+.-]*:/i.test(text) && !text.includes('\n')

const sourcesFile = ({ name }: Args): string => below(SOURCES, `${slugOf(name)}.sources`)
const keyFile = ({ name }: Args, extension: (typeof EXTENSIONS)[number]): string =>
  below(KEYRINGS, `${slugOf(name)}.${extension}`)

/** The key's bytes and where they go; undefined where no key is to be written. */
const keyOf = (
  args: Args,
  online: CommandAnswer | undefined,
): { bytes: Uint8Array; extension: 'asc' | 'gpg' } | undefined => {
  if (!isUrl(args.signed_by)) return undefined
  const bytes = fetchedBytes(`the key ${args.signed_by}`, online)
  return { bytes, extension: isArmored(bytes) ? 'asc' : 'gpg' }
}

const textFor = (args: Args, online: CommandAnswer | undefined): string => {
  const { state: _state, mode: _mode, install_python_debian: _python, ...fields } = args
  const key = keyOf(args, online)
  return paragraph({ ...fields, ...(key && { signed_by: keyFile(args, key.extension) }) })
}

/** Sources of packages, each a file of its own. */
export default defineModule({
  name: 'deb822_repository',
  summary: 'Add and remove repositories of apt, each in a file of its own.',
  args,
  returns: {
    repo: 'The text of its file; null where it is gone.',
    dest: 'Its file.',
    key_filename: 'The file of its key, if one was written.',
  },
  needs: 'apt; curl or wget where signed_by is a URL. python3-debian is not needed.',
  predicts: 'full',
  notes: ['Lists of packages stay as they are: use the module apt with update_cache afterwards.'],
  reads: (args, facts: Facts) => {
    if (slugOf(args.name) === '') throw new Refusal('name', 'must have letters or digits in it')
    void facts
    return {
      ...folderReads(KEYRINGS),
      ...folderReads(SOURCES),
      sources: probe.file(sourcesFile(args), { want: 'text' }),
      asc: probe.file(keyFile(args, 'asc'), { want: 'digest' }),
      gpg: probe.file(keyFile(args, 'gpg'), { want: 'digest' }),
      online:
        args.state === 'present' && isUrl(args.signed_by) ? fetched(args.signed_by) : undefined,
    }
  },
  plan: (args, state, facts) => {
    const path = sourcesFile(args)
    if (args.state === 'absent')
      return [
        ...toAbsent(path, state.sources),
        ...EXTENSIONS.flatMap(each => toAbsent(keyFile(args, each), state[each])),
      ]
    const key = keyOf(args, state.online)
    return [
      ...(key
        ? [
            ...toFolders(KEYRINGS, state, { mode: '0755' }, facts),
            ...toContent(
              keyFile(args, key.extension),
              state[key.extension],
              key.bytes,
              { mode: '0644' },
              facts,
            ),
          ]
        : []),
      ...toFolders(SOURCES, state, {}, facts),
      ...toText(path, state.sources, textFor(args, state.online), { mode: args.mode }, facts),
    ]
  },
  result: ({ args, before }) => {
    const dest = sourcesFile(args)
    if (args.state === 'absent') return { repo: null, dest, key_filename: keyFile(args, 'gpg') }
    const key = keyOf(args, before.online)
    return {
      repo: textFor(args, before.online),
      dest,
      key_filename: key ? keyFile(args, key.extension) : null,
    }
  },
})
