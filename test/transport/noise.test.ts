// What hosts say unasked, and login shells that are no POSIX shells at all.
import { existsSync } from 'node:fs'
import t from 'tap'
import { type SshServerOptions, startSshServer } from '../support/ssh-server.ts'
import { newTransport, text } from './setup.ts'

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
