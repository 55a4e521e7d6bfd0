// The system's ssh in place of ours, against OpenSSH's own server.
import { execFileSync } from 'node:child_process'
import t from 'tap'
import { noSshd, startSshd } from '../support/sshd.ts'
import { conforms } from './conformance.ts'

t.setTimeout(170_000)
await t.test('the program ssh conforms', { skip: noSshd }, async t => {
  const sshd = await startSshd()
  /** sshd's processes for connections, its children. */
  const cut = (): void => {
    const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(sshd.pid)]).toString()
    for (const pid of children.trim().split(/\s+/)) process.kill(Number(pid), 'SIGKILL')
  }
  await conforms(t, { address: { ...sshd.address, via: 'openssh' }, cut })
  t.teardown(sshd.stop)
})
