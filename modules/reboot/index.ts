import {
  arg,
  below,
  change,
  defineModule,
  Failure,
  orUnknown,
  probe,
  quote,
  Refusal,
  script,
  type ArgsOf,
  type CommandAnswer,
  type Facts,
  type FileAnswer,
  type Probe,
} from '../../src/kit/index.ts'

const args = {
  pre_reboot_delay: arg.or(
    arg.alias(arg.int('Seconds before it goes down, in whole minutes.'), 'pre_reboot_delay_sec'),
    0,
  ),
  post_reboot_delay: arg.or(
    arg.alias(arg.int('Seconds before the first try to reach it again.'), 'post_reboot_delay_sec'),
    0,
  ),
  reboot_timeout: arg.or(
    arg.alias(arg.int('Seconds in which it must be back.'), 'reboot_timeout_sec'),
    600,
  ),
  connect_timeout: arg.or(
    arg.alias(arg.int('Seconds that one try to reach it may take.'), 'connect_timeout_sec'),
    10,
  ),
  test_command: arg.or(arg.text('A command that must go well before the host is back.'), 'whoami'),
  msg: arg.or(arg.text('What users are told.'), 'Reboot initiated by Ansible'),
  search_paths: arg.or(arg.list('Folders in which shutdown is looked for.'), [
    '/sbin',
    '/bin',
    '/usr/sbin',
    '/usr/bin',
    '/usr/local/sbin',
  ]),
  boot_time_command: arg.or(
    arg.text('A command that prints something else after each boot.'),
    'cat /proc/sys/kernel/random/boot_id',
  ),
  reboot_command: arg.text('The command that reboots, instead of shutdown.'),
} as const
type Args = ArgsOf<typeof args>

/** What reboots: a program and its arguments, as a shell takes them. */
const commandOf = ({ reboot_command: own, ...of }: Args, facts: Facts): [string, string] => {
  if (own !== undefined) {
    const [program = '', ...rest] = own.trim().split(' ')
    return [program, rest.join(' ')]
  }
  if (facts.os.id === 'alpine') return ['reboot', '']
  const minutes = Math.max(0, Math.floor(of.pre_reboot_delay / 60))
  const when = facts.os.id === 'void' ? `+${minutes}` : String(minutes)
  return ['shutdown', `-r ${when} ${quote(of.msg)}`]
}

type Reads = {
  readonly boot: Probe<CommandAnswer>
  readonly [path: `/${string}`]: Probe<FileAnswer>
}
type State = {
  readonly boot: CommandAnswer | undefined
  readonly [path: `/${string}`]: FileAnswer | undefined
}

const bootOf = ({ boot_time_command: line }: Args): Probe<CommandAnswer> =>
  probe.command(['sh', '-c', line])

const placesOf = (of: Args, facts: Facts): readonly string[] => {
  const [program] = commandOf(of, facts)
  return program.startsWith('/') ? [] : of.search_paths.map(folder => below(folder, program))
}

const fullCommand = (of: Args, state: State, facts: Facts): string => {
  const [program, rest] = commandOf(of, facts)
  if (program === '') throw new Refusal('reboot_command', 'must be a command')
  const path = program.startsWith('/')
    ? program
    : placesOf(of, facts).find(each => state[each as `/${string}`] !== undefined)
  if (path === undefined)
    throw new Failure(
      `Unable to find command "${program}" in search paths: ${of.search_paths.join(', ')}`,
      { rebooted: false },
    )
  return `${path} ${rest}`.trim()
}

// COMMAND. The end of our session must not end what reboots.
const GO = `if command -v setsid >/dev/null; then exec setsid sh -c "$1"; else exec sh -c "$1"; fi`

// BEFORE BOOT-COMMAND TEST-COMMAND
const BACK = `now=$(sh -c "$2") && [ -n "$now" ] || exit
[ "$now" != "$1" ] || { echo 'it has not booted anew' >&2; exit 1; }
sh -c "$3"`

/** Ended by a signal: the host goes down already. */
const SIGNALS = [129, 130, 137, 143]

/** The host itself, booted anew. */
export default defineModule({
  name: 'reboot',
  summary: 'Reboot the host and wait until it is back.',
  args,
  returns: {
    rebooted: 'Whether it was booted anew.',
    elapsed: 'Seconds it took.',
  },
  needs: 'shutdown on the host, or what reboot_command names.',
  predicts: 'full',
  reads: (of, facts): Reads => ({
    boot: bootOf(of),
    ...Object.fromEntries(placesOf(of, facts).map(path => [path, probe.file(path)])),
  }),
  plan: (of, state: State, facts) => {
    if (facts.isController)
      throw new Failure('Running reboot with local connection would reboot the control node.', {
        rebooted: false,
        elapsed: 0,
      })
    const { boot } = state
    if (!boot || boot.rc !== 0 || boot.out.trim() === '')
      throw new Failure(
        `reboot: failed to get host boot time info: ${of.boot_time_command}: ${boot?.err.trim() || 'it prints nothing'}`,
        { rebooted: false },
      )
    const { argv, env } = script('reboot', GO, [fullCommand(of, state, facts)])
    const now = boot.out.replace(/\n+$/, '')
    return [
      change(
        bootOf(of),
        boot,
        'must differ',
        [
          { op: 'run', argv, env, ok: [0, ...SIGNALS] },
          {
            op: 'reconnect',
            delay: Math.max(0, of.post_reboot_delay),
            sleep: 1,
            connect: of.connect_timeout,
            seconds: of.reboot_timeout,
            test: ['sh', '-c', BACK, 'reboot', now, of.boot_time_command, of.test_command],
          },
        ],
        { title: 'reboot' },
      ),
    ]
  },
  result: ({ outputs }) => ({
    rebooted: true,
    elapsed: orUnknown(() => Math.floor((outputs.at(-1)?.ms ?? 0) / 1000)),
  }),
  explain: ({ out, err }) =>
    err.startsWith('the host did not come back')
      ? err
      : `Reboot command failed. Error was: '${out.trim()}, ${err.trim()}'`,
})
