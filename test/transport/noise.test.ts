// What hosts say unasked, and login shells that are no POSIX shells at all.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import t from 'tap'
import { type SshServerOptions, startSshServer } from '../support/ssh-server.ts'
import { noSshd, startSshd } from '../support/sshd.ts'
import { newTransport, text } from './setup.ts'
import { makeUser } from './users.ts'

/**
 * Noise of all sorts: a banner, a profile, a title for the terminal, a word that looks like a
 * prompt.
 */
const NOISE: readonly (readonly [string, SshServerOptions])[] = [
  ['a banner', { banner: 'authorized use only\n' }],
  ['a profile that talks', { noise: '\u001b]0;web1\u0007welcome\r\nPassword: ' }],
  ['bash that echoes its commands', { shell: ['/usr/bin/bash', '-xv'] }],
  ['csh', { shell: ['/usr/bin/tcsh'] }],
  ['fish', { shell: ['/usr/bin/fish'] }],
]

const present = NOISE.filter(([, { shell }]) => shell === undefined || existsSync(shell[0] ?? ''))

for (const [name, options] of present) {
  await t.test(`${name} does not disturb`, async t => {
    const server = await startSshServer(options)
    const transport = newTransport()
    t.teardown(async () => {
      await transport.close()
      await server.stop()
    })
    const session = await transport.open(server.address)
    const reply = await session.send(`echo 'it'\\''s "$((1 + 1))"!'; echo err >&2`)
    t.strictSame([text(reply.out), text(reply.err)], [`it's "$((1 + 1))"!\n`, 'err\n'])
  })
}

/** Start-up files that say something on both streams, and change what a shell thinks of itself. */
const STARTS: readonly (readonly [shell: string, file: string, lines: string])[] = [
  ['/bin/bash', '.bashrc', 'echo welcome; echo "Password: " >&2; set -x; IFS=x; alias echo=false'],
  ['/usr/bin/tcsh', '.cshrc', 'echo welcome; set echo; alias sh false'],
  [
    '/usr/bin/fish',
    '.config/fish/config.fish',
    'echo welcome; echo "Password: " >&2; set -gx IFS x',
  ],
]

await t.test('start-up files on a real host', { skip: noSshd }, async t => {
  const sshd = await startSshd()
  const home = mkdtempSync(join(tmpdir(), 'mokt-home-'))
  const transport = newTransport()
  t.teardown(async () => {
    await transport.close()
    await sshd.stop()
    rmSync(home, { recursive: true })
  })
  const userOf = (shell: string, file: string, lines: string): string => {
    const folder = mkdtempSync(join(home, 'of-'))
    const user = makeUser('Kanarienvogel', ['NAME ALL=(ALL) ALL'], shell, folder)
    t.teardown(() => user.remove())
    mkdirSync(join(folder, dirname(file)), { recursive: true })
    writeFileSync(join(folder, file), `${lines}\n`)
    execFileSync('chmod', ['-R', 'a+rwX', home])
    return user.name
  }
  for (const [shell, file, lines] of STARTS.filter(([shell]) => existsSync(shell))) {
    const user = userOf(shell, file, lines)
    for (const become of [undefined, { method: 'sudo', user: 'root', password: 'Kanarienvogel' }]) {
      const session = await transport.open({ ...sshd.address, user }, become)
      const { out, err } = await session.send('id -un; echo "$IFS" | od -c | head -1; echo err >&2')
      const name = become?.user ?? user
      t.match(text(out), `${name}\n0000000      \\t  \\n`, `${shell} as ${name}`)
      t.equal(text(err), 'err\n')
    }
  }
  const waiting = { ...sshd.address, user: userOf('/bin/bash', '.bashrc', 'cat >/dev/null') }
  const hasty = newTransport({ limits: { shell: 2 } })
  t.teardown(() => hasty.close())
  await t.rejects(hasty.open(waiting), {
    kind: 'timeout',
    message:
      'sh started no shell within 2 s: does a start-up file of the login shell wait for input?',
  })
})
