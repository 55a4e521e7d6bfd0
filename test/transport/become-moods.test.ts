// The moods of sudo, su, doas and runuser: terminals they demand, languages they speak, accounts they do not like. Real
// programs and real accounts, but for those of doubles.ts.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Transport } from '../../src/model/edge.ts'
import type { Become } from '../../src/model/inventory.ts'
import { lacks } from '../support/programs.ts'
import { startSshServer } from '../support/ssh-server.ts'
import { noSshd, startSshd } from '../support/sshd.ts'
import { conforms } from './conformance.ts'
import { foreignSu, oldSu, sudoRs } from './doubles.ts'
import { eventually, newTransport, running, text } from './setup.ts'
import { makeUser, noRoot } from './users.ts'

const PASSWORD = " Kanarien-\\Vogel $7' "
const skip = noSshd || noRoot || lacks('sudo', 'su', 'doas', 'runuser', 'script')

t.setTimeout(300_000)
if (skip !== false) {
  t.plan(0, skip)
  process.exit(0)
}

const folder = mkdtempSync(join(tmpdir(), 'mokt-moods-'))
chmodSync(folder, 0o755)
const sshd = await startSshd()
const doas = '/etc/doas.conf'
const doasBefore = existsSync(doas) ? readFileSync(doas) : undefined
const log = join(folder, 'sudo.log')

const ASKED = 'NAME ALL=(ALL) ALL'
const FREE = 'NAME ALL=(ALL) NOPASSWD: ALL'
const ALWAYS = `Defaults:NAME timestamp_timeout=0, logfile=${log}, loglinelen=0`
const users = {
  free: makeUser(PASSWORD, [FREE]),
  asked: makeUser(PASSWORD, [ASKED, ALWAYS]),
  tty: makeUser(PASSWORD, [FREE, 'Defaults:NAME requiretty']),
  askedTty: makeUser(PASSWORD, [ASKED, ALWAYS, 'Defaults:NAME requiretty, use_pty']),
  noPty: makeUser(PASSWORD, [ASKED, ALWAYS, 'Defaults:NAME requiretty, !use_pty']),
  rude: makeUser(PASSWORD, [ASKED, ALWAYS, 'Defaults:NAME insults, lecture=always']),
  noisy: makeUser(PASSWORD, [ASKED, ALWAYS, 'Defaults:NAME pam_service=NAME']),
  plain: makeUser(PASSWORD),
  homeless: makeUser(PASSWORD, [ASKED, ALWAYS], '/bin/sh', '/nowhere'),
  shellless: makeUser(PASSWORD, [], '/usr/sbin/nologin', '/nowhere'),
  expired: makeUser(PASSWORD),
  aged: makeUser(PASSWORD, [ASKED, ALWAYS]),
  fish: makeUser(PASSWORD, [ASKED, ALWAYS, 'Defaults:NAME requiretty'], '/usr/bin/fish'),
  tcsh: makeUser(PASSWORD, [ASKED, ALWAYS, 'Defaults:NAME requiretty'], '/usr/bin/tcsh'),
}
type Name = keyof typeof users

execFileSync('chage', ['-E', '0', users.expired.name])
execFileSync('chage', ['-d', '0', users.aged.name])
const pam = `/etc/pam.d/${users.noisy.name}`
writeFileSync(join(folder, 'motd'), 'Welcome to web1: enjoy your stay\nPassword:\n')
writeFileSync(
  pam,
  `auth optional pam_echo.so file=${folder}/motd\n@include common-auth\n@include common-account\nsession optional pam_echo.so file=${folder}/motd\n@include common-session-noninteractive\n`,
)
writeFileSync(
  doas,
  [
    `permit nopass ${users.free.name}`,
    `permit ${users.asked.name}`,
    `permit persist ${users.rude.name}`,
    `permit ${users.fish.name}`,
    `permit ${users.tcsh.name}`,
    '',
  ].join('\n'),
)
chmodSync(doas, 0o600)

t.teardown(async () => {
  await sshd.stop()
  if (doasBefore) writeFileSync(doas, doasBefore)
  else rmSync(doas)
  rmSync(pam)
  for (const user of Object.values(users)) user.remove()
  rmSync(folder, { recursive: true })
})

/** Opens a session of a user who became another, on a transport that ends with the test. */
const open = (
  t: Test,
  user: Name | 'root',
  become: Partial<Become>,
  transport: Transport = newTransport(),
): ReturnType<Transport['open']> => {
  t.teardown(() => transport.close())
  const address = { ...sshd.address, user: user === 'root' ? 'root' : users[user].name }
  return transport.open(address, { method: 'sudo', user: 'root', ...become })
}

const who = async (...given: Parameters<typeof open>): Promise<string> => {
  const session = await open(...given)
  return text((await session.send('id -un')).out).trim()
}

