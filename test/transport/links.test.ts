// Connections: shared, jumped through, refused, silent.
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import t from 'tap'
import type { Address, Become } from '../../src/model/inventory.ts'
import { Cancelled } from '../../src/model/edge.ts'
import type { Turn } from '../../src/transport/options.ts'
import { freePort, noSshd, startSshd } from '../support/sshd.ts'
import { startSshServer } from '../support/ssh-server.ts'
import { clock, eventually, LOCAL, newTransport, oddSleep, running, text } from './setup.ts'

const counting = (): { counts: Record<Turn, number>; count: (_: Address, what: Turn) => void } => {
  const counts = { connect: 0, open: 0, send: 0 }
  return { counts, count: (_, what) => (counts[what] += 1) }
}

t.test('sessions are shared by host and user, connections by host', async t => {
  const server = await startSshServer()
  const { counts, count } = counting()
  const transport = newTransport({ count })
  t.teardown(async () => {
    await transport.close()
    await server.stop()
  })
  const become: Become = { method: 'env-is-no-method', user: 'web' }
  const [one, two] = await Promise.all([
    transport.open(server.address),
    transport.open({ ...server.address }),
  ])
  t.equal(one, two)
  t.equal(await transport.open(server.address), one)
  await t.rejects(transport.open(server.address, become), {
    kind: 'become',
    message: /is not known/,
  })
  await one.send('true')
  t.strictSame(counts, { connect: 1, open: 1, send: 1 })
  t.equal(server.connections(), 1)
})

t.test(
  'more users than the host grants shells get connections of their own',
  { skip: noSshd },
  async t => {
    const sshd = await startSshd(['MaxSessions 2'])
    const { counts, count } = counting()
    const transport = newTransport({ count })
    t.teardown(async () => {
      await transport.close()
      await sshd.stop()
    })
    const users = ['root', 'daemon', 'bin', 'sys', 'games', 'man']
    const open = (user: string) => transport.open(sshd.address, { method: 'runuser', user })
    const sessions = await Promise.all(users.map(open))
    const names = await Promise.all(
      sessions.map(async session => text((await session.send('id -un')).out).trim()),
    )
    t.strictSame(names, users)
    t.equal(counts.connect, 3)
  },
)

t.test('a host behind two others is reached through them', async t => {
  const servers = await Promise.all([
    startSshServer(),
    startSshServer(),
    startSshServer({ env: { WHERE: 'inner' } }),
  ])
  const [outer, middle, inner] = servers
  const transport = newTransport()
  t.teardown(async () => {
    await transport.close()
    for (const server of servers) await server.stop()
  })
  const jump: Address = { ...middle.address, jump: outer.address }
  const session = await transport.open({ ...inner.address, jump })
  t.equal(text((await session.send('echo $WHERE')).out), 'inner\n')
  const port = await freePort()
  await t.rejects(transport.open({ ...inner.address, port, jump }), {
    kind: 'unreachable',
    message: new RegExp(
      `^127.0.0.1 port ${middle.address.port} lets no connection through to 127.0.0.1 port ${port}:`,
    ),
  })
  await t.rejects(transport.open({ ...inner.address, jump: { ...jump, knownHosts: [] } }), {
    kind: 'new-host-key',
    message: /is not known to any file/,
  })
  t.equal(outer.connections(), 1)
  outer.cut()
  await t.rejects(session.send('sleep 100'), {
    kind: 'lost',
    message: /^the connection to .* was lost$/,
  })
  t.equal(text((await session.send('echo $WHERE')).out), 'inner\n')
})

