// uri's script against real servers on loopback: what is sent, what comes back, what stays secret.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import uri from '../../modules/uri/index.ts'
import { runScript } from '../../src/host/ops/run.ts'
import { WRITE } from '../../src/host/ops/write.ts'
import type { Output } from '../../src/model/change.ts'
import { checkArgs } from '../../src/registry/args.ts'
import { someFacts } from '../support/facts.ts'
import { lacks } from '../support/programs.ts'

type Seen = { method: string; headers: IncomingMessage['headers']; body: string; shown: string }
type Vars = Readonly<Record<string, unknown>>

/** What all processes of this machine show to everybody: their command lines. */
const commandLines = (): string =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && existsSync(`/proc/${name}/cmdline`))
    .map(name => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8')
      } catch {
        return ''
      }
    })
    .join('\n')

const answer: RequestListener = (request, response) => {
  const { pathname: path } = new URL(request.url ?? '', 'http://h')
  const headed = (headers: Record<string, string | string[]>, status = 200): typeof response => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    response.statusCode = status
    return response
  }
  if (path === '/json')
    return void headed({ 'Content-Type': 'application/vnd.api+json' }).end('{"a": [1, "é"]}')
  if (path === '/latin')
    return void headed({ 'Content-Type': 'text/plain; charset=iso-8859-1' }).end(
      Buffer.from('café', 'latin1'),
    )
  if (path === '/gzip') return void headed({ 'Content-Encoding': 'gzip' }).end(gzipSync('small'))
  if (path === '/moved') return void headed({ Location: '/json' }, 302).end()
  if (path === '/cookies')
    return void headed({
      'Set-Cookie': ['a=1; Path=/', 'b=x=y; HttpOnly'],
      'X-Two-Words': 'yes',
    }).end()
  if (path === '/since' && request.headers['if-modified-since']) return void headed({}, 304).end()
  if (path === '/named')
    return void headed({ 'Content-Disposition': 'attachment; filename="../it is.txt"' }).end(
      'named',
    )
  if (path === '/private' && request.headers.authorization === undefined)
    return void headed({ 'WWW-Authenticate': 'Basic realm="x"' }, 401).end()
  headed({}, path === '/none' ? 404 : 200).end('plain')
}

