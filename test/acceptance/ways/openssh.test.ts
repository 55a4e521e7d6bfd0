// The whole program where our own ssh does not suffice: the system's takes over by itself, and its refusals are as clear.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { inventoryOf, loginsOf, reach } from '../../support/fleet.ts'
import { desk, endsIn, type Desk, type Ended } from '../../support/program.ts'
import { freePort, noSshd, startSshd, type Sshd } from '../../support/sshd.ts'
import { eventually, oddSleep, running } from '../../transport/setup.ts'
import { makeUser } from '../../transport/users.ts'

t.setTimeout(170_000)

const SITE = `
- hosts: all
  gather_facts: false
  tasks:
    - {command: id -un, register: who}
    - {command: id -un, become: true, become_user: nobody, become_method: su, register: other}
    - assert: {that: [other.stdout == 'nobody']}
`
const RUN = ['run', 'site.yml', '-i', 'hosts.yml', '--output', 'jsonl']

const keygen = (...words: string[]): void => void execFileSync('ssh-keygen', ['-q', ...words])

const serverFor = async (t: Test, config: readonly string[] = []): Promise<Sshd> => {
  const sshd = await startSshd(config)
  t.teardown(() => sshd.stop())
  return sshd
}

/** A desk from which a host is reached with some variables. */
const deskFor = (
  t: Test,
  sshd: Sshd,
  vars: Readonly<Record<string, unknown>>,
  config = '',
): Desk => {
  const work = desk({
    'site.yml': SITE,
    'hosts.yml': inventoryOf({ web1: reach(sshd, vars) }),
    'home/.ssh/known_hosts': `${sshd.hostKey}\n`,
    'home/.ssh/config': config,
  })
  t.teardown(() => work.remove())
  return work
}

const reasonOf = ({ out }: Ended): string => endsIn(out)['web1']?.reason ?? ''

/** What a run in this folder has left in it, and of its processes. */
const leftovers = ({ folder, home }: Desk): readonly string[] => [
  ...readdirSync(folder).filter(name => name.startsWith('mokplay-ssh-')),
  ...running(home),
]

/** An authority that a server trusts, and a key with its certificate. */
const authority = (folder: string): { ca: string; key: string } => {
  const [ca, key] = [join(folder, 'ca'), join(folder, 'certified')]
  for (const file of [ca, key]) keygen('-t', 'ed25519', '-N', '', '-f', file)
  keygen('-s', ca, '-I', 'mokt', '-n', 'root', '-V', '-1h:+1h', `${key}.pub`)
  return { ca, key }
}

