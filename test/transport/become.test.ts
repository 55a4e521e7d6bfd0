// Becoming another user, with the real programs, as users made for the purpose.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Become } from '../../src/model/inventory.ts'
import { Lost } from '../../src/model/edge.ts'
import { entry } from '../../src/transport/become.ts'
import { noSshd, startSshd } from '../support/sshd.ts'
import { LOCAL, newTransport, text } from './setup.ts'
import { makeUser, noRoot } from './users.ts'

const PASSWORD = 'Kanarien-Vogel 7'

t.test(
  'a method nobody knows, and users that are none, are refused before anything is run',
  async t => {
    const way = (become: Become): unknown => entry('x', 'tag', become)
    t.throws(
      () => way({ method: 'pbrun', user: 'web' }),
      new Lost(
        'become',
        'the become method "pbrun" is not known: use one of sudo, su, runuser, doas',
      ),
    )
    t.throws(() => way({ method: 'constructor', user: 'web' }), { message: /is not known/ })
    t.throws(() => way({ method: 'sudo', user: '-i' }), {
      message: '"-i" is not the name of a user',
    })
    t.throws(() => way({ method: 'sudo', user: 'web', password: 'a\nid' }), {
      message: /line break/,
    })
  },
)

t.test('no password is part of a command line', async t => {
  for (const method of ['sudo', 'su', 'runuser', 'doas']) {
    t.notMatch(entry('x', 'tag', { method, user: 'web', password: PASSWORD }).line, PASSWORD)
  }
})

t.test('root becomes another user by each method', { skip: noRoot }, async t => {
  const user = makeUser(PASSWORD)
  const transport = newTransport()
  const doas = '/etc/doas.conf'
  const before = existsSync(doas) ? readFileSync(doas) : undefined
  writeFileSync(doas, 'permit nopass root\n')
  t.teardown(async () => {
    await transport.close()
    if (before) writeFileSync(doas, before)
    else rmSync(doas)
    user.remove()
  })
  const installed = ['sudo', 'su', 'runuser', 'doas'].filter(has)
  for (const method of installed) {
    const session = await transport.open(LOCAL, { method, user: user.name })
    t.equal(text((await session.send('id -un; echo $HOME')).out), `${user.name}\n/tmp\n`, method)
    const stdin = {
      size: 5,
      chunks: (async function* () {
        yield Buffer.from('bytes')
      })(),
    }
    t.equal(text((await session.send('cat', { stdin })).out), 'bytes', method)
  }
})

t.test('over ssh', { skip: noSshd }, async t => {
  const sshd = await startSshd(['PasswordAuthentication no'])
  const users = {
    free: makeUser(PASSWORD, ['NAME ALL=(ALL) NOPASSWD: ALL', 'Defaults:NAME lecture=always']),
    asked: makeUser(PASSWORD, [
      'NAME ALL=(ALL) ALL',
      'Defaults:NAME lecture=always, timestamp_timeout=0',
    ]),
    piped: makeUser(PASSWORD, [
      'NAME ALL=(ALL) ALL',
      'Defaults:NAME !use_pty, timestamp_timeout=0',
    ]),
    none: makeUser(PASSWORD),
  }
  const transport = newTransport()
  t.teardown(async () => {
    await transport.close()
    await sshd.stop()
    for (const user of Object.values(users)) user.remove()
  })
  const open = (
    user: keyof typeof users,
    become: Partial<Become> = {},
  ): ReturnType<typeof transport.open> =>
    transport.open(
      { ...sshd.address, user: users[user].name },
      { method: 'sudo', user: 'root', ...become },
    )
  const who = async (...given: Parameters<typeof open>): Promise<string> =>
    text((await (await open(...given)).send('id -un; echo $HOME')).out)

  await t.test('sudo without a password', async t => {
    t.equal(await who('free'), 'root\n/root\n')
    t.match(await who('free', { user: users.none.name }), users.none.name)
    t.match(await who('free', { flags: '-H -S -n' }), 'root')
    t.match(await who('free', { password: 'not asked for' }), 'root')
  })

  await t.test('sudo with a password, which reaches no argument and no environment', async t => {
    t.equal(await who('asked', { password: PASSWORD }), 'root\n/root\n')
    t.equal(await who('piped', { password: PASSWORD }), 'root\n/root\n')
    const everything = readdirSync('/proc').filter(
      name => /^\d+$/.test(name) && name !== String(process.pid),
    )
    for (const pid of everything) {
      for (const file of ['cmdline', 'environ'])
        t.notOk(peek(join('/proc', pid, file)).includes(PASSWORD))
    }
  })

  await t.test('a session by sudo with a terminal between is as good as any', async t => {
    const session = await open('asked', { password: PASSWORD })
    const reply = await session.send(`printf 'a\\000\\n\\r\\nb\\004'; echo err >&2; exit 7`)
    t.strictSame(
      [[...reply.out], text(reply.err), reply.rc],
      [[0x61, 0, 10, 13, 10, 0x62, 4], 'err\n', 7],
    )
    const bytes = Buffer.alloc(3_000_000, 4)
    const stdin = {
      size: bytes.length,
      chunks: (async function* () {
        yield bytes
      })(),
    }
    t.equal(text((await session.send('cat | wc -c', { stdin })).out).trim(), '3000000')
  })

  await t.test('su with a password', async t => {
    t.match(
      await who('none', { method: 'su', user: users.free.name, password: PASSWORD }),
      users.free.name,
    )
  })

  const refused: readonly (readonly [string, Parameters<typeof open>, string])[] = [
    [
      'a wrong password',
      ['asked', { password: 'wrong' }],
      'sudo did not take the password of ASKED (tried once)',
    ],
    [
      'no password where one is needed',
      ['asked'],
      'sudo asks for the password of ASKED: give one with --ask-become-pass or ansible_become_password',
    ],
    [
      'a user without rules',
      ['none', { password: PASSWORD }],
      'sudo does not let NONE become root',
    ],
    [
      'an unknown user',
      ['free', { user: 'mokt-nobody' }],
      'there is no user mokt-nobody on this host',
    ],
    [
      'no such program',
      ['free', { exe: '/usr/bin/no-sudo' }],
      'there is no sudo on this host: install it, or set become_method',
    ],
    [
      'a wrong password for su',
      ['none', { method: 'su', user: users.free.name, password: 'wrong' }],
      'su did not take the password of FREE (tried once)',
    ],
    [
      'no password for su',
      ['none', { method: 'su', user: users.free.name }],
      'su asks for the password of FREE: give one with --ask-become-pass or ansible_become_password',
    ],
  ]
  for (const [name, given, sentence] of refused) {
    await t.test(`${name} is refused in one sentence`, async t => {
      const message = sentence.replace(
        /[A-Z]{4,5}\b/,
        word => users[word.toLowerCase() as keyof typeof users]?.name ?? word,
      )
      await t.rejects(open(...given), { name: 'Lost', kind: 'become', message })
    })
  }
})

const has = (program: string): boolean =>
  ['/usr/bin', '/usr/sbin', '/bin', '/sbin'].some(folder => existsSync(join(folder, program)))

const peek = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
