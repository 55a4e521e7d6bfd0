import {
  absolute,
  arg,
  defineModule,
  editReads,
  editTarget,
  fileResult,
  fileReturns,
  needFolder,
  parentOf,
  probe,
  Refusal,
  textNow,
  toText,
} from '../../src/kit/index.ts'
import type { ArgsOf, Facts } from '../../src/kit/index.ts'
import { hashedLine, parseLine, speaksOf, withKey, withoutHost, withoutKey } from './lines.ts'

const args = {
  name: arg.must(arg.alias(arg.text('The host, as its key has it.'), 'host')),
  key: arg.text('The line of its key, as known_hosts has it; several lines for several keys.'),
  path: arg.path('The file; ~/.ssh/known_hosts unless said.'),
  hash_host: arg.or(arg.bool('Hide the name of the host.'), false),
  state: arg.or(arg.choice('Whether the key shall be there.', 'present', 'absent'), 'present'),
} as const
type Args = ArgsOf<typeof args>

/** The lines that were given. */
const linesOf = ({ name, key, hash_host }: Args): readonly string[] => {
  const host = name.toLowerCase()
  return (key ?? '')
    .split('\n')
    .map(line => line.trimEnd())
    .filter(line => line.trim() !== '' && !line.trim().startsWith('#'))
    .map(line => {
      if (hash_host && parseLine(line)) return hashedLine(host, line)
      const found = parseLine(line)
      if (!found || !speaksOf(found, host))
        throw new Refusal(
          'key',
          `must be a line of known_hosts that begins with ${host}: "Host parameter does not match hashed host field in supplied key"`,
        )
      return line
    })
}

const pathOf = ({ path }: Args, facts: Facts): string =>
  absolute(path ?? `${facts.home}/.ssh/known_hosts`, facts)

const edited = (of: Args, text: string): string => {
  const host = of.name.toLowerCase()
  if (/\S+(\s+)?,(\s+)?/.test(host))
    throw new Refusal('name', 'must be a single name: give each host a task of its own')
  const lines = linesOf(of)
  if (of.state === 'present' && lines.length === 0)
    throw new Refusal('key', 'is required with state=present')
  if (of.state === 'present')
    return lines.reduce((before, line) => withKey(before, host, line), text)
  if (of.key === undefined || of.key === '') return withoutHost(text, host)
  return lines.reduce((before, line) => withoutKey(before, host, line), text)
}

/** The keys by which ssh knows hosts. */
export default defineModule({
  name: 'known_hosts',
  summary: 'Manage the keys of hosts that ssh trusts.',
  args,
  returns: {
    name: 'The host.',
    key: 'What was given.',
    path: 'The file.',
    hash_host: 'What was given.',
    ...fileReturns,
  },
  predicts: 'full',
  notes: [
    'The file is read without ssh-keygen; no known_hosts.old is left.',
    'Only the very key is removed; Ansible removes another one of its type, too.',
    'Where `key` has several lines, each of them is seen to; Ansible looks at the first alone.',
    'The salt of a hashed name is drawn from host and key instead of chance.',
  ],
  reads: (of, facts) => ({
    ...editReads(pathOf(of, facts), false, facts),
    folder: probe.file(parentOf(pathOf(of, facts))),
  }),
  plan: (of, state, facts) => {
    const target = editTarget(pathOf(of, facts), state, facts)
    const now = textNow(target)
    const text = edited(of, now ?? '')
    if (text === (now ?? '')) return []
    needFolder(pathOf(of, facts), state.folder)
    return toText(target.path, target.file, text, { via: target.via }, facts)
  },
  // Ansible tells of the file's own state where it tells of a path.
  result: ({ args: of, after, facts }) => ({
    name: of.name,
    key: of.key ?? null,
    path: pathOf(of, facts),
    hash_host: of.hash_host,
    ...fileResult(after.file),
  }),
})
