// The whole program and hosts that cannot be reached directly: over one host or several, each entered in its own way.
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { inventoryOf, loginsOf, reach } from '../../support/fleet.ts'
import { desk, endsIn, recapIn, type Desk } from '../../support/program.ts'
import { freePort, noSshd, startSshd, type Sshd } from '../../support/sshd.ts'
import { makeUser } from '../../transport/users.ts'

t.setTimeout(170_000)

const SITE = `
- hosts: web*
  gather_facts: false
  tasks:
    - {command: id -un, register: who}
`
const RUN = ['run', 'site.yml', '-i', 'hosts.yml', '--output', 'jsonl']

const deskFor = (t: Test, files: Readonly<Record<string, string>>): Desk => {
  const work = desk({ 'site.yml': SITE, ...files })
  t.teardown(() => work.remove())
  return work
}

const serverFor = async (t: Test, config: readonly string[] = []): Promise<Sshd> => {
  const sshd = await startSshd(config)
  t.teardown(() => sshd.stop())
  return sshd
}

/** A host of ssh's configuration: how it is reached, and by its own key. */
const entry = (name: string, { port, folder }: Sshd, more = ''): string => `Host ${name}
  HostName 127.0.0.1
  Port ${port}
  User root
  IdentityFile ${join(folder, 'login')}
  ${more}
`

await t.test('behind other hosts', { skip: noSshd }, async t => {
  // Built from behind: each lets through to the next one only.
  const target = await serverFor(t)
  const inner = await serverFor(t, [`PermitOpen 127.0.0.1:${target.port}`])
  const middle = await serverFor(t, [`PermitOpen 127.0.0.1:${inner.port}`])
  const outer = await serverFor(t, [`PermitOpen 127.0.0.1:${middle.port}`])
  const all = [target, inner, middle, outer]
  const known = all.map(({ hostKey }) => `${hostKey}\n`).join('')
  const before = (): readonly number[] => all.map(loginsOf)
  const hosts = inventoryOf({
    web1: { ansible_host: 'target' },
    web2: { ansible_host: 'target2' },
  })

  await t.test('three in a row, as ssh is configured, with a key for each', async t => {
    const config =
      entry('target', target, 'ProxyJump inner') +
      entry('target2', target, 'ProxyJump inner') +
      entry('inner', inner, 'ProxyJump middle') +
      entry('middle', middle, 'ProxyJump outer') +
      entry('outer', outer)
    const work = deskFor(t, {
      'hosts.yml': hosts,
      'home/.ssh/known_hosts': known,
      'home/.ssh/config': config,
    })
    const was = before()
    const { code, out, err } = await work.run(RUN)
    t.equal(code, 0, out + err)
    t.match(recapIn(out), { web1: { ok: 1 }, web2: { ok: 1 } })
    const now = before().map((count, at) => count - was[at]!)
    t.same(now, [2, 1, 1, 1], 'the hosts on the way are logged in to once')
  })

  await t.test('three in a row, as the inventory says, and a command that is a jump', async t => {
    const config =
      entry('target', target) +
      entry('target2', target) +
      entry('inner', inner) +
      entry('middle', middle) +
      entry('outer', outer)
    const work = deskFor(t, {
      'hosts.yml': inventoryOf({
        web1: { ansible_host: 'target', ansible_ssh_common_args: '-J outer,middle,inner' },
        web2: {
          ansible_host: 'target2',
          ansible_ssh_common_args: '-o ProxyCommand="ssh -W %h:%p -J outer,middle -q inner"',
        },
      }),
      'home/.ssh/known_hosts': known,
      'home/.ssh/config': config,
    })
    const was = before()
    const { code, out, err } = await work.run(RUN)
    t.equal(code, 0, out + err)
    t.equal(loginsOf(target) - was[0]!, 2)
    t.equal(loginsOf(outer) - was[3]!, 1, 'one connection for both spellings')
  })

  await t.test('where there is no program ssh, its configuration is read all the same', async t => {
    const config =
      entry('target', target, 'ProxyJump inner') +
      entry('inner', inner, 'ProxyJump middle') +
      entry('middle', middle, 'ProxyJump outer') +
      entry('outer', outer)
    const work = deskFor(t, {
      'hosts.yml': inventoryOf({ web1: { ansible_host: 'target' } }),
      'home/.ssh/known_hosts': known,
      'home/.ssh/config': config,
    })
    const { code, out, err } = await work.run(RUN, { PATH: '/nowhere' })
    t.equal(code, 0, out + err)
  })

  await t.test('the one that refuses is named', async t => {
    const right = entry('target', target, 'ProxyJump inner') + entry('inner', inner)
    const stranger = right.replace(join(inner.folder, 'login'), join(outer.folder, 'login'))
    const work = deskFor(t, {
      'hosts.yml': inventoryOf({ web1: { ansible_host: 'target' } }),
      'home/.ssh/known_hosts': known,
      'home/.ssh/config': stranger,
    })
    const { code, out } = await work.run(RUN)
    t.equal(code, 4)
    t.match(endsIn(out)['web1']?.reason, `127.0.0.1 port ${inner.port} refused every key`)
  })
})

