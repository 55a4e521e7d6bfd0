// Logging in, with real keys, a real agent and real servers.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { Address } from '../../src/model/inventory.ts'
import { noSshd, startSshd } from '../support/sshd.ts'
import { startSshServer } from '../support/ssh-server.ts'
import { newTransport } from './setup.ts'

const folder = mkdtempSync(join(tmpdir(), 'mokt-auth-'))
t.teardown(() => rmSync(folder, { recursive: true }))

const makeKey = (type: string, passphrase = ''): string => {
  const file = join(folder, `${type}${passphrase === '' ? '' : '-locked'}`)
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', 'mokt', '-f', file])
  return file
}

const works = async (address: Address, home = folder): Promise<number> => {
  const transport = newTransport({ home })
  try {
    return (await (await transport.open(address)).send('exit 5')).rc
  } finally {
    await transport.close()
  }
}

t.test('keys of every sort, from files and from an agent', { skip: noSshd }, async t => {
  const sshd = await startSshd()
  const keys = [
    makeKey('ed25519'),
    makeKey('ecdsa'),
    makeKey('rsa'),
    makeKey('ed25519', 'open sesame'),
  ]
  const socket = join(folder, 'agent')
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] })
  await once(agent.stdout, 'data')
  t.teardown(async () => {
    agent.kill()
    await sshd.stop()
  })
  const allow = (key: string): void => copyFileSync(`${key}.pub`, join(sshd.folder, 'authorized'))
  const [ed, ecdsa, rsa, locked] = keys as [string, string, string, string]
  const env = { ...process.env, SSH_AUTH_SOCK: socket }
  for (const key of [ed, ecdsa, rsa]) execFileSync('ssh-add', ['-q', key], { env, stdio: 'ignore' })

  for (const key of [ed, ecdsa, rsa]) {
    allow(key)
    t.equal(await works({ ...sshd.address, keyFiles: [key] }), 5, `${key} from its file`)
    t.equal(
      await works({ ...sshd.address, keyFiles: [], agent: socket }),
      5,
      `${key} from the agent`,
    )
  }
  allow(locked)
  t.equal(await works({ ...sshd.address, keyFiles: [locked], keyPassphrase: 'open sesame' }), 5)
  allow(ed)
  t.equal(
    await works({ ...sshd.address, keyFiles: [join(folder, 'none'), ecdsa, ed] }),
    5,
    'the third of three',
  )
  mkdirSync(join(folder, '.ssh'))
  copyFileSync(ed, join(folder, '.ssh', 'id_ed25519'))
  t.equal(await works({ ...sshd.address, keyFiles: [] }), 5, 'the usual place, when none is named')

  await t.test('what was tried is told when all was refused', async t => {
    allow(rsa)
    const print = execFileSync('ssh-keygen', ['-l', '-f', `${ed}.pub`])
      .toString()
      .split(' ')[1]
    execFileSync('ssh-add', ['-q', '-d', rsa], { env, stdio: 'ignore' })
    const address = {
      ...sshd.address,
      keyFiles: [ecdsa, locked, join(folder, 'none')],
      agent: socket,
      user: 'root',
    }
    const refused = `127.0.0.1 port ${sshd.port} refused every key and password offered for user root`
    await t.rejects(works(address), {
      kind: 'auth',
      message: new RegExp(
        `^${refused} \\(tried: key ${locked} \\(needs a passphrase\\), key ${join(folder, 'none')} \\(cannot be read\\), key ${ecdsa}, agent key ${print?.replace(/[+]/g, '\\+')}, agent key SHA256:`,
      ),
    })
    const none = join(folder, 'no-key')
    writeFileSync(none, 'x')
    await t.rejects(works({ ...address, keyFiles: [none] }), { message: /is no private key/ })
  })

  await t.test('an agent with many keys does not use up all tries', async t => {
    const many = Array.from({ length: 9 }, (_, index) => {
      const file = join(folder, `many-${index}`)
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
      execFileSync('ssh-add', ['-q', file], { env, stdio: 'ignore' })
      return file
    })
    t.ok(many.every(existsSync))
    await t.rejects(works({ ...sshd.address, keyFiles: [ecdsa], agent: socket }), {
      kind: 'auth',
      message: /refused every key/,
    })
    t.equal(
      await works({ ...sshd.address, keyFiles: [rsa], agent: socket }),
      5,
      'a key that is named comes first',
    )
  })
})

