// The whole program against OpenSSH's own server: who is let in, and one sentence of reason for everyone who is not.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { inventoryOf, loginsOf, reach, startFleet } from '../support/fleet.ts'
import { desk, endsIn, recapIn, type Desk } from '../support/program.ts'
import { freePort, noSshd } from '../support/sshd.ts'
import { makeUser } from '../transport/users.ts'

t.setTimeout(170_000)

const SITE = `
- hosts: all
  gather_facts: false
  tasks:
    - command: id -un
      register: who
    - debug: {var: who.stdout}
`
const RUN = ['run', 'site.yml', '-i', 'hosts.yml', '--output', 'jsonl']

/** A port that takes connections and never says a word. */
const silentPort = async (t: Test): Promise<number> => {
  const server = createServer(socket => void socket.on('error', () => {})).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

const keygen = (file: string, passphrase = ''): void =>
  void execFileSync('ssh-keygen', [
    '-q',
    '-t',
    'ed25519',
    '-N',
    passphrase,
    '-C',
    'mokt',
    '-f',
    file,
  ])

const deskFor = (t: Test, files: Readonly<Record<string, string>>): Desk => {
  const work = desk({ 'site.yml': SITE, ...files })
  t.teardown(() => work.remove())
  return work
}

const knownHosts = (work: Desk): string => readFileSync(join(work.home, '.ssh/known_hosts'), 'utf8')

await t.test('keys', { skip: noSshd }, async t => {
  const fleet = await startFleet(['web1', 'web2'])
  t.teardown(() => fleet.stop())
  const [web1, web2] = [fleet.hosts['web1']!, fleet.hosts['web2']!]

  await t.test('a key that is let in needs one connection for each host', async t => {
    const work = deskFor(t, {
      'hosts.yml': fleet.inventory(),
      'home/.ssh/known_hosts': fleet.known,
    })
    const { code, out, err } = await work.run(RUN)
    t.equal(code, 0, err + out)
    t.match(recapIn(out), { web1: { changed: 1, failed: 0 }, web2: { changed: 1, failed: 0 } })
    for (const sshd of [web1, web2]) t.equal(loginsOf(sshd), 1)
  })

  await t.test('a wrong key is named, and the other host finishes', async t => {
    const work = deskFor(t, { 'home/.ssh/known_hosts': fleet.known })
    const key = join(work.folder, 'stranger')
    keygen(key)
    work.write({
      'hosts.yml': inventoryOf({
        web1: reach(web1, { ansible_ssh_private_key_file: key }),
        web2: reach(web2),
      }),
    })
    const { code, out } = await work.run(RUN)
    t.equal(code, 4)
    t.equal(
      endsIn(out)['web1']?.reason,
      `127.0.0.1 port ${web1.port} refused every key and password offered for user root (tried: key ${key})`,
    )
    t.match(recapIn(out), { web1: { unreachable: 1 }, web2: { ok: 2, unreachable: 0 } })
  })

  await t.test(
    'an encrypted key asks for its passphrase, or for the agent that holds it',
    async t => {
      const work = deskFor(t, { 'home/.ssh/known_hosts': fleet.known })
      const key = join(work.folder, 'locked')
      execFileSync('cp', [join(web1.folder, 'login'), key])
      const socket = join(work.folder, 'agent')
      const agent = /SSH_AGENT_PID=(\d+)/.exec(
        execFileSync('ssh-agent', ['-s', '-a', socket]).toString(),
      )
      t.teardown(() => process.kill(Number(agent?.[1])))
      execFileSync('ssh-add', ['-q', key], {
        env: { ...process.env, SSH_AUTH_SOCK: socket },
        stdio: 'ignore',
      })
      execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'Passwort', '-f', key])
      const to = { ansible_ssh_private_key_file: key }
      work.write({
        'hosts.yml': inventoryOf({ web1: reach(web1, to) }),
        'told.yml': inventoryOf({
          web1: reach(web1, { ...to, ansible_private_key_passphrase: 'Passwort' }),
        }),
      })
      const alone = await work.run(RUN)
      t.equal(alone.code, 4)
      t.equal(
        endsIn(alone.out)['web1']?.reason,
        `127.0.0.1 port ${web1.port} refused every key and password offered for user root (tried: key ${key} (needs a passphrase))`,
      )
      t.equal((await work.run(RUN, { SSH_AUTH_SOCK: socket })).code, 0, 'with the agent')
      t.equal((await work.run([...RUN, '-i', 'told.yml'])).code, 0, 'with the passphrase')
    },
  )
})

