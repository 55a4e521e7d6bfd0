// The limits of real sshds, met by many hosts at once: everybody gets in by queueing, and nobody is retried by hand.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { inventoryOf, reach } from '../support/fleet.ts'
import { lightHosts, noHosts } from '../support/light-hosts.ts'
import { desk, recapIn, type Ended } from '../support/program.ts'
import { noSshd, startSshd, type Sshd } from '../support/sshd.ts'
import { makeUser } from '../transport/users.ts'

t.setTimeout(390_000)

const SITE = `
- hosts: all
  gather_facts: false
  tasks:
    - {command: id -un, register: who}
    - {command: id -un, become: true, become_user: daemon, become_method: su, register: other}
    - assert: {that: [who.stdout == wanted, other.stdout == 'daemon']}
`
const RUN = ['run', 'site.yml', '-i', 'hosts.yml', '--output', 'jsonl']
const TIGHT = ['MaxStartups 2:50:4', 'MaxSessions 1', 'LoginGraceTime 20', 'LogLevel VERBOSE']

/** Connections that sshd took. */
const connectionsTo = (sshd: Sshd): number => sshd.log().match(/^Connection from /gm)?.length ?? 0

await t.test('200 hosts behind one bastion', { skip: noSshd || noHosts }, async t => {
  // Light hosts: an sshd, a disk, processes and a network of its own each, on this machine's kernel.
  const fleet = await lightHosts(t, 200)
  const bastion = await startSshd([...TIGHT, 'ListenAddress ::1'])
  t.teardown(bastion.stop)
  const way = `-o ProxyCommand="ssh -W %h:%p -i ${join(bastion.folder, 'login')} -p ${bastion.port} root@localhost"`
  const hosts = fleet.hosts.map(({ name, address, port, key }) => [
    name,
    {
      ansible_host: address,
      ansible_port: port,
      ansible_user: 'root',
      ansible_ssh_private_key_file: key,
      ansible_ssh_common_args: way,
      wanted: 'root',
    },
  ])
  const work = desk({
    'site.yml': SITE,
    'hosts.yml': inventoryOf(Object.fromEntries(hosts)),
    'home/.ssh/known_hosts': `${readFileSync(fleet.knownHosts, 'utf8')}${bastion.hostKey.replace('127.0.0.1', 'localhost')}\n`,
  })
  t.teardown(() => work.remove())
  const { code, out, err } = await work.run(RUN)
  t.equal(code, 0, err.slice(-2000))
  const recap = recapIn(out)
  t.equal(Object.keys(recap).length, 200)
  t.strictSame(
    Object.entries(recap).filter(
      ([, { ok, unreachable, failed }]) => ok !== 3 || unreachable || failed,
    ),
    [],
  )
  // One more is that of startSshd, which looked whether it was up.
  t.equal(connectionsTo(bastion), 1 + 1, 'they share one connection, and it logged in')
})

/** Hosts that are one machine behind many addresses. */
const onOneMachine = async (t: Test, count: number, config: readonly string[]): Promise<Ended> => {
  const sshd = await startSshd([...config, 'ListenAddress 0.0.0.0'])
  const user = makeUser('Kanarienvogel', ['NAME ALL=(ALL) NOPASSWD: ALL'])
  const hosts = Array.from({ length: count }, (_, index) => `127.0.7.${index + 1}`)
  const [, type, key] = sshd.hostKey.split(' ')
  const work = desk({
    'site.yml': SITE.replace('become_method: su', 'become_method: sudo'),
    'hosts.yml': inventoryOf(
      Object.fromEntries(
        hosts.map(host => [
          host,
          reach(sshd, { ansible_host: host, ansible_user: user.name, wanted: user.name }),
        ]),
      ),
    ),
    'home/.ssh/known_hosts': hosts.map(host => `[${host}]:${sshd.port} ${type} ${key}\n`).join(''),
  })
  t.teardown(async () => {
    await sshd.stop()
    user.remove()
    work.remove()
  })
  return work.run(RUN)
}

for (const [name, count, config] of [
  ['60 hosts on one machine, as sshd is set by itself', 60, []],
  ['30 hosts on one machine that is tight', 30, TIGHT],
] as const) {
  await t.test(name, { skip: noSshd }, async t => {
    const ran = await onOneMachine(t, count, config)
    t.equal(ran.code, 0, ran.err.slice(-2000))
    const recap = recapIn(ran.out)
    t.equal(Object.values(recap).filter(({ ok }) => ok === 3).length, count)
  })
}
