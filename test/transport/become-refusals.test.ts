// Who may not become another user, and one sentence of why. Real programs and real accounts, but for those of
// doubles.ts.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { startSshServer } from '../support/ssh-server.ts'
import { type Case, folder, log, open, PASSWORD, sshd, users, who } from './accounts.ts'
import { oldSu, sudoRs } from './doubles.ts'
import { eventually, newTransport } from './setup.ts'

t.setTimeout(300_000)

const password = PASSWORD
const ASKS = 'give one with --ask-become-pass or ansible_become_password'
type Refused = readonly [...Case, sentence: string]
const REFUSED: readonly Refused[] = [
  [
    'a wrong password at a terminal',
    'askedTty',
    { password: 'wrong' },
    'sudo did not take the password of ASKEDTTY (tried once)',
  ],
  [
    'a wrong password, and insults',
    'rude',
    { password: 'wrong' },
    'sudo did not take the password of RUDE (tried once)',
  ],
  [
    'a wrong password for sudo-rs',
    'free',
    { password: 'wrong', exe: sudoRs(folder, PASSWORD, 'new') },
    'sudo did not take the password of FREE (tried once)',
  ],
  [
    'a wrong password for doas',
    'asked',
    { method: 'doas', password: 'wrong' },
    'doas did not take the password of ASKED (tried once)',
  ],
  [
    'a wrong password for su at a terminal',
    'plain',
    { method: 'su', user: users.free.name, password: 'wrong', exe: oldSu(folder) },
    'su did not take the password of FREE (tried once)',
  ],
  ['no password at a terminal', 'askedTty', {}, `sudo asks for the password of ASKEDTTY: ${ASKS}`],
  [
    'no password for doas',
    'asked',
    { method: 'doas' },
    `doas asks for the password of ASKED: ${ASKS}`,
  ],
  [
    'no password for sudo-rs',
    'free',
    { exe: sudoRs(folder, PASSWORD, 'new') },
    `sudo asks for the password of FREE: ${ASKS}`,
  ],
  [
    'no password for su at a terminal',
    'plain',
    { method: 'su', user: users.free.name, exe: oldSu(folder) },
    `su asks for the password of FREE: ${ASKS}`,
  ],
  [
    'a user without rules for doas',
    'plain',
    { method: 'doas', password },
    'doas does not let PLAIN become root',
  ],
  [
    'runuser by anyone but root',
    'plain',
    { method: 'runuser' },
    'runuser is for root alone, and PLAIN is not: use become_method sudo or su',
  ],
  [
    'su to an account without a shell',
    'plain',
    { method: 'su', user: users.shellless.name, password },
    'su gives SHELLLESS the shell of the account, which lets nobody in: use another become_method, as root',
  ],
  [
    'su to an expired account',
    'plain',
    { method: 'su', user: users.expired.name, password },
    'su: the account of EXPIRED on this host has expired, or its password: renew it there',
  ],
  [
    'su to an account whose password has expired',
    'plain',
    { method: 'su', user: users.aged.name, password },
    'su: the account of AGED on this host has expired, or its password: renew it there',
  ],
  [
    'sudo by an account whose password has expired',
    'aged',
    { password },
    'sudo: the account of AGED on this host has expired, or its password: renew it there',
  ],
  [
    'an unknown user for su',
    'root',
    { method: 'su', user: 'mokt-nobody' },
    'there is no user mokt-nobody on this host',
  ],
  [
    'an unknown user for doas',
    'free',
    { method: 'doas', user: 'mokt-nobody' },
    'there is no user mokt-nobody on this host',
  ],
  [
    'no such program',
    'free',
    { method: 'doas', exe: '/usr/bin/no-doas' },
    'there is no doas on this host: install it, or set become_method',
  ],
]

for (const [name, user, become, sentence] of REFUSED) {
  await t.test(`${name}: is refused in one sentence`, async t => {
    const message = sentence.replace(
      /[A-Z]{4,}/,
      word => Object.entries(users).find(([key]) => key.toUpperCase() === word)?.[1].name ?? word,
    )
    await t.rejects(open(t, user, become), { name: 'Lost', kind: 'become', message })
  })
}

await t.test('a wrong password is tried once, whoever asks how often', async t => {
  const tries = (): number => readFileSync(log, 'utf8').match(/incorrect password/g)?.length ?? 0
  const transport = newTransport()
  const wrong = { password: 'wrong' }
  const before = tries()
  const message = `sudo did not take the password of ${users.asked.name} (tried once)`
  const some = [{ ...wrong }, { ...wrong }, { ...wrong, user: 'daemon' }]
  await Promise.all(some.map(become => t.rejects(open(t, 'asked', become, transport), { message })))
  await t.rejects(open(t, 'asked', { ...wrong, user: 'bin' }, transport), { message })
  t.equal(await who(t, 'asked', { password }, transport), 'root', 'another one is tried')
  // sudo writes it down when it ends, which may be a moment later.
  t.ok(await eventually(() => tries() > before))
  t.equal(tries(), before + 1)
  await transport.reset({ ...sshd.address, user: users.asked.name })
  await t.rejects(open(t, 'asked', wrong, transport), { message })
  t.ok(await eventually(() => tries() > before + 1), 'the account may have changed meanwhile')
  t.equal(tries(), before + 2)
})

await t.test('a host without `script` says so', async t => {
  const bare = mkdtempSync(join(folder, 'bin-'))
  for (const program of ['sh', 'sudo', 'mktemp', 'mkfifo', 'cat', 'rm'])
    execFileSync('ln', ['-s', `/usr/bin/${program}`, bare])
  const server = await startSshServer({ env: { PATH: bare } })
  t.teardown(server.stop)
  const transport = newTransport()
  t.teardown(() => transport.close())
  const become = { method: 'su', user: 'daemon', exe: oldSu(folder) }
  await t.rejects(transport.open(server.address, become), {
    message:
      'su demands a terminal on this host, and there is no program "script" to make one: install it (util-linux)',
  })
})