await t.test('over a host that wants a password', { skip: noSshd }, async t => {
  const target = await serverFor(t)
  const bastion = await serverFor(t, ['PasswordAuthentication yes', 'PubkeyAuthentication no'])
  const user = makeUser('Kanarienvogel')
  t.teardown(() => user.remove())
  const known = `${target.hostKey}\n${bastion.hostKey}\n`
  const jump = (password: string): Record<string, unknown> => ({
    ansible_host: '127.0.0.1',
    ansible_port: bastion.port,
    ansible_user: user.name,
    ansible_password: password,
  })
  const inventory = (password: string, more = {}): string =>
    inventoryOf({
      web1: reach(target, { ansible_ssh_common_args: '-J bastion', ...more }),
      bastion: jump(password),
    })

  for (const [how, config] of [
    ['as the inventory says', ''],
    ['where ssh is configured for others', 'Host other\n  Port 1\n'],
  ] as const)
    await t.test(how, async t => {
      const work = deskFor(t, {
        'hosts.yml': inventory('Kanarienvogel'),
        'wrong.yml': inventory('Nachtigall'),
        'home/.ssh/known_hosts': known,
        'home/.ssh/config': config,
      })
      const { code, out, err } = await work.run(RUN)
      t.equal(code, 0, out + err)
      const wrong = await work.run(['run', 'site.yml', '-i', 'wrong.yml', '--output', 'jsonl'])
      t.equal(wrong.code, 4)
      t.match(
        endsIn(wrong.out)['web1']?.reason,
        `127.0.0.1 port ${bastion.port} refused every key and password offered for user ${user.name}`,
      )
      t.notMatch(out + err + wrong.out + wrong.err, /Kanarienvogel|Nachtigall/)
    })

  await t.test('by the program ssh, whose question is answered for the host that asks', async t => {
    const work = deskFor(t, {
      'hosts.yml': inventory('Kanarienvogel', { ansible_connection: 'openssh' }),
      'home/.ssh/known_hosts': known,
    })
    work.write({
      'home/.ssh/config': `Host bastion\n  HostName 127.0.0.1\n  Port ${bastion.port}\n  User ${user.name}\n  UserKnownHostsFile ${work.home}/.ssh/known_hosts\n`,
    })
    const { code, out, err } = await work.run(RUN)
    t.equal(code, 0, out + err)
    t.notMatch(out + err, 'Kanarienvogel')
  })
})

await t.test('a jump host that nobody answers at is named', async t => {
  const port = await freePort()
  const work = deskFor(t, {
    'hosts.yml': inventoryOf({ web1: { ansible_ssh_common_args: `-J 127.0.0.1:${port}` } }),
  })
  const { code, out } = await work.run(RUN)
  t.equal(code, 4)
  t.match(endsIn(out)['web1']?.reason, `connection refused by 127.0.0.1 port ${port}`)
})
