// The system's ssh in place of ours, against OpenSSH's own server.
import t from 'tap'
import { noSshd, startSshd } from '../support/sshd.ts'
import { conforms } from './conformance.ts'
import { killChildren } from './setup.ts'

t.setTimeout(170_000)
await t.test('the program ssh conforms', { skip: noSshd }, async t => {
  const sshd = await startSshd()
  /** sshd's processes for connections. */
  const cut = (): void => killChildren(sshd.pid)
  await conforms(t, { address: { ...sshd.address, via: 'openssh' }, cut })
  t.teardown(sshd.stop)
})
