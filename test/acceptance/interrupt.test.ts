// However the program ends, by Ctrl-C, a signal or by force: no process of its own stays on any host.
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { inventoryOf, reach, startFleet } from '../support/fleet.ts'
import { alive, below, eventually, processes, type Process } from '../support/processes.ts'
import { desk, eventsIn, type Desk, type Running } from '../support/program.ts'
import { noSshd } from '../support/sshd.ts'
import { makeUser } from '../transport/users.ts'

t.setTimeout(170_000)

const RUN = ['run', 'site.yml', '-i', 'hosts.yml']

/** First everybody has an idle shell as root, then all are at work as who they shall be. */
const SITE = `
- hosts: all
  gather_facts: false
  tasks:
    - {command: "true", become: true}
    - {shell: "{{ line }}", become: "{{ whom is defined }}", become_user: "{{ whom | default('root') }}"}
    - {command: touch never}
`

type Case = {
  readonly name: string
  /** What happens to the program once its commands run. */
  readonly act: (program: Running) => unknown
  readonly code: number | null
  /** Seconds the program may take to end. */
  readonly within: number
  readonly start?: (work: Desk) => Running
}

const kill = (signal: NodeJS.Signals) => (program: Running) => process.kill(program.pid, signal)

const CASES: readonly Case[] = [
  { name: 'Ctrl-C', act: kill('SIGINT'), code: 130, within: 20 },
  {
    name: 'Ctrl-C twice',
    act: async program => {
      kill('SIGINT')(program)
      await program.says('once more to stop at once')
      kill('SIGINT')(program)
    },
    code: 130,
    within: 5,
  },
  {
    name: 'Ctrl-C typed at a terminal',
    start: work => work.startAtTerminal(RUN),
    act: ({ child }) => child.stdin?.write('\x03'),
    code: 130,
    within: 20,
  },
  { name: 'the end of the terminal', act: kill('SIGHUP'), code: 130, within: 20 },
  { name: 'being told to end', act: kill('SIGTERM'), code: 130, within: 20 },
  { name: 'being killed', act: kill('SIGKILL'), code: null, within: 5 },
]

/** Waits until something is so, for so many seconds at most. */
const patience = async (seconds: number, isSo: () => boolean): Promise<void> => {
  const late = Date.now() + seconds * 1000
  await eventually(() => (isSo() || Date.now() > late ? true : undefined))
}

/** The end of a program, and the seconds it took. */
const timed = async ({ ended }: Running) => {
  const began = process.hrtime.bigint()
  const end = await ended
  return { ...end, seconds: Number(process.hrtime.bigint() - began) / 1e9 }
}

/** Rejects when a program ends that nobody has ended. */
const tooEarly = async ({ ended }: Running): Promise<never> => {
  const { out, err } = await ended
  throw new Error(`it ended too early: ${out}${err}`)
}

await t.test('nothing is left on any host after', { skip: noSshd }, async t => {
  const fleet = await startFleet(['web1', 'web2', 'web3', 'web4'])
  const sshds = Object.values(fleet.hosts)
  const login = makeUser('Kanarienvogel', ['NAME ALL=(ALL) ALL'])
  const other = makeUser('Nachtigall')
  t.teardown(async () => {
    await fleet.stop()
    login.remove()
    other.remove()
  })
  const deskFor = (t: Test, sleep: string): Desk => {
    const acts: readonly Readonly<Record<string, string>>[] = [
      { line: `exec ${sleep}`, whom: 'root' },
      { line: `exec ${sleep}`, whom: other.name },
      { line: `exec ${sleep}` },
      // In the background too, and deaf to all that can be heard.
      { line: `trap '' TERM INT HUP; ${sleep} & ${sleep}; wait`, whom: 'root' },
    ]
    const as = { ansible_user: login.name, ansible_become_password: 'Kanarienvogel' }
    const hosts = Object.entries(fleet.hosts).map(([name, sshd], index) => [
      name,
      reach(sshd, { ...as, ...acts[index] }),
    ])
    const work = desk({
      'site.yml': SITE,
      'hosts.yml': inventoryOf(Object.fromEntries(hosts)),
      'home/.ssh/known_hosts': fleet.known,
    })
    t.teardown(() => work.remove())
    return work
  }

  for (const [index, { name, act, code, within, start }] of CASES.entries()) {
    await t.test(name, async t => {
      // No other program on this machine sleeps like this.
      const sleep = `sleep 300.${process.pid}${index}`
      const sleepers = (): readonly Process[] =>
        processes().filter(({ command }) => command === sleep)
      const work = deskFor(t, sleep)
      const program = start?.(work) ?? work.start([...RUN, '--output', 'jsonl'])
      await Promise.race([
        eventually(() => (sleepers().length === 5 ? true : undefined)),
        tooEarly(program),
      ])
      const seen = sshds.flatMap(({ pid }) => below(pid))
      const remains = (): readonly string[] =>
        [...sleepers(), ...alive(seen), ...sshds.flatMap(({ pid }) => below(pid))].map(
          ({ pid, command }) => `${pid} ${command}`,
        )

      const end = timed(program)
      await act(program)
      const { code: rc, out, err, seconds } = await end
      t.equal(rc, code, out + err)
      t.ok(seconds < within, `${seconds.toFixed(1)} s`)
      // Whoever was killed could tell nobody: the hosts find out by themselves.
      if (code === null) await patience(10, () => remains().length === 0)
      t.same(remains(), [])
      const last = eventsIn(out).at(-1)
      if (last?.type !== 'run.end') return
      t.ok(last.interrupted)
      for (const counts of Object.values(last.recap)) t.match(counts, { failed: 0, unreachable: 0 })
    })
  }
})

await t.test('Ctrl-C does not wait for a host that does not answer', async t => {
  const server = createServer(socket => void socket.on('error', () => {})).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const work = desk({
    'site.yml': SITE,
    'hosts.yml': inventoryOf({
      silent: { ansible_host: '127.0.0.1', ansible_port: port, line: 'true' },
    }),
  })
  t.teardown(() => work.remove())
  const program = work.start([...RUN, '-T', '100', '--output', 'jsonl'])
  await Promise.race([once(server, 'connection'), tooEarly(program)])
  const end = timed(program)
  kill('SIGINT')(program)
  const { code, seconds } = await end
  t.equal(code, 130)
  t.ok(seconds < 20, `${seconds.toFixed(1)} s`)
})