t.test('what cannot be reached is told in one sentence', async t => {
  const transport = newTransport()
  t.teardown(() => transport.close())
  const port = await freePort()
  const ssh: Address = { ...LOCAL, via: 'ssh', host: '127.0.0.1', port, timeout: 1 }
  await t.rejects(transport.open(ssh), {
    kind: 'unreachable',
    message: `connection refused by 127.0.0.1 port ${port}`,
  })
  await t.rejects(transport.open({ ...ssh, host: 'web1.invalid' }), {
    kind: 'unreachable',
    message: 'the name web1.invalid does not resolve',
  })
  const sockets: Socket[] = []
  let greeting = ''
  const server = createServer(socket => {
    sockets.push(socket)
    socket.on('error', () => {})
    if (greeting !== '') socket.end(greeting)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const mute = { ...ssh, port: (server.address() as AddressInfo).port }
  await t.rejects(transport.open(mute), {
    kind: 'timeout',
    message: `no answer from 127.0.0.1 port ${mute.port} within 1 s`,
  })
  greeting = 'HTTP/1.1 400 Bad Request\r\n\r\n'
  const hasty = newTransport({
    clock: { ...clock, sleep: (ms, signal) => clock.sleep(ms / 20, signal) },
  })
  t.teardown(() => hasty.close())
  await t.rejects(hasty.open({ ...mute, timeout: 20 }), {
    kind: 'unreachable',
    message: / hung up before the handshake: it is no SSH server, /,
  })
  for (const socket of sockets) socket.destroy()
  server.close()
})

t.test(
  'a server that was stopped in mid-work does not hold anybody up',
  { skip: noSshd },
  async t => {
    const sshd = await startSshd()
    const transport = newTransport({ limits: { keepalive: 0.3, missed: 2, orphan: 2 } })
    t.teardown(async () => {
      await transport.close()
      await sshd.stop()
    })
    const session = await transport.open(sshd.address)
    const { out } = await session.send('cat /proc/[0-9]*/stat')
    const children = text(out)
      .split('\n')
      .map(line => line.split(' '))
      .filter(words => words[3] === String(sshd.pid))
    const pids = [sshd.pid, ...children.map(words => Number(words[0]))]
    const stop = (): void => pids.forEach(pid => process.kill(pid, 'SIGSTOP'))
    const sleep = oddSleep()
    // By then it has heard that somebody waits.
    const onOut = (): void => void clock.sleep(1000).then(stop)
    const silent = {
      kind: 'timeout',
      message: `127.0.0.1 port ${sshd.port} gave no sign of life any more`,
    }
    await t.rejects(session.send(`echo up; sleep ${sleep}`, { onOut }), silent)
    const again = {
      kind: 'timeout',
      message: `no answer from 127.0.0.1 port ${sshd.port} within 1 s`,
    }
    await t.rejects(transport.open({ ...sshd.address, timeout: 1 }), again)
    t.ok(await eventually(() => running(sleep).length === 0), 'the host gives up by itself')
    for (const pid of pids) process.kill(pid, 'SIGCONT')
  },
)

t.test('who was told to stop does not wait for a connection', async t => {
  const server = createServer(socket => socket.on('error', () => {})).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = new AbortController()
  const transport = newTransport({ signal: stop.signal })
  const opening = transport.open({
    ...LOCAL,
    via: 'ssh',
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    timeout: 60,
  })
  const rejected = t.rejects(opening, Cancelled)
  stop.abort()
  await rejected
  await transport.close()
  server.close()
})

t.test('more logins at once than sshd allows take turns', { skip: noSshd }, async t => {
  const sshd = await startSshd(['MaxStartups 2:100:2'])
  const { counts, count } = counting()
  const transports = Array.from({ length: 8 }, () => newTransport({ count }))
  t.teardown(async () => {
    await Promise.all(transports.map(transport => transport.close()))
    await sshd.stop()
  })
  const sessions = await Promise.all(transports.map(transport => transport.open(sshd.address)))
  const replies = await Promise.all(sessions.map(session => session.send('exit 6')))
  t.strictSame(
    replies.map(reply => reply.rc),
    sessions.map(() => 6),
  )
  t.ok(counts.connect > 8, 'some were turned away at first')
})

t.test('who was turned away comes in smaller groups', { skip: noSshd }, async t => {
  const sshd = await startSshd(['MaxStartups 2:50:4', 'MaxSessions 1'])
  const { counts, count } = counting()
  const transport = newTransport({ count })
  t.teardown(async () => {
    await transport.close()
    await sshd.stop()
  })
  // Addresses that differ in anything are hosts of their own; to sshd they are all one.
  const hosts = Array.from({ length: 40 }, (_, index) => ({
    ...sshd.address,
    keyPassphrase: `of host ${index}`,
  }))
  const sessions = await Promise.all(hosts.map(host => transport.open(host)))
  const replies = await Promise.all(sessions.map(session => session.send('exit 6')))
  t.ok(replies.every(({ rc }) => rc === 6))
  t.ok(counts.connect < 40 + 16, `${counts.connect} connections for 40 hosts`)
})
