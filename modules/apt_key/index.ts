import {
  absolute,
  arg,
  defineModule,
  fetched,
  probe,
  raw,
  Refusal,
  type ArgsOf,
} from '../../src/kit/index.ts'
import { idOf, idsIn, keyringsIn, PARTS } from './keyrings.ts'
import { aptKeyPlan, isTrusted, nowOf, pathOf, wantedIds, type State } from './plan.ts'

const args = {
  id: arg.text('Id of the key: 8, 16 or all of its digits.'),
  data: arg.text('The key itself.'),
  file: arg.path('A file on the host with the key.'),
  url: arg.text('Where to fetch the key.'),
  keyserver: arg.text('A server of keys to fetch it from, by its id.'),
  keyring: arg.path('The file that shall hold it, in /etc/apt/trusted.gpg.d.'),
  state: arg.or(arg.choice('Whether apt shall trust it.', 'absent', 'present'), 'present'),
  validate_certs: arg.or(arg.bool('Look at the certificates of https URLs.'), true),
} as const
export type Args = ArgsOf<typeof args>

/** Where to fetch the key, if it is to be fetched. */
const urlOf = ({ url, keyserver, id }: Args): string | undefined => {
  if (keyserver === undefined || id === undefined) return url
  const [, scheme = 'hkp', server = ''] = /^(?:(\w+):\/\/)?(.*?)\/*$/.exec(keyserver)!
  const hasPort = /:\d+$/.test(server)
  const base =
    scheme === 'hkp'
      ? `http://${server}${hasPort ? '' : ':11371'}`
      : `${scheme === 'hkps' ? 'https' : scheme}://${server}`
  return `${base}/pks/lookup?op=get&options=mr&search=0x${idOf(id)?.whole ?? id}`
}

/** Keys that apt trusts. */
export default defineModule({
  name: 'apt_key',
  summary: 'Add and remove keys that apt trusts.',
  args,
  rules: { exclusive: [['data', 'file', 'keyserver', 'url']] },
  returns: {
    before: 'Ids of the keys that apt trusted before.',
    after: 'Ids of those that it trusts now; when something changed.',
    fp: 'The last 16 digits of the id.',
    id: 'The id that was given, or was found in the key.',
    key_id: 'All digits of it that are known.',
    short_id: 'The last 8 digits.',
  },
  needs: 'curl, wget or apt itself for URLs and keyservers; neither gpg nor apt-key is needed.',
  predicts: 'full',
  notes: [
    'Keyrings are read and written here, byte by byte; no gpg-agent and no dirmngr is started.',
    'A key from a URL or keyserver is fetched as a question, and only where it is not trusted yet.',
    'apt_key is for hosts whose repositories have no signed-by; prefer deb822_repository or a file in /etc/apt/keyrings.',
  ],
  reads: (args, facts) => {
    const path = pathOf(args, facts)
    const trusted = probe.bytes(path)
    const parts = args.keyring === undefined ? probe.fragments(PARTS) : undefined
    const url = urlOf(args)
    const ids = args.id === undefined ? undefined : idOf(args.id)
    if (args.id !== undefined && !ids)
      throw new Refusal('id', 'must be 8, 16 or more hexadecimal digits')
    const online = url === undefined ? undefined : fetched(url, { checked: args.validate_certs })
    const now = probe.command(['date', '+%s'])
    /** Fetched only where it is not trusted yet. */
    const isLacking = (seen: Omit<State, 'file' | 'online'>): boolean =>
      !ids ||
      (args.state === 'present' &&
        !isTrusted(keyringsIn(path, seen.trusted, seen.parts), ids, nowOf(seen)))
    const lacking = (seen: Omit<State, 'file' | 'online'>) => (isLacking(seen) ? online : undefined)
    const fetching =
      online &&
      probe.after(now, now =>
        probe.after(trusted, trusted =>
          parts
            ? probe.after(parts, parts => lacking({ now, trusted, parts }))
            : lacking({ now, trusted, parts }),
        ),
      )
    return {
      trusted,
      parts,
      file: args.file === undefined ? undefined : probe.bytes(absolute(args.file, facts)),
      online: fetching,
      now,
    }
  },
  plan: aptKeyPlan,
  result: ({ args, before, after, changes, facts }) => {
    const ids = wantedIds(args, before)
    const isShort = ids.whole.length === 8
    const list = (state: typeof before): readonly string[] =>
      idsIn(
        keyringsIn(pathOf(args, facts), raw(state.trusted), raw(state.parts)),
        nowOf(before),
        isShort,
      )
    return {
      id: args.id ?? ids.whole,
      short_id: ids.short,
      fp: ids.fp,
      key_id: ids.whole,
      before: list(before),
      ...(changes.length > 0 && { after: list(after) }),
    }
  },
})