await t.test('passwords', { skip: noSshd }, async t => {
  const fleet = await startFleet(
    ['web1', 'web2'],
    ['PasswordAuthentication yes', 'PubkeyAuthentication no'],
  )
  const user = makeUser('Kanarienvogel')
  t.teardown(async () => {
    await fleet.stop()
    user.remove()
  })
  const to = (password: string): Record<string, string> => ({
    ansible_user: user.name,
    ansible_password: password,
  })
  const work = deskFor(t, {
    'home/.ssh/known_hosts': fleet.known,
    'hosts.yml': inventoryOf({
      web1: reach(fleet.hosts['web1']!, to('Kanarienvogel')),
      web2: reach(fleet.hosts['web2']!, to('Nachtigall')),
    }),
  })
  const { code, out, err } = await work.run([...RUN, '-vvv'])
  t.equal(code, 4)
  t.match(
    recapIn(out),
    { web1: { ok: 2, unreachable: 0 }, web2: { ok: 0, unreachable: 1 } },
    'one is right, one is wrong',
  )
  const { port } = fleet.hosts['web2']!
  t.match(
    endsIn(out)['web2']?.reason,
    `127.0.0.1 port ${port} refused every key and password offered for user ${user.name} (tried: `,
  )
  t.equal(
    fleet.hosts['web2']!.log().match(/Failed password/g)?.length,
    1,
    'a wrong one is tried once',
  )
  t.notMatch(out + err, /Kanarienvogel|Nachtigall/, 'neither is shown')
})

