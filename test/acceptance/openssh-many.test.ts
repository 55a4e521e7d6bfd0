// Many hosts at once on OpenSSH's own server, and one that dies in the middle of it.
import t from 'tap'
import { loginsOf, startFleet, type Fleet } from '../support/fleet.ts'
import { below, eventually, processes } from '../support/processes.ts'
import { desk, endsIn, eventsIn, recapIn, type Desk } from '../support/program.ts'
import { noSshd } from '../support/sshd.ts'

t.setTimeout(170_000)

const RUN = ['run', 'site.yml', '-i', 'hosts.yml', '--output', 'jsonl']

const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `web${index + 1}`)

const deskFor = (fleet: Fleet, site: string): Desk =>
  desk({ 'site.yml': site, 'hosts.yml': fleet.inventory(), 'home/.ssh/known_hosts': fleet.known })

await t.test('20 hosts at once: one connection each, and all finish', { skip: noSshd }, async t => {
  const fleet = await startFleet(names(20))
  const work = deskFor(
    fleet,
    `
- hosts: all
  tasks:
    - {command: id -un, register: who}
    - {file: {path: "{{ dir }}/{{ inventory_hostname }}", state: directory}, vars: {dir: "{{ playbook_dir }}/made"}}
    - assert: {that: [who.stdout == 'root', ansible_kernel is defined]}
`,
  )
  t.teardown(async () => {
    await fleet.stop()
    work.remove()
  })
  const { code, out, err } = await work.run(RUN)
  t.equal(code, 0, err + out.slice(-2000))
  const recap = recapIn(out)
  t.equal(Object.keys(recap).length, 20)
  for (const [name, sshd] of Object.entries(fleet.hosts)) {
    t.match(recap[name], { ok: 4, changed: 2, failed: 0, unreachable: 0 }, name)
    t.equal(loginsOf(sshd), 1, name)
  }
  // All are under way before the first is done.
  const events = eventsIn(out)
  const first = events.findIndex(event => event.type === 'task.end')
  t.equal(events.slice(0, first).filter(event => event.type === 'host.start').length, 20)
})

await t.test('a server that dies in the middle of a command', { skip: noSshd }, async t => {
  const fleet = await startFleet(names(3))
  const marker = `4.0${process.pid}`
  const work = deskFor(
    fleet,
    `
- hosts: all
  gather_facts: false
  tasks:
    - {name: wait, command: sleep ${marker}}
    - {name: go on, command: "true"}
`,
  )
  t.teardown(async () => {
    await fleet.stop()
    work.remove()
  })
  const program = work.start(RUN)
  await eventually(() =>
    processes().filter(({ command }) => command === `sleep ${marker}`).length === 3
      ? true
      : undefined,
  )
  const dying = fleet.hosts['web2']!
  const ours = below(dying.pid)
  for (const { pid, command } of ours) if (command.startsWith('sshd')) process.kill(pid, 'SIGKILL')
  process.kill(dying.pid, 'SIGKILL')
  const { code, out } = await program.ended
  t.equal(code, 4)
  t.match(endsIn(out), {
    web1: { status: 'changed' },
    web2: {
      status: 'unreachable',
      reason: `the connection to 127.0.0.1 port ${dying.port} was lost`,
    },
    web3: { status: 'changed' },
  })
  t.match(recapIn(out), {
    web1: { changed: 2 },
    web2: { unreachable: 1, changed: 0 },
    web3: { changed: 2 },
  })
})
