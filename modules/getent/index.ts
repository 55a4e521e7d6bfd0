import {
  arg,
  defineModule,
  Failure,
  probe,
  pythonLines,
  Refusal,
  type ArgsOf,
  type CommandAnswer,
} from '../../src/kit/index.ts'

const args = {
  database: arg.must(arg.text('Which one: passwd, group, hosts, services and their like.')),
  key: arg.text('What to look up; everything when absent.'),
  service: arg.text('The one service to ask, instead of those of nsswitch.conf.'),
  split: arg.text('What stands between fields; chosen by the database when absent.'),
  fail_key: arg.or(arg.bool('Fail when the key is not there.'), true),
} as const
type Args = ArgsOf<typeof args>

const COLONS: ReadonlySet<string> = new Set(['passwd', 'shadow', 'group', 'gshadow'])

const argv = ({ database, key, service }: Args): readonly string[] => {
  for (const [name, word] of Object.entries({ database, key }))
    if (word?.startsWith('-'))
      throw new Refusal(
        name,
        `must not begin with a dash: getent would take "${word}" for an option`,
      )
  return [
    'getent',
    ...(service === undefined ? [] : ['-s', service]),
    database,
    ...(key === undefined ? [] : [key]),
  ]
}

/** A line's fields: by the separator, or by blanks as Python splits them. */
const fieldsOf = (line: string, by: string | undefined): readonly string[] =>
  by === undefined ? line.split(/\s+/).filter(field => field !== '') : line.split(by)

/** Entries by their first field; one that comes more often is a list of its lines. */
const entriesOf = (out: string, by: string | undefined): Readonly<Record<string, unknown>> => {
  const lines = new Map<string, (readonly string[])[]>()
  for (const line of pythonLines(out)) {
    const [name, ...fields] = fieldsOf(line, by)
    if (name !== undefined) lines.set(name, [...(lines.get(name) ?? []), fields])
  }
  return Object.fromEntries([...lines].map(([name, all]) => [name, all.length > 1 ? all : all[0]]))
}

const MISSING = 'One or more supplied key could not be found in the database.'
const REASONS: Readonly<Record<number, string>> = {
  1: 'Missing arguments, or database unknown.',
  2: MISSING,
  3: 'Enumeration not supported on this database.',
  127: 'getent is not on the host: install it first',
}

const isMissing = ({ fail_key }: Args, { rc }: CommandAnswer): boolean => rc === 2 && !fail_key

/** Entries of the host's databases, as facts. */
export default defineModule({
  name: 'getent',
  summary: 'Look something up in a database of the host: passwd, group, hosts, services.',
  args,
  returns: {
    ansible_facts: 'getent_DATABASE: the fields of each entry by its name; null for a missing one.',
    msg: 'That the key is not there.',
  },
  gives: ({ database }) => [`getent_${database}`],
  needs: 'getent.',
  predicts: 'full',
  reads: of => ({ found: probe.command(argv(of)) }),
  plan: (of, { found }) => {
    if (!found) throw new Failure('getent did not answer')
    if (found.rc !== 0 && !isMissing(of, found))
      throw new Failure(REASONS[found.rc] ?? `getent failed with code ${found.rc}: ${found.err}`)
    return []
  },
  result: ({ args: of, after: { found } }) => {
    const { database, key = '', split } = of
    const name = `getent_${database}`
    if (!found || isMissing(of, found))
      return { ansible_facts: { [name]: { [key]: null } }, msg: MISSING }
    const by = split ?? (COLONS.has(database) ? ':' : undefined)
    return { ansible_facts: { [name]: entriesOf(found.out, by) } }
  },
})