const serve = async (
  t: Test,
  make: (listener: RequestListener) => ReturnType<typeof createServer> = createServer,
): Promise<{ port: number; seen: Seen[] }> => {
  const seen: Seen[] = []
  const server = make((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk as Buffer))
    request.on('end', () => {
      const { method = '', headers } = request
      const body = Buffer.concat(chunks).toString('latin1')
      seen.push({ method, headers, body, shown: commandLines() })
      answer(request, response)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return { port: (server.address() as AddressInfo).port, seen }
}

/** Runs what the module plans as a host would, and tells what it returns. */
const ask = async (given: Vars, state: Vars = {}, path = process.env['PATH']): Promise<Vars> => {
  const { args, diagnostics } = checkArgs(uri, { use_proxy: false, ...given }, { home: '/root' })
  t.same(diagnostics, [])
  const changes = uri.plan(args as never, state as never, someFacts)
  const [op] = changes[0]!.ops
  if (op?.op !== 'run') throw new Error('it runs nothing')
  const output = await new Promise<Output>(resolve => {
    const child = spawn('/bin/sh', { env: { PATH: path, HOME: '/nonexistent' } })
    let [out, err] = ['', '']
    child.stdout.on('data', chunk => (out += String(chunk)))
    child.stderr.on('data', chunk => (err += String(chunk)))
    child.on('close', rc => resolve({ rc: rc ?? -1, out, err, ms: 1 }))
    child.stdin.end(`${WRITE}\n${runScript(op)}`)
  })
  return uri.result!({
    args: args as never,
    before: state as never,
    after: state as never,
    changes,
    outputs: [output],
    facts: someFacts,
  })
}

t.test('answers come back as Ansible returns them', { skip: lacks('curl') }, async t => {
  const { port, seen } = await serve(t)
  const url = `http://127.0.0.1:${port}`
  t.match(await ask({ url: `${url}/json` }), {
    status: 200,
    json: { a: [1, 'é'] },
    content_type: 'application/vnd.api+json',
    redirected: false,
    msg: /^OK \(/,
    changed: false,
    url: `${url}/json`,
  })
  t.equal((await ask({ url: `${url}/json` }))['content'], undefined)
  t.equal((await ask({ url: `${url}/latin`, return_content: true }))['content'], 'café')
  t.equal((await ask({ url: `${url}/gzip`, return_content: true }))['content'], 'small')
  t.match(await ask({ url: `${url}/moved` }), { redirected: true, url: `${url}/json`, status: 200 })
  t.match(await ask({ url: `${url}/moved`, method: 'POST', status_code: 302 }), {
    status: 302,
    location: `${url}/json`,
    redirected: false,
  })
  t.match(await ask({ url: `${url}/cookies`, http_agent: 'me' }), {
    cookies: { a: '1', b: 'x=y' },
    cookies_string: 'a=1; b=x=y',
    set_cookie: 'a=1; Path=/, b=x=y; HttpOnly',
    x_two_words: 'yes',
  })
  t.equal(seen.at(-1)?.headers['user-agent'], 'me')
  t.match(await ask({ url: `${url}/none`, status_code: [200, 201] }), {
    failed: true,
    status: 404,
    msg: 'Status code was 404 and not [200, 201]: HTTP Error 404: Not Found',
  })
  t.match(await ask({ url: 'http://127.0.0.1:1/' }), {
    failed: true,
    status: -1,
    msg: /^Status code was -1 and not \[200\]: Request failed: /,
  })
})

t.test('bodies arrive as they were meant', { skip: lacks('curl') }, async t => {
  const { port, seen } = await serve(t)
  const url = `http://127.0.0.1:${port}/`
  await ask({ url, method: 'POST', body: { a: "it's $(id) é" }, body_format: 'json' })
  t.match(seen.at(-1), {
    method: 'POST',
    body: '{"a": "it\'s $(id) \\u00e9"}',
    headers: { 'content-type': 'application/json' },
  })
  await ask({ url, method: 'put', body: '@/etc/passwd\n', headers: { 'Content-Type': 'x/y' } })
  t.match(seen.at(-1), {
    method: 'PUT',
    body: '@/etc/passwd\n',
    headers: { 'content-type': 'x/y' },
  })
  await ask({ url, method: 'POST' })
  t.match(seen.at(-1), { method: 'POST', body: '', headers: { 'content-length': '0' } })
  await ask({ url, method: 'DELETE' })
  t.match(seen.at(-1), { method: 'DELETE', body: '' })
  t.match(await ask({ url, method: 'HEAD', return_content: true }), { status: 200, content: '' })
  const dir = t.testdir({ 'a "b".bin': '\x00\x01' })
  const filename = join(dir, 'a "b".bin')
  const parts = { f: { filename, mime_type: 'a/b' }, x: '@y;type=z' }
  await ask({ url, method: 'POST', body_format: 'form-multipart', remote_src: true, body: parts })
  t.match(seen.at(-1)?.body, /name="x"\r\n\r\n@y;type=z\r\n/)
  t.match(
    seen.at(-1)?.body,
    /filename="a (%22|\\")b(%22|\\")\.bin"\r\nContent-Type: a\/b\r\n\r\n\x00\x01\r\n/,
  )
  await ask({ url, method: 'PUT', src: filename, remote_src: true })
  t.equal(seen.at(-1)?.body, '\x00\x01')
  t.match(await ask({ url, src: join(dir, 'none'), remote_src: true }), {
    failed: true,
    msg: `Unable to open source file ${join(dir, 'none')}`,
  })
})

t.test('no command line shows what is secret', { skip: lacks('curl') }, async t => {
  const { port, seen } = await serve(t)
  const login = { url_username: 'bob', url_password: 'p"w\\ geheim' }
  const headers = { 'X-Token': 'geheim too' }
  const url = `http://eve:geheim@127.0.0.1:${port}/private?geheim`
  t.match(await ask({ url: `http://127.0.0.1:${port}/private`, ...login, headers }), {
    status: 200,
  })
  t.equal(seen.length, 2, 'it waits to be asked')
  t.match(seen[1], {
    headers: {
      authorization: `Basic ${Buffer.from('bob:p"w\\ geheim').toString('base64')}`,
      'x-token': 'geheim too',
    },
  })
  await ask({ url, method: 'POST', body: 'geheim', ...login, force_basic_auth: true })
  t.equal(seen.length, 3, 'it does not wait')
  for (const { shown } of seen) t.notMatch(shown, 'geheim')
})

t.test('an answer becomes a file', { skip: lacks('curl') }, async t => {
  const { port, seen } = await serve(t)
  const url = `http://127.0.0.1:${port}`
  const dir = t.testdir({ old: 'old' })
  const [old, made] = [join(dir, 'old'), join(dir, "it's new")]
  t.match(await ask({ url: `${url}/a`, dest: made, mode: 'u=rw,go=' }), {
    changed: true,
    path: made,
    mode: '0600',
    size: 5,
  })
  t.equal(readFileSync(made, 'utf8'), 'plain')
  t.match(await ask({ url: `${url}/since`, dest: old }), { failed: true, status: 304 })
  t.equal(readFileSync(old, 'utf8'), 'old')
  writeFileSync(old, 'old', { mode: 0o640 })
  const { mode } = statSync(old)
  t.match(await ask({ url: `${url}/since`, dest: old, force: true }), { changed: true })
  t.equal(seen.at(-1)?.headers['cache-control'], 'no-cache')
  t.equal(statSync(old).mode, mode, 'the old file leaves its permissions')
  t.match(await ask({ url: `${url}/none`, dest: old }), { failed: true, changed: false })
  t.equal(readFileSync(old, 'utf8'), 'plain')
  t.match(await ask({ url: `${url}/named`, dest: dir }), { path: join(dir, 'it is.txt') })
  t.match(await ask({ url: `${url}/x/page.html?q=/y`, dest: dir }), {
    path: join(dir, 'page.html'),
  })
  t.match(await ask({ url, dest: dir }), { path: join(dir, 'index.html') })
  t.match(await ask({ url, dest: join(dir, 'none/x') }), {
    failed: true,
    msg: `the answer cannot be written to ${join(dir, 'none/x')}: No such file or directory`,
  })
  t.same(readdirSync(dir).sort(), ['index.html', 'it is.txt', "it's new", 'old', 'page.html'])
})

t.test('certificates are looked at', { skip: lacks('curl', 'openssl') }, async t => {
  const dir = t.testdir()
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ].concat(['-keyout', key, '-out', cert], subject),
    { stdio: 'ignore' },
  )
  const files = { key: readFileSync(key), cert: readFileSync(cert) }
  const { port } = await serve(t, listener => createSecure(files, listener))
  const url = `https://127.0.0.1:${port}/`
  t.match(await ask({ url }), { failed: true, status: -1, msg: /certificate/ })
  t.match(await ask({ url, validate_certs: false }), { status: 200 })
  t.match(await ask({ url, ca_path: cert }), { status: 200 })
})

t.test('a host without curl says so', async t => {
  const dir = t.testdir({ sh: t.fixture('symlink', '/bin/sh') })
  t.match(await ask({ url: 'http://127.0.0.1:1/' }, {}, dir), {
    failed: true,
    msg: 'curl is not on the host: install it first',
  })
})