await t.test('certificates', { skip: noSshd }, async t => {
  const files = desk({})
  t.teardown(() => files.remove())
  const { ca, key } = authority(files.folder)
  const sshd = await serverFor(t, [`TrustedUserCAKeys ${ca}.pub`, 'AuthorizedKeysFile none'])

  await t.test('one that lies beside its key, over one connection for all users', async t => {
    const was = loginsOf(sshd)
    const work = deskFor(t, sshd, { ansible_ssh_private_key_file: key })
    const ended = await work.run(RUN, { TMPDIR: work.folder })
    t.equal(ended.code, 0, reasonOf(ended))
    t.match(sshd.log(), 'ED25519-CERT')
    t.equal(loginsOf(sshd) - was, 1)
    t.same(leftovers(work), [], 'no ssh stays behind')
  })

  await t.test('one that the configuration names', async t => {
    const apart = join(files.folder, 'apart')
    execFileSync('cp', [`${key}-cert.pub`, `${apart}.cert`])
    execFileSync('cp', ['-p', key, apart])
    const work = deskFor(
      t,
      sshd,
      { ansible_ssh_private_key_file: apart },
      `Host *\n  CertificateFile ${apart}.cert\n`,
    )
    const ended = await work.run(RUN)
    t.equal(ended.code, 0, reasonOf(ended))
  })

  await t.test('one for a jump host alone, whose ssh then carries ours', async t => {
    const target = await serverFor(t)
    const work = deskFor(
      t,
      target,
      { ansible_ssh_common_args: '-J bastion' },
      `Host bastion\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User root\n  IdentityFile ${key}\n`,
    )
    work.write({ 'home/.ssh/known_hosts': `${sshd.hostKey}\n${target.hostKey}\n` })
    const was = loginsOf(sshd)
    const ended = await work.run(RUN)
    t.equal(ended.code, 0, reasonOf(ended))
    t.equal(loginsOf(sshd) - was, 1)
    t.match(target.log(), 'ssh2')
  })

  await t.test('one that the agent holds', async t => {
    const socket = join(files.folder, 'agent')
    const agent = /SSH_AGENT_PID=(\d+)/.exec(
      execFileSync('ssh-agent', ['-s', '-a', socket]).toString(),
    )
    t.teardown(() => process.kill(Number(agent?.[1])))
    const env = { ...process.env, SSH_AUTH_SOCK: socket }
    execFileSync('ssh-add', ['-q', key], { env, stdio: 'ignore' })
    const work = deskFor(t, sshd, { ansible_ssh_private_key_file: '' })
    const ended = await work.run(RUN, { SSH_AUTH_SOCK: socket })
    t.equal(ended.code, 0, reasonOf(ended))
  })

  await t.test('a host that an authority vouches for', async t => {
    const other = await serverFor(t, [`HostCertificate ${join(files.folder, 'host-cert.pub')}`])
    execFileSync('cp', [join(other.folder, 'host.pub'), join(files.folder, 'host.pub')])
    keygen('-s', ca, '-I', 'host', '-h', '-n', '127.0.0.1', join(files.folder, 'host.pub'))
    const work = deskFor(t, other, {})
    work.write({
      'home/.ssh/known_hosts': `@cert-authority [127.0.0.1]:${other.port} ${readFileSync(`${ca}.pub`, 'utf8')}`,
    })
    // sshd reads the certificate for each connection.
    const ended = await work.run(RUN)
    t.equal(ended.code, 0, reasonOf(ended))
  })
})

await t.test('what is refused', { skip: noSshd }, async t => {
  const sshd = await serverFor(t)
  const by = { ansible_connection: 'openssh' }
  const where = `127.0.0.1 port ${sshd.port}`

  await t.test('a key', async t => {
    const work = deskFor(t, sshd, {
      ...by,
      ansible_ssh_private_key_file: join(sshd.folder, 'host'),
    })
    const ended = await work.run(RUN)
    t.equal(ended.code, 4)
    t.equal(
      reasonOf(ended),
      `${where} refused everything that ssh offered for user root (it takes publickey,keyboard-interactive)`,
    )
  })

  await t.test('a host key, unknown or another, with the way to mend it', async t => {
    const work = deskFor(t, sshd, by)
    work.write({ 'home/.ssh/known_hosts': '' })
    const unknown = await work.run(RUN)
    t.equal(unknown.code, 4)
    t.match(
      reasonOf(unknown),
      `the host key of ${where} is not known to ${work.home}/.ssh/known_hosts`,
    )
    t.match(
      reasonOf(unknown),
      `ssh-keyscan -p ${sshd.port} 127.0.0.1 >> ${work.home}/.ssh/known_hosts`,
    )
    keygen('-t', 'ed25519', '-N', '', '-f', join(work.folder, 'strange'))
    const strange = readFileSync(join(work.folder, 'strange.pub'), 'utf8')
    work.write({ 'home/.ssh/known_hosts': `[127.0.0.1]:${sshd.port} ${strange}` })
    const changed = await work.run(RUN)
    t.match(reasonOf(changed), `the host key of ${where} (SHA256:`)
    t.match(
      reasonOf(changed),
      `is not the one expected: ${work.home}/.ssh/known_hosts line 1 has another`,
    )
    work.write({ 'home/.ssh/known_hosts': '' })
    const taken = await work.run([...RUN, '--host-key-check', 'accept-new'])
    t.equal(taken.code, 0, reasonOf(taken))
    t.match(readFileSync(join(work.home, '.ssh/known_hosts'), 'utf8'), `:${sshd.port} ssh-ed25519`)
  })

  await t.test('an option, a port, a name, a program', async t => {
    const failing = async (vars: Readonly<Record<string, unknown>>): Promise<string> =>
      reasonOf(await deskFor(t, sshd, { ...by, ...vars }).run(RUN))
    t.match(
      await failing({ ansible_ssh_common_args: '-o Foo=1' }),
      /^ssh does not take its arguments or configuration: .*bad configuration option: foo/i,
    )
    const port = await freePort()
    t.equal(await failing({ ansible_port: port }), `connection refused by 127.0.0.1 port ${port}`)
    t.equal(
      await failing({ ansible_host: 'mokt.invalid' }),
      'the name mokt.invalid does not resolve',
    )
    t.match(
      await failing({ ansible_ssh_executable: 'no-such-ssh' }),
      /^there is no program no-such-ssh on this machine/,
    )
  })
})

