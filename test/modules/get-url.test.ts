// The scripts of get_url against a real server on loopback, with curl, with wget, and with neither.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { nameInHeaders, nameInUrl, digestIn, type Args } from '../../modules/get_url/args.ts'
import { configOf, PLACE, SHORT } from '../../modules/get_url/fetch.ts'
import { lacks } from '../support/programs.ts'

const CONTENT = 'hello\n'
const sha1 = createHash('sha1').update(CONTENT).digest('hex')
const PROGRAMS = [
  'sh',
  'cat',
  'mktemp',
  'rm',
  'mv',
  'cp',
  'chown',
  'chmod',
  'stat',
  'sed',
  'date',
  'sha1sum',
  'md5sum',
  'sha256sum',
]

type Seen = {
  url: string | undefined
  header: string | undefined
  auth: string | undefined
  agent: string | undefined
}

const server = async (t: Test): Promise<{ url: string; seen: Seen[] }> => {
  const seen: Seen[] = []
  const made = createServer((request, response) => {
    const { headers, url } = request
    seen.push({
      url,
      header: headers['x-token'] as string | undefined,
      auth: headers.authorization,
      agent: headers['user-agent'],
    })
    response.statusCode = url === '/none' ? 404 : 200
    response.end(CONTENT)
  })
  await new Promise<void>(resolve => made.listen(0, '127.0.0.1', resolve))
  t.teardown(() => made.close())
  return { url: `http://127.0.0.1:${(made.address() as AddressInfo).port}`, seen }
}

/** A folder of programs as the only PATH. */
const pathWith = (dir: string, ...fetchers: string[]): string => {
  const bin = join(dir, 'bin')
  mkdirSync(bin)
  for (const name of [...PROGRAMS, ...fetchers]) {
    const from = ['/usr/bin', '/bin']
      .map(folder => join(folder, name))
      .find(path => statSync(path, { throwIfNoEntry: false }))
    if (from) symlinkSync(from, join(bin, name))
  }
  return bin
}

const args = (url: string, more: Partial<Args> = {}): Args =>
  ({
    url,
    dest: '',
    timeout: 5,
    http_agent: 'mokplay-test',
    validate_certs: true,
    use_proxy: false,
    use_netrc: false,
    decompress: false,
    ...more,
  }) as Args

const place = (
  path: string,
  of: Args,
  words: readonly string[],
): Promise<{ rc: number | null; out: string; err: string }> =>
  new Promise(resolve => {
    const child = spawn('/bin/sh', ['-c', SHORT, 'get_url', of.url, ...words], {
      env: { PATH: path, script: PLACE },
    })
    let [out, err] = ['', '']
    child.stdout.on('data', chunk => (out += String(chunk)))
    child.stderr.on('data', chunk => (err += String(chunk)))
    child.on('close', rc => resolve({ rc, out, err }))
    child.stdin.end(configOf(of, of.url))
  })

for (const fetcher of ['curl', 'wget'])
  t.test(
    `${fetcher} fetches, with headers and a password that no command line shows`,
    { skip: lacks(fetcher) },
    async t => {
      const dir = t.testdir({ in: {} })
      const path = pathWith(dir, fetcher)
      const { url, seen } = await server(t)
      const of = args(`${url}/a?b=c`, {
        headers: { 'X-Token': `q'"$x` },
        url_username: 'bob',
        url_password: 'p"w\\ x',
      })
      const dest = join(dir, 'in', "it's")
      const first = await place(path, of, [dest, join(dir, 'in'), 'sha1', sha1, ''])
      t.match(first, { rc: 0, out: `sha1 ${sha1}` })
      t.equal(readFileSync(dest, 'utf8'), CONTENT)
      t.match(seen.at(-1), {
        url: '/a?b=c',
        header: `q'"$x`,
        agent: 'mokplay-test',
        auth: `Basic ${Buffer.from('bob:p"w\\ x').toString('base64')}`,
      })
      t.equal(
        (
          await place(path, args(`${url}/none`), [
            join(dir, 'in/none'),
            join(dir, 'in'),
            '',
            '',
            '',
          ])
        ).rc === 0,
        false,
        'a page that is not there',
      )
      t.same(readdirSync(join(dir, 'in')), ["it's"], 'nothing is left behind')
    },
  )

t.test(
  'a file is replaced only by one that has the digest, and leaves its permissions',
  { skip: lacks('curl') },
  async t => {
    const dir = t.testdir({ in: { a: 'old' } })
    const path = pathWith(dir, 'curl')
    const { url } = await server(t)
    writeFileSync(join(dir, 'in/a'), 'old', { mode: 0o600 })
    const a = join(dir, 'in/a')
    const wrong = await place(path, args(url), [a, join(dir, 'in'), 'sha1', 'abc', ''])
    t.match(wrong, { rc: 1, err: `The checksum for ${a} did not match abc; it was ${sha1}.` })
    t.equal(readFileSync(a, 'utf8'), 'old')
    const mode = statSync(a).mode
    const right = await place(path, args(url), [a, join(dir, 'in'), '', '', 'yes'])
    t.equal(right.rc, 0)
    const [kept] = /(?<=^backup ).*$/m.exec(right.out) ?? []
    t.equal(readFileSync(kept!, 'utf8'), 'old')
    t.equal(readFileSync(a, 'utf8'), CONTENT)
    t.equal(statSync(a).mode, mode)
  },
)

t.test('without curl and wget it says what is missing', async t => {
  const dir = t.testdir({ in: {} })
  const found = await place(pathWith(dir), args('http://127.0.0.1:1/'), [
    join(dir, 'in/a'),
    join(dir, 'in'),
    '',
    '',
    '',
  ])
  t.match(found, { rc: 127, err: 'install one of them' })
})

t.test('names and digests are found where servers put them', async t => {
  t.equal(nameInUrl('https://example.org/a/b.tgz?x=/y#z'), 'b.tgz')
  t.equal(nameInUrl('https://example.org'), 'index.html')
  t.equal(
    nameInHeaders(
      'HTTP/1.1 200\r\nContent-Disposition: attachment; filename="../x.txt"\r\n',
      'http://h/a',
    ),
    'x.txt',
  )
  t.equal(
    nameInHeaders('HTTP/1.1 302\r\nLocation: /c/d.txt\r\n\r\nHTTP/1.1 200\r\n', 'http://h/a'),
    'd.txt',
  )
  t.equal(nameInHeaders('content-disposition: attachment; filename=".."\r\n', 'http://h/a'), 'a')
  t.equal(digestIn('ABC\n', 'any'), 'abc')
  t.equal(digestIn('aa  ./x\nbb *y\ncc z w\n', 'x'), 'aa')
  t.equal(digestIn('aa  ./x\nbb *y\ncc z w\n', 'y'), 'bb')
  t.equal(digestIn('aa  ./x\n', 'none'), undefined)
})