t.test('passwords come last and once', async t => {
  const server = await startSshServer({
    login: attempt => {
      if (attempt.method === 'password') return attempt.password === 'right'
      return false
    },
  })
  t.teardown(server.stop)
  t.equal(await works({ ...server.address, password: 'right' }), 5)
  t.strictSame(server.attempts, ['publickey', 'password'])
  const wrong = await works({ ...server.address, password: 'secret-wrong', keyFiles: [] }).catch(
    error => error,
  )
  t.match(wrong, {
    kind: 'auth',
    message: /\(tried: (key [^ ]+, )?password\)$/,
  })
  t.notMatch(String(wrong.stack), 'secret-wrong')
})

t.test(
  "a key whose public half alone is there is the agent's to use",
  { skip: noSshd },
  async t => {
    const sshd = await startSshd()
    const socket = join(folder, 'agent-2')
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] })
    await once(agent.stdout, 'data')
    t.teardown(async () => {
      agent.kill()
      await sshd.stop()
    })
    const env = { ...process.env, SSH_AUTH_SOCK: socket }
    const add = (key: string): unknown =>
      execFileSync('ssh-add', ['-q', key], { env, stdio: 'ignore' })
    // More than a host takes, and the right one last.
    for (let index = 0; index < 7; index += 1) {
      const other = join(folder, `other-${index}`)
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other])
      add(other)
    }
    const right = join(sshd.folder, 'login')
    add(right)
    const apart = join(folder, 'apart.pub')
    copyFileSync(`${right}.pub`, apart)
    const address: Address = { ...sshd.address, keyFiles: [apart], agent: socket }
    t.equal(await works(address), 5)
    await t.rejects(works({ ...address, keyFiles: [] }), {
      kind: 'auth',
      message: /\d more keys not offered/,
    })

    await t.test('no other key is offered where only the named ones shall be', async t => {
      copyFileSync(join(folder, 'other-0.pub'), join(sshd.folder, 'authorized'))
      await t.rejects(works({ ...address, onlyKeyFiles: true }), {
        message: /\(tried: agent key SHA256:[^ ]*\)$/,
      })
      t.equal(await works(address), 5, 'and else it is')
    })
  },
)

t.test('a host that takes few keys says so in our words', { skip: noSshd }, async t => {
  const sshd = await startSshd(['MaxAuthTries 1'])
  t.teardown(sshd.stop)
  const wrong = join(folder, 'ecdsa')
  await t.rejects(works({ ...sshd.address, keyFiles: [wrong, join(folder, 'rsa')] }), {
    kind: 'auth',
    message: /takes no more keys and passwords .*name the right key with --private-key/,
  })
})

t.test('questions of a host: the password is the answer to one of them, once', async t => {
  const rounds: (readonly string[])[] = []
  const asking = (questions: readonly (readonly string[])[]) =>
    startSshServer({
      methods: ['keyboard-interactive'],
      login: attempt => attempt.method === 'keyboard-interactive',
      ask: { questions, answers: rounds },
    })
  const login = async (questions: readonly (readonly string[])[]): Promise<unknown> => {
    const server = await asking(questions)
    try {
      rounds.length = 0
      return await works({ ...server.address, keyFiles: [], password: 'Kanarienvogel' })
    } catch (error) {
      return (error as Error).message
    } finally {
      await server.stop()
    }
  }
  t.equal(await login([['Password: ']]), 5)
  t.strictSame(rounds, [['Kanarienvogel']])
  t.equal(
    await login([['Password: '], [], ['Press enter']]),
    5,
    'more rounds, and one that only tells',
  )
  t.strictSame(rounds, [['Kanarienvogel'], [], ['']])
  t.match(
    await login([['Password: '], ['Verification code: ']]),
    /asks user deploy for "Verification code:", which is for a person/,
  )
  t.match(await login([['Password: '], ['Password: ']]), /asks user deploy for "Password:"/)
  t.strictSame(rounds, [['Kanarienvogel'], ['']], 'a refused password is not given again')
  t.match(
    await login([['Password: '], ['Current password: '], ['New password: ']]),
    /the password of deploy on 127.0.0.1 port \d+ has expired: log in with ssh once/,
  )
})

t.test('nothing to offer is said so', async t => {
  const server = await startSshServer()
  t.teardown(server.stop)
  const empty = mkdtempSync(join(folder, 'home-'))
  await t.rejects(works({ ...server.address, keyFiles: [] }, empty), {
    kind: 'auth',
    message: /\(tried: nothing, as there is no key, agent or password\)$/,
  })
  writeFileSync(join(empty, 'x'), readFileSync(server.address.keyFiles[0] ?? ''))
  t.equal(
    await works({ ...server.address, keyFiles: ['~/x'] }, empty),
    5,
    '~ is the home it was told',
  )
})
