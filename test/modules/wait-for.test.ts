// wait_for's script against real servers and files on this machine, with each of the programs that a host may have.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, connect, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import waitFor from '../../modules/wait_for/index.ts'
import { forGrep, matchIn } from '../../modules/wait_for/regex.ts'
import { checkArgs } from '../../src/registry/args.ts'
import type { Output } from '../../src/model/change.ts'
import { someFacts } from '../support/facts.ts'
import { lacks } from '../support/programs.ts'

t.setTimeout(120_000)
t.jobs = 4

const ALWAYS = ['sh', 'cat', 'sleep', 'stat', 'grep', 'date', 'awk', 'getent']

/** A folder of programs as the only PATH. */
const pathWith = (dir: string, programs: readonly string[]): string => {
  const bin = join(dir, `bin-${programs.join('-')}`)
  mkdirSync(bin)
  for (const name of [...ALWAYS, ...programs]) {
    const from = (process.env['PATH'] ?? '')
      .split(':')
      .concat('/usr/bin', '/bin')
      .filter(folder => !folder.includes('shims'))
      .map(folder => join(folder, name))
      .find(path => existsSync(path))
    if (from) symlinkSync(realpathSync(from), join(bin, name))
  }
  return bin
}

type Given = Readonly<Record<string, unknown>>

/** Runs what the module plans, and tells what it returns. */
const wait = async (path: string, given: Given): Promise<Readonly<Record<string, unknown>>> => {
  const { args, diagnostics } = checkArgs(waitFor, given, { home: '/root' })
  t.same(diagnostics, [])
  const changes = waitFor.plan(args as never, {}, someFacts)
  const [op] = changes[0]!.ops
  if (op?.op !== 'run') throw new Error('it runs nothing')
  const output = await new Promise<Output>(resolve => {
    const child = spawn('/bin/sh', op.argv.slice(1), { env: { ...op.env, PATH: path } })
    let [out, err] = ['', '']
    child.stdout.on('data', chunk => (out += String(chunk)))
    child.stderr.on('data', chunk => (err += String(chunk)))
    child.on('close', rc => resolve({ rc: rc ?? -1, out, err, ms: 1 }))
    child.stdin.end()
  })
  return waitFor.result!({
    args: args as never,
    before: {},
    after: {},
    changes,
    outputs: [output],
    facts: someFacts,
  })
}