await t.test('secrets', { skip: noSshd }, async t => {
  const user = makeUser('Kanarienvogel')
  t.teardown(() => user.remove())
  const site = 'site.yml'
  const alone = '- {hosts: all, gather_facts: false, tasks: [{command: id -un}]}\n'

  await t.test('a password is given once, and stands nowhere', async t => {
    const sshd = await serverFor(t, ['PasswordAuthentication yes', 'PubkeyAuthentication no'])
    const vars = { ansible_connection: 'openssh', ansible_user: user.name }
    const right = deskFor(t, sshd, { ...vars, ansible_password: 'Kanarienvogel' })
    right.write({ [site]: alone })
    const good = await right.run([...RUN, '-vvv'], { TMPDIR: right.folder })
    t.equal(good.code, 0, reasonOf(good))
    const wrong = deskFor(t, sshd, { ...vars, ansible_password: 'Nachtigall' })
    wrong.write({ [site]: alone })
    const bad = await wrong.run([...RUN, '-vvv'])
    t.equal(bad.code, 4)
    t.match(reasonOf(bad), `refused everything that ssh offered for user ${user.name}`)
    t.equal(sshd.log().match(/Failed password/g)?.length, 1)
    t.notMatch(good.out + good.err + bad.out + bad.err, /Kanarienvogel|Nachtigall/)
    t.same(leftovers(right), [])
  })

  await t.test('so is a passphrase', async t => {
    const sshd = await serverFor(t)
    const key = join(sshd.folder, 'login')
    keygen('-p', '-P', '', '-N', 'Kanarienvogel', '-f', key)
    const vars = { ansible_connection: 'openssh', ansible_private_key_passphrase: 'Kanarienvogel' }
    const ended = await deskFor(t, sshd, vars).run(RUN)
    t.equal(ended.code, 0, reasonOf(ended))
  })
})

await t.test('a connection that the user keeps open is used', { skip: noSshd }, async t => {
  const sshd = await serverFor(t)
  const work = deskFor(t, sshd, { ansible_ssh_private_key_file: '' })
  const socket = join(work.folder, 'open')
  const config = `Host 127.0.0.1\n  ControlPath ${socket}\n`
  work.write({ 'home/.ssh/config': config })
  // prettier-ignore
  execFileSync('ssh', [
    '-F', join(work.home, '.ssh/config'), '-M', '-N', '-f', '-p', String(sshd.port), '-i', join(sshd.folder, 'login'),
    '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-q', 'root@127.0.0.1',
  ])
  t.teardown(
    () => void execFileSync('ssh', ['-S', socket, '-O', 'exit', '127.0.0.1'], { stdio: 'ignore' }),
  )
  const ended = await work.run(RUN)
  t.equal(ended.code, 0, reasonOf(ended))
  t.equal(loginsOf(sshd), 1, 'nobody logs in anew')
  t.ok(existsSync(socket), 'and it stays open')
})

await t.test('when we are killed, it ends as well', { skip: noSshd }, async t => {
  const sshd = await serverFor(t)
  const work = deskFor(t, sshd, { ansible_connection: 'openssh' })
  const sleep = oddSleep()
  work.write({
    'site.yml': `- {hosts: all, gather_facts: false, tasks: [{command: sleep ${sleep}}]}\n`,
  })
  const program = work.start(RUN, { TMPDIR: work.folder })
  t.ok(await eventually(() => running(`sleep\0${sleep}`).length > 0))
  t.not(leftovers(work).length, 0)
  program.child.kill('SIGKILL')
  await program.ended
  t.ok(await eventually(() => leftovers(work).length === 0), 'here')
  t.ok(await eventually(() => running(`sleep\0${sleep}`).length === 0), 'and there')
})
