// The moods of sudo, su, doas and runuser: terminals they demand, languages they speak, accounts they do not like. Real
// programs and real accounts, but for those of doubles.ts.
import t from 'tap'
import { type Case, folder, open, PASSWORD, sshd, users, who } from './accounts.ts'
import { conforms } from './conformance.ts'
import { foreignSu, oldSu, sudoRs } from './doubles.ts'
import { running } from './setup.ts'

t.setTimeout(300_000)

const password = PASSWORD
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

await t.test('a password typed at a terminal is in no argument and no environment', async t => {
  for (const become of [{ password }, { method: 'doas', password }] as const) {
    await open(t, become.method ? 'asked' : 'askedTty', become)
    t.strictSame(running(PASSWORD.trim()), [])
  }
})

await t.test('root by sudo that demands a terminal conforms', async t => {
  const address = { ...sshd.address, user: users.askedTty.name }
  await conforms(t, { address, become: { method: 'sudo', user: 'root', password } })
})

await t.test('root by doas with a password conforms', async t => {
  const address = { ...sshd.address, user: users.asked.name }
  await conforms(t, { address, become: { method: 'doas', user: 'root', password } })
})
