// The whole program and the configuration of ssh: what people have written there for their own ssh holds here too.
import { chmodSync, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { inventoryOf } from '../../support/fleet.ts'
import { desk, endsIn, type Desk, type Ended } from '../../support/program.ts'
import { noSshd, startSshd } from '../../support/sshd.ts'
import { makeUser } from '../../transport/users.ts'

t.setTimeout(170_000)

const SITE = `
- hosts: all
  gather_facts: false
  tasks:
    - {command: id -un, register: who}
    - assert: {that: [who.stdout == user]}
`
const RUN = ['run', 'site.yml', '-i', 'hosts.yml', '--output', 'jsonl']

const deskFor = (t: Test, files: Readonly<Record<string, string>>): Desk => {
  const work = desk({ 'site.yml': SITE, ...files })
  t.teardown(() => work.remove())
  return work
}

const reasonOf = ({ out }: Ended): string => endsIn(out)['web1']?.reason ?? ''

await t.test('the configuration of ssh', { skip: noSshd }, async t => {
  const sshd = await startSshd()
  const user = makeUser('Kanarienvogel')
  t.teardown(async () => {
    await sshd.stop()
    user.remove()
  })
  const login = join(sshd.folder, 'login')
  const known = `${sshd.hostKey}\n`
  const hosts = (vars: Readonly<Record<string, unknown>>): string =>
    inventoryOf({ web1: { user: 'root', ...vars } })

  await t.test('Match, Include and tokens come out as for ssh itself', async t => {
    const work = deskFor(t, {
      'hosts.yml': hosts({ user: user.name }),
      'home/.ssh/known_hosts': known,
    })
    work.write({
      'home/.ssh/config': `Include ${work.home}/.ssh/more.conf\nMatch originalhost web1 exec "test %p = ${sshd.port}"\n  User ${user.name}\n`,
      'home/.ssh/more.conf': `Host web?\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  IdentityFile %d/.ssh/key-%n\n`,
    })
    copyFileSync(login, join(work.home, '.ssh/key-web1'))
    chmodSync(join(work.home, '.ssh/key-web1'), 0o600)
    const ended = await work.run(RUN)
    t.equal(ended.code, 0, reasonOf(ended))
    work.write({ 'hosts.yml': hosts({ ansible_user: 'root' }) })
    const said = await work.run(RUN)
    t.equal(said.code, 0, `what the inventory says counts more: ${reasonOf(said)}`)
  })

  await t.test('another file can be named', async t => {
    const work = deskFor(t, { 'home/.ssh/known_hosts': known, 'hosts.yml': hosts({}) })
    work.write({
      'own.conf': `Host *\n  User root\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  IdentityFile ${login}\n`,
    })
    const ended = await work.run([
      ...RUN,
      '--ssh-extra-args',
      `-F ${join(work.folder, 'own.conf')}`,
    ])
    t.equal(ended.code, 0, reasonOf(ended))
  })

  await t.test('what ssh does not take is said in its words', async t => {
    const work = deskFor(t, { 'hosts.yml': hosts({}), 'home/.ssh/config': 'Host *\n  Prot 22\n' })
    const ended = await work.run(RUN)
    t.equal(ended.code, 4)
    t.match(
      reasonOf(ended),
      /^ssh does not take its configuration for web1: .*config: line 2: Bad configuration option: prot$/,
    )
  })

  await t.test('a command leads to the host', async t => {
    const reached = {
      ansible_port: sshd.port,
      ansible_user: 'root',
      ansible_host: '127.0.0.1',
      ansible_ssh_private_key_file: login,
    }
    const node = `${process.execPath} ${join(sshd.folder, 'pipe.mjs')}`
    const files = { 'home/.ssh/known_hosts': known }
    const pipe = `import { connect } from 'node:net'
const socket = connect(Number(process.argv[3]), process.argv[2])
process.stdin.pipe(socket).pipe(process.stdout)
`
    const work = deskFor(t, files)
    work.write({
      'pipe.mjs': pipe,
      'hosts.yml': hosts({
        ...reached,
        ansible_ssh_common_args: `-o ProxyCommand="${node.replace(sshd.folder, work.folder)} %h %p"`,
      }),
    })
    const ended = await work.run(RUN)
    t.equal(ended.code, 0, reasonOf(ended))
    const failing = deskFor(t, {
      ...files,
      'hosts.yml': hosts({
        ...reached,
        ansible_ssh_common_args: '-o ProxyCommand="echo no way >&2; exit 1 # %h"',
      }),
    })
    const failed = await failing.run(RUN)
    t.equal(failed.code, 4)
    t.match(
      reasonOf(failed),
      `brought no connection to 127.0.0.1 port ${sshd.port}: it said: no way`,
    )
  })

  await t.test('a host by a command that is a whole ssh of its own', async t => {
    const work = deskFor(t, { 'home/.ssh/known_hosts': known })
    work.write({
      'bastion.conf': `Host bastion\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User root\n  IdentityFile ${login}\n  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null\n`,
      'home/.ssh/config': `Host web1\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User root\n  IdentityFile ${login}\n  ProxyCommand ssh -q -F ${work.folder}/bastion.conf -W %h:%p bastion\n`,
      'hosts.yml': hosts({}),
    })
    const ended = await work.run(RUN)
    t.equal(ended.code, 0, reasonOf(ended))
  })
})
