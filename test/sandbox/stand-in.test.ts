// Hosts where no sshd is installed: ssh2's server speaks for them.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { up } from '../../src/sandbox/sandbox.ts'
import { newDir, skip, ssh, sshWithPassword } from './support.ts'

const reason = skip()
if (reason !== false) {
  t.plan(0, reason)
  process.exit(0)
}

const dir = newDir()
const info = await up({ count: 2, dir, standIn: true })
writeFileSync(join(dir, '..', 'askpass'), '#!/bin/sh\necho "$ANSWER"\n', { mode: 0o755 })

t.test('it says so', async t => {
  t.equal(info.server, 'ssh2')
})

t.test('commands run inside the host, with their output and status', async t => {
  t.match(await ssh(dir, 'host2', 'hostname; pwd; id -u; echo err >&2; exit 7'), {
    code: 7,
    out: 'host2\n/root\n0\n',
    err: 'err\n',
  })
  t.equal((await ssh(dir, 'host1', 'head -c 3000000 /dev/zero | tr "\\0" x')).out.length, 3_000_000)
  t.equal((await ssh(dir, 'host1', 'kill -9 $$')).code, 255)
})

t.test('the keys are checked', async t => {
  t.equal((await ssh(dir, 'host1', 'true', ['-l', 'daemon'])).code, 255)
  t.equal(
    (await ssh(dir, 'host1', 'true', ['-o', 'PubkeyAuthentication=no', '-o', 'BatchMode=yes']))
      .code,
    255,
  )
  t.equal((await sshWithPassword(dir, 'host1', 'true', 'wrong')).code, 255)
})

t.test('users get in as themselves, with a home and nothing more than theirs', async t => {
  t.match(await ssh(dir, 'host1', 'id -un; pwd; cat /etc/shadow', ['-l', 'deploy']), {
    code: 1,
    out: 'deploy\n/home/deploy\n',
  })
  t.match(await sshWithPassword(dir, 'host1', 'id -un', 'ops-password'), { code: 0, out: 'ops\n' })
})

t.test('no process has the capability to load modules, as behind sshd', async t => {
  const said = await ssh(dir, 'host1', 'grep CapBnd /proc/self/status')
  t.equal((BigInt(`0x${said.out.trim().split(/\s+/)[1]}`) >> 16n) & 1n, 0n)
})

t.test('connections live through an `up` of more hosts', async t => {
  const waiting = ssh(
    dir,
    'host1',
    'echo begun; while ! [ -e /tmp/go ]; do sleep 0.05; done; echo done',
  )
  await up({ count: 3, dir })
  await ssh(dir, 'host1', 'touch /tmp/go')
  t.match(await waiting, { code: 0, out: 'begun\ndone\n' })
})

t.test('a terminal is there for who asks for one', async t => {
  t.match(await ssh(dir, 'host1', 'tty', ['-tt']), { code: 0, out: /^\/dev\/pts\/\d+/ })
})
