// Accounts of all sorts, and a server that lets them in, for the tests of becoming another user.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Transport } from '../../src/model/edge.ts'
import type { Become } from '../../src/model/inventory.ts'
import { lacks } from '../support/programs.ts'
import { noSshd, startSshd } from '../support/sshd.ts'
import { newTransport, text } from './setup.ts'
import { makeUser, noRoot } from './users.ts'

export const PASSWORD = " Kanarien-\\Vogel $7' "
const skip = noSshd || noRoot || lacks('sudo', 'su', 'doas', 'runuser', 'script')

if (skip !== false) {
  t.plan(0, skip)
  process.exit(0)
}

export const folder = mkdtempSync(join(tmpdir(), 'mokt-moods-'))
chmodSync(folder, 0o755)
export const sshd = await startSshd()
const doas = '/etc/doas.conf'
const doasBefore = existsSync(doas) ? readFileSync(doas) : undefined
export const log = join(folder, 'sudo.log')

const ASKED = 'NAME ALL=(ALL) ALL'
const FREE = 'NAME ALL=(ALL) NOPASSWD: ALL'
const ALWAYS = `Defaults:NAME timestamp_timeout=0, logfile=${log}, loglinelen=0`
export const users = {
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
export type Name = keyof typeof users

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
export const open = (
  t: Test,
  user: Name | 'root',
  become: Partial<Become>,
  transport: Transport = newTransport(),
): ReturnType<Transport['open']> => {
  t.teardown(() => transport.close())
  const address = { ...sshd.address, user: user === 'root' ? 'root' : users[user].name }
  return transport.open(address, { method: 'sudo', user: 'root', ...become })
}

export const who = async (...given: Parameters<typeof open>): Promise<string> => {
  const session = await open(...given)
  return text((await session.send('id -un')).out).trim()
}

/** Somebody, and how they become whom. */
export type Case = readonly [name: string, user: Name | 'root', become: Partial<Become>]
