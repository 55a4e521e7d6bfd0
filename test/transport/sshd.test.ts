// OpenSSH's own server.
import t from 'tap'
import { noSshd, startSshd } from '../support/sshd.ts'
import { conforms } from './conformance.ts'
import { killChildren } from './setup.ts'
import { makeUser } from './users.ts'

t.setTimeout(170_000)
await t.test('sshd conforms', { skip: noSshd }, async t => {
  const sshd = await startSshd()
  /** sshd's processes for connections, its children. */
  const cut = (): void => killChildren(sshd.pid)
  await conforms(t, { address: sshd.address, cut })
  t.teardown(sshd.stop)
})

await t.test(
  'root by sudo, with a terminal that sudo makes, conforms over sshd',
  { skip: noSshd },
  async t => {
    const sshd = await startSshd()
    const user = makeUser('Kanarienvogel', ['NAME ALL=(ALL) ALL', 'Defaults:NAME use_pty'])
    t.teardown(async () => {
      await sshd.stop()
      user.remove()
    })
    const address = { ...sshd.address, user: user.name }
    await conforms(t, {
      address,
      become: { method: 'sudo', user: 'root', password: 'Kanarienvogel' },
    })
  },
)