const password = PASSWORD
type Case = readonly [name: string, user: Name | 'root', become: Partial<Become>]
const LET_IN: readonly Case[] = [
  ['sudo with requiretty', 'tty', {}],
  ['sudo with requiretty and a password', 'askedTty', { password }],
  ['sudo with requiretty and a password, without a pty of its own', 'noPty', { password }],
  ['sudo with a lecture and PAM that talks', 'noisy', { password }],
  ['sudo from a home that is not there', 'homeless', { password }],
  ['sudo with quoted flags', 'asked', { password, flags: `-H -p 'who are you?' -S` }],
  ['sudo from fish, with requiretty', 'fish', { password }],
  ['sudo from tcsh, with requiretty', 'tcsh', { password }],
  ['the first sudo-rs', 'free', { password, exe: sudoRs(folder, PASSWORD, 'old') }],
  ['sudo-rs of today', 'free', { password, exe: sudoRs(folder, PASSWORD, 'new') }],
  ['doas without a password', 'free', { method: 'doas' }],
  ['doas without a password, which was given', 'free', { method: 'doas', password }],
  ['doas with a password', 'asked', { method: 'doas', password }],
  ['doas that remembers', 'rude', { method: 'doas', password }],
  ['doas from fish', 'fish', { method: 'doas', password }],
  ['doas from tcsh', 'tcsh', { method: 'doas', password }],
  ['su from fish', 'fish', { method: 'su', password, user: users.free.name }],
  ['su with a password', 'plain', { method: 'su', password, user: users.free.name }],
  [
    'su on terminals only',
    'plain',
    { method: 'su', password, user: users.free.name, exe: oldSu(folder) },
  ],
  ['su as root on terminals only', 'root', { method: 'su', user: 'daemon', exe: oldSu(folder) }],
  ['su as a login shell', 'plain', { method: 'su', password, user: users.free.name, flags: '-l' }],
  ['su by root to one without a shell', 'root', { method: 'su', user: users.shellless.name }],
  [
    'sudo to one without a shell and a home',
    'asked',
    { method: 'sudo', password, user: users.shellless.name },
  ],
  [
    'doas to one without a shell and a home',
    'asked',
    { method: 'doas', password, user: users.shellless.name },
  ],
  ['runuser to one without a shell', 'root', { method: 'runuser', user: users.shellless.name }],
]

for (const [name, user, become] of LET_IN) {
  await t.test(`${name}: lets in`, async t => {
    t.equal(await who(t, user, become), become.user ?? 'root')
  })
}

/** How su asks, and what it says to a wrong password. */
const LANGUAGES: Readonly<Record<string, readonly [ask: string, refuse: string]>> = {
  de: ['Passwort: ', 'su: Fehler bei Authentifizierung'],
  fr: ['Mot de passe : ', "su : Échec de l'authentification"],
  es: ['Contraseña: ', 'su: Fallo de autenticación'],
  ru: ['Пароль: ', 'su: Сбой при проверке подлинности'],
  ja: ['パスワード: ', 'su: 認証失敗'],
  zh: ['密码：', 'su: 鉴定故障'],
  ko: ['암호: ', 'su: 인증 실패'],
  tr: ['Parola:', 'su: Kimlik doğrulama başarısız'],
  he: ["root's סיסמה: ", 'su: אימות נכשל'],
}

await t.test('su may ask in any language', async t => {
  for (const [language, words] of Object.entries(LANGUAGES)) {
    const exe = foreignSu(folder, language, words, PASSWORD)
    t.equal(await who(t, 'free', { method: 'su', password, exe }), 'root', language)
    await t.rejects(open(t, 'free', { method: 'su', password: 'wrong', exe }), {
      kind: 'become',
      message: `su did not take the password of root (tried once): ${words[1]}`,
    })
  }
})

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
    { password: 'wrong', exe: join(folder, 'sudo-rs-new') },
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
    { method: 'su', user: users.free.name, password: 'wrong', exe: join(folder, 'old-su') },
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
    { exe: join(folder, 'sudo-rs-new') },
    `sudo asks for the password of FREE: ${ASKS}`,
  ],
  [
    'no password for su at a terminal',
    'plain',
    { method: 'su', user: users.free.name, exe: join(folder, 'old-su') },
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

await t.test('a password typed at a terminal is in no argument and no environment', async t => {
  for (const become of [{ password }, { method: 'doas', password }] as const) {
    await open(t, become.method ? 'asked' : 'askedTty', become)
    t.strictSame(running(PASSWORD.trim()), [])
  }
})

await t.test('a host without `script` says so', async t => {
  const bare = mkdtempSync(join(folder, 'bin-'))
  for (const program of ['sh', 'sudo', 'mktemp', 'mkfifo', 'cat', 'rm'])
    execFileSync('ln', ['-s', `/usr/bin/${program}`, bare])
  const server = await startSshServer({ env: { PATH: bare } })
  t.teardown(server.stop)
  const transport = newTransport()
  t.teardown(() => transport.close())
  const become = { method: 'su', user: 'daemon', exe: join(folder, 'old-su') }
  await t.rejects(transport.open(server.address, become), {
    message:
      'su demands a terminal on this host, and there is no program "script" to make one: install it (util-linux)',
  })
})

await t.test('root by sudo that demands a terminal conforms', async t => {
  const address = { ...sshd.address, user: users.askedTty.name }
  await conforms(t, { address, become: { method: 'sudo', user: 'root', password } })
})

await t.test('root by doas with a password conforms', async t => {
  const address = { ...sshd.address, user: users.asked.name }
  await conforms(t, { address, become: { method: 'doas', user: 'root', password } })
})
