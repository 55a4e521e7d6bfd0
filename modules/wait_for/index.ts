import {
  absolute,
  arg,
  deed,
  defineModule,
  Refusal,
  script,
  type ArgsOf,
  type Facts,
} from '../../src/kit/index.ts'
import { PROGRAMS } from './programs.ts'
import { compiled, forGrep, forPerl, matchIn } from './regex.ts'
import { WAIT } from './wait.ts'

/** As the kernel numbers them in /proc/net/tcp. */
const STATES: Readonly<Record<string, string>> = {
  ESTABLISHED: '01',
  SYN_SENT: '02',
  SYN_RECV: '03',
  FIN_WAIT1: '04',
  FIN_WAIT2: '05',
  TIME_WAIT: '06',
}

const args = {
  host: arg.or(arg.text('A name or address whose port is waited for.'), '127.0.0.1'),
  port: arg.int('A port.'),
  path: arg.path('A path on the host; links are followed.'),
  search_regex: arg.text(
    'A Python pattern that must be found in the file, or in what the port sends.',
  ),
  state: arg.or(
    arg.choice(
      'Open or there (started, present), closed or gone (stopped, absent), or without connections.',
      'absent',
      'drained',
      'present',
      'started',
      'stopped',
    ),
    'started',
  ),
  timeout: arg.or(
    arg.int('Seconds after which it fails; without anything to wait for, how long it sleeps.'),
    300,
  ),
  delay: arg.or(arg.int('Seconds before the first look.'), 0),
  sleep: arg.or(arg.int('Seconds between looks.'), 1),
  connect_timeout: arg.or(arg.int('Seconds that one try to connect may take.'), 5),
  exclude_hosts: arg.list('Names or addresses whose connections do not count when draining.'),
  active_connection_states: arg.or(
    arg.list('States of connections that count when draining.'),
    Object.keys(STATES),
  ),
  msg: arg.text('What to say when the time is over.'),
} as const
type Args = ArgsOf<typeof args>

const check = (of: Args): void => {
  const { port, path, state } = of
  if (port !== undefined && path !== undefined)
    throw new Refusal('port', 'and path exclude each other')
  if (path !== undefined && (state === 'stopped' || state === 'drained'))
    throw new Refusal('state', `must not be ${state} for a path: that is for ports`)
  if (state === 'drained' && port === undefined)
    throw new Refusal('port', 'is needed with state: drained')
  if (of.exclude_hosts !== undefined && state !== 'drained')
    throw new Refusal('exclude_hosts', 'can only be used with state: drained')
  const strange = of.active_connection_states.find(name => !Object.hasOwn(STATES, name))
  if (strange !== undefined)
    throw new Refusal(
      'active_connection_states',
      `must be of ${Object.keys(STATES).join(', ')}, not "${strange}"`,
    )
  if (of.search_regex !== undefined) compiled(of.search_regex)
}

const goalOf = ({ port, path, state, search_regex: regex }: Args): string => {
  if (state === 'drained') return 'drained'
  const gone = state === 'absent' || state === 'stopped'
  if (path !== undefined) return gone ? 'absent' : 'present'
  if (port === undefined) return 'sleep'
  if (gone) return 'closed'
  return regex === undefined ? 'open' : 'data'
}

const subjectOf = ({ host, port, path }: Args): string => path ?? `${host}:${port}`

const titleOf = (of: Args): string => {
  const goal = goalOf(of)
  if (goal === 'sleep') return `wait for ${of.timeout} seconds`
  const what = { absent: 'to be gone', closed: 'to be closed', drained: 'to be drained' }[goal]
  return `wait for ${subjectOf(of)}${what === undefined ? '' : ` ${what}`}`
}

/** What is said when the time is over. */
const late = (of: Args): string => {
  const subject = subjectOf(of)
  switch (goalOf(of)) {
    case 'absent':
      return `Timeout when waiting for ${subject} to be absent.`
    case 'closed':
      return `Timeout when waiting for ${subject} to stop.`
    case 'drained':
      return `Timeout when waiting for ${subject} to drain`
  }
  if (of.search_regex !== undefined)
    return `Timeout when waiting for search string ${of.search_regex} in ${subject}`
  return `Timeout when waiting for ${of.path === undefined ? '' : 'file '}${subject}`
}

const environment = (of: Args, facts: Facts): Readonly<Record<string, string>> => {
  const regex = of.search_regex ?? ''
  return {
    ...PROGRAMS,
    goal: goalOf(of),
    host: of.host,
    port: String(of.port ?? ''),
    path: of.path === undefined ? '' : absolute(of.path, facts),
    regex,
    perl: forPerl(regex),
    ere: forGrep(regex),
    excluded: (of.exclude_hosts ?? []).join(' '),
    codes: of.active_connection_states.map(name => STATES[name]!).join(' '),
    timeout: String(of.timeout),
    delay: String(of.delay),
    connect: String(of.connect_timeout),
    pause: String(of.sleep),
  }
}

/** Waits until a port, a file or a text is there, or gone; never counts as a change. */
export default defineModule({
  name: 'wait_for',
  summary: 'Wait for a port, a file or a text on the host, or for some time.',
  args,
  returns: {
    state: 'What was waited for.',
    port: 'The port.',
    path: 'The path.',
    search_regex: 'The pattern.',
    match_groups: 'What the groups of the pattern found.',
    match_groupdict: 'What the named groups of the pattern found.',
    elapsed: 'Seconds it took.',
  },
  needs:
    'For ports one of python3, perl, bash, nc and curl; for patterns python3 or perl, or grep for simple ones.',
  predicts: 'no',
  notes: ['A dry run does not wait.'],
  reads: () => ({}),
  plan: (of, _state, facts) => {
    check(of)
    const { argv, env } = script('wait_for', WAIT, [subjectOf(of)])
    return [
      deed(
        titleOf(of),
        [{ op: 'run', argv, env: { ...env, ...environment(of, facts) }, ok: [0, 1, 2] }],
        {
          counts: false,
        },
      ),
    ]
  },
  result: ({ args: of, outputs }) => {
    const output = outputs[0]!
    const elapsed = Number(/^elapsed (\d+)$/m.exec(output.out)?.[1] ?? 0)
    if (output.rc === 1) return { failed: true, msg: of.msg ?? late(of), elapsed }
    if (output.rc !== 0) return { failed: true, msg: of.msg ?? output.err.trim(), elapsed }
    const { state, port, path, search_regex } = of
    return {
      state,
      port: port ?? null,
      path: path ?? null,
      search_regex: search_regex ?? null,
      ...matchIn(output, search_regex),
      elapsed,
    }
  },
})