const serve = async (t: Test, greeting?: string): Promise<number> => {
  const server = createServer(socket => {
    socket.on('error', () => {})
    if (greeting !== undefined) socket.write(greeting)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>(resolve => server.close(() => resolve()))
  return port
}

const WAYS: readonly (readonly string[])[] = [
  ['python3'],
  ['perl'],
  ['bash', 'timeout'],
  ['nc'],
  ['curl'],
  [],
]

for (const programs of WAYS)
  t.test(
    `ports are tried with ${programs.join(' and ') || "the kernel's own list"}`,
    { skip: lacks(...programs) },
    async t => {
      const path = pathWith(t.testdir(), programs)
      const [open, closed] = [await serve(t), await freePort()]
      const soon = { timeout: 2, connect_timeout: 1 }
      t.match(await wait(path, { port: open, ...soon }), { state: 'started', port: open })
      t.match(await wait(path, { port: closed, ...soon }), {
        failed: true,
        msg: `Timeout when waiting for 127.0.0.1:${closed}`,
      })
      t.match(await wait(path, { port: closed, state: 'stopped', ...soon }), { state: 'stopped' })
      t.match(await wait(path, { port: open, state: 'stopped', ...soon }), {
        failed: true,
        msg: `Timeout when waiting for 127.0.0.1:${open} to stop.`,
      })
    },
  )

for (const programs of [['python3'], ['perl'], ['bash'], ['nc']])
  t.test(
    `what a server says is looked at with ${programs.join(' and ')}`,
    { skip: lacks(...programs) },
    async t => {
      const path = pathWith(t.testdir(), programs)
      const port = await serve(t, 'SSH-2.0-OpenSSH_9.2 é\r\nmore')
      const found = await wait(path, {
        port,
        search_regex: '^SSH-(\\d)\\.(?P<minor>\\d)-(Dropbear)?(?P<name>Open.+) ',
        timeout: 4,
        connect_timeout: 1,
      })
      t.match(found, {
        match_groups: ['2', '0', null, 'OpenSSH_9.2'],
        match_groupdict: { minor: '0', name: 'OpenSSH_9.2' },
      })
      t.match(
        await wait(path, { port, search_regex: 'Dropbear', timeout: 2, connect_timeout: 1 }),
        { msg: `Timeout when waiting for search string Dropbear in 127.0.0.1:${port}` },
      )
    },
  )

for (const programs of [['python3'], ['perl'], []])
  t.test(
    `texts of files are looked for with ${programs.join('') || 'grep'}`,
    { skip: lacks(...programs) },
    async t => {
      const dir = t.testdir({ log: "begin\nit's done in 12s\nend\n", empty: '' })
      const path = pathWith(dir, programs)
      const [log, empty] = [join(dir, 'log'), join(dir, 'empty')]
      t.match(await wait(path, { path: log, search_regex: 'done in (?P<s>\\d+)s$' }), {
        match_groups: ['12'],
        match_groupdict: { s: '12' },
        search_regex: 'done in (?P<s>\\d+)s$',
        path: log,
      })
      t.match(await wait(path, { path: log, search_regex: 'gone', timeout: 1 }), {
        msg: `Timeout when waiting for search string gone in ${log}`,
      })
      t.match(await wait(path, { path: empty, search_regex: 'a', timeout: 1 }), { failed: true })
      const crossing = { path: log, search_regex: "begin\\s+it's (.*)\\Z(?!x)|done[^x]*end\\n\\Z" }
      const found = await wait(path, { ...crossing, timeout: 1 })
      if (programs.length > 0) t.match(found, { match_groups: [null] })
      else t.match(found, { failed: true, msg: /only python3 or perl can look for/ })
    },
  )

t.test('a file that comes later is waited for, and one that goes', async t => {
  const dir = t.testdir({ a: '' })
  const path = pathWith(dir, ['rm'])
  const late = join(dir, "it's $HOME")
  setTimeout(() => writeFileSync(late, 'x'), 300)
  t.match(await wait(path, { path: late, timeout: 20 }), { state: 'started', path: late })
  t.match(await wait(path, { path: join(dir, 'none'), state: 'absent' }), { state: 'absent' })
  t.match(await wait(path, { path: late, state: 'absent', timeout: 1, msg: 'still there' }), {
    failed: true,
    msg: 'still there',
  })
  t.match(await wait(path, { path: join(dir, 'a/b'), timeout: 1 }), {
    failed: true,
    msg: `Failed to stat ${join(dir, 'a/b')}, Not a directory`,
  })
  t.match(await wait(path, { timeout: 1 }), { state: 'started', port: null, path: null })
})

t.test('connections count while they last, but not those of hosts left out', async t => {
  const path = pathWith(t.testdir(), [])
  const port = await serve(t)
  const client = connect(port, '127.0.0.1')
  await new Promise<void>(resolve => client.once('connect', () => resolve()))
  t.teardown(() => client.destroy())
  const drain = { port, state: 'drained', timeout: 1, active_connection_states: ['ESTABLISHED'] }
  t.match(await wait(path, drain), { msg: `Timeout when waiting for 127.0.0.1:${port} to drain` })
  t.match(await wait(path, { ...drain, host: '0.0.0.0' }), { failed: true })
  t.match(await wait(path, { ...drain, host: 'localhost' }), { failed: true })
  t.match(await wait(path, { ...drain, host: '10.1.2.3' }), { state: 'drained' })
  t.match(await wait(path, { ...drain, exclude_hosts: ['10.1.2.3', '127.0.0.1'] }), {
    state: 'drained',
  })
  client.destroy()
  t.match(await wait(path, { ...drain, timeout: 20 }), { state: 'drained' })
})

t.test('a port that nothing can try is told in one sentence', async t => {
  t.match(await wait(pathWith(t.testdir(), []), { port: 80, host: '192.0.2.1', timeout: 1 }), {
    failed: true,
    msg: 'port 80 of 192.0.2.1 cannot be tried: the host has none of python3, perl, bash, nc and curl; install one of them',
  })
})

t.test('grep gets only what means the same line by line', async t => {
  t.equal(forGrep('a{2,3}?b+?'), 'a{2,3}b+')
  t.equal(forGrep('(?:a|b)*\\.c'), '(a|b)*\\.c')
  for (const text of ['a\\s', '[^a]', 'a\\nb', '(?=a)', '(?i)a', '\\bword', '(a)\\1', '\\Aa'])
    t.equal(forGrep(text), '', text)
  t.same(matchIn({ rc: 0, out: 'line a=1\nelapsed 0\n', err: '', ms: 1 }, '(a)=(\\d)|(b)'), {
    match_groups: ['a', '1', null],
    match_groupdict: {},
  })
})