await t.test('host keys', { skip: noSshd }, async t => {
  const fleet = await startFleet(['web1', 'web2', 'web3'])
  t.teardown(() => fleet.stop())
  const web1 = fleet.hosts['web1']!

  await t.test(
    'an unknown one is refused, with its print and the way to get to know it',
    async t => {
      const work = deskFor(t, { 'hosts.yml': inventoryOf({ web1: reach(web1) }) })
      const { code, out } = await work.run(RUN)
      const print = execFileSync('ssh-keygen', ['-lf', join(web1.folder, 'host.pub')])
        .toString()
        .split(' ')[1]
      t.equal(code, 4)
      t.match(
        endsIn(out)['web1']?.reason,
        `the host key of 127.0.0.1 port ${web1.port} (ED25519 ${print}) is not known to `,
      )
      t.match(
        endsIn(out)['web1']?.reason,
        `ssh-keyscan -p ${web1.port} 127.0.0.1 >> ${work.home}/.ssh/known_hosts`,
      )
      t.equal(loginsOf(web1), 0)
    },
  )

  await t.test(
    'all unknown ones are named in one message, whose command takes them in',
    async t => {
      const work = deskFor(t, { 'hosts.yml': fleet.inventory() })
      const { code, out, err } = await work.run(['run', 'site.yml', '-i', 'hosts.yml'])
      t.equal(code, 4)
      const [message = '', ...more] = (out + err)
        .split('\n')
        .filter(line => line.includes('web1, web2, web3 are not known'))
      t.same(more, [])
      const command = /\{ .*known_hosts$/.exec(message)?.[0] ?? 'false'
      execFileSync('sh', ['-c', command], {
        env: { ...process.env, HOME: work.home },
        stdio: 'ignore',
      })
      t.equal((await work.run(RUN)).code, 0)
    },
  )

  await t.test('a changed one is refused as such', async t => {
    const [type, key] = readFileSync(join(fleet.hosts['web2']!.folder, 'host.pub'), 'utf8').split(
      ' ',
    )
    const work = deskFor(t, {
      'hosts.yml': inventoryOf({ web1: reach(web1) }),
      'home/.ssh/known_hosts': `[127.0.0.1]:${web1.port} ${type} ${key}\n`,
    })
    for (const how of ['strict', 'accept-new']) {
      const { code, out } = await work.run([...RUN, '--host-key-check', how])
      t.equal(code, 4)
      t.match(
        endsIn(out)['web1']?.reason,
        `is not the one expected: ${work.home}/.ssh/known_hosts line 1 has another. Somebody may be in between`,
      )
    }
  })

  await t.test('accept-new takes new ones in, and says so', async t => {
    const work = deskFor(t, { 'hosts.yml': fleet.inventory() })
    const first = await work.run([...RUN, '--host-key-check', 'accept-new'])
    t.equal(first.code, 0, first.err)
    t.same(knownHosts(work).trim().split('\n').sort(), fleet.known.trim().split('\n').sort())
    t.equal((await work.run(RUN)).code, 0, 'from then on they are known')
  })

  await t.test('names in known_hosts may be hashed', async t => {
    const work = deskFor(t, {
      'hosts.yml': fleet.inventory(),
      'home/.ssh/known_hosts': fleet.known,
    })
    execFileSync('ssh-keygen', ['-q', '-H', '-f', join(work.home, '.ssh/known_hosts')], {
      stdio: 'ignore',
    })
    t.notMatch(knownHosts(work), '127.0.0.1')
    t.equal((await work.run(RUN)).code, 0)
  })
})

await t.test(
  'every host that cannot be had has a line of its own, and the others finish',
  { skip: noSshd },
  async t => {
    const fleet = await startFleet(['good', 'stranger', 'refused'])
    t.teardown(() => fleet.stop())
    const { good, stranger, refused } = fleet.hosts as Record<
      'good' | 'stranger' | 'refused',
      (typeof fleet.hosts)[string]
    >
    const [closed, silent] = [await freePort(), await silentPort(t)]
    const work = deskFor(t, {
      'home/.ssh/known_hosts': `${good.hostKey}\n${refused.hostKey}\n`,
      'hosts.yml': inventoryOf({
        good: reach(good),
        stranger: reach(stranger),
        refused: reach(refused, { ansible_ssh_private_key_file: '/dev/null' }),
        closed: reach(good, { ansible_port: closed }),
        silent: reach(good, { ansible_port: silent }),
        nowhere: reach(good, { ansible_host: 'nowhere.invalid' }),
        failing: reach(good, { ansible_user: 'root', fails: true }),
      }),
      'site.yml': `${SITE}    - {command: "false", when: fails is defined}\n`,
    })
    const { code, out } = await work.run(['run', 'site.yml', '-i', 'hosts.yml', '-T', '2'])
    t.equal(code, 4, 'unreachable wins over failed')
    const lineOf = (host: string): string => {
      const lines = out.split('\n').filter(line => line.startsWith(`✗ ${host}: `))
      t.equal(lines.length, 1, `one line for ${host}`)
      return lines[0] ?? ''
    }
    t.match(lineOf('stranger'), 'is not known to')
    t.match(lineOf('refused'), 'refused every key and password offered')
    t.match(lineOf('closed'), `connection refused by 127.0.0.1 port ${closed}`)
    t.match(lineOf('silent'), `no answer from 127.0.0.1 port ${silent} within 2 s`)
    t.match(lineOf('nowhere'), 'the name nowhere.invalid does not resolve')
    t.match(lineOf('failing'), 'command: failed: non-zero return code')
    t.match(out, /^good +2 +1 +0 +0 /m)

    t.equal((await work.run([...RUN, '-l', 'good'])).code, 0)
    t.equal((await work.run([...RUN, '-l', 'good,failing'])).code, 2)
  },
)
