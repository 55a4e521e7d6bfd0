// The format of known_hosts.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { knownName, parseKnownHosts, speaksOf } from '../../src/transport/known-hosts.ts'

const KEY = 'AAAAC3NzaC1lZDI1NTE5AAAAIGPEhS3Y0QNGyGHZv3RgPHUkBlBOhb1HdLmB5v5mSDPx'

const TABLE: readonly (readonly [hosts: string, host: string, port: number, speaks: boolean])[] = [
  ['web1', 'web1', 22, true],
  ['web1', 'WEB1', 22, true],
  ['web1', 'web1', 2222, false],
  ['[web1]:2222', 'web1', 2222, true],
  ['[web1]:2222', 'web1', 22, false],
  ['[web1]:22', 'web1', 22, false],
  ['web1,10.0.0.5', '10.0.0.5', 22, true],
  ['web?', 'web1', 22, true],
  ['web?', 'web12', 22, false],
  ['*.example.org', 'web1.example.org', 22, true],
  ['*.example.org', 'example.org', 22, false],
  ['*.example.org,!db.example.org', 'db.example.org', 22, false],
  ['!db.example.org,*.example.org', 'db.example.org', 22, false],
  ['!db.example.org', 'web1', 22, false],
  ['[*.example.org]:2222', 'web1.example.org', 2222, true],
  ['web.example', 'webxexample', 22, false],
  ['::1', '::1', 22, true],
]

for (const [hosts, host, port, speaks] of TABLE) {
  t.test(
    `"${hosts}" ${speaks ? 'speaks' : 'does not speak'} of ${knownName(host, port)}`,
    async t => {
      const [entry] = parseKnownHosts('known_hosts', `${hosts} ssh-ed25519 ${KEY} comment\n`)
      t.equal(entry && speaksOf(entry, knownName(host, port)), speaks)
    },
  )
}

t.test('names hashed by ssh-keygen are recognised', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'mokt-hash-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'known_hosts')
  writeFileSync(file, `web1 ssh-ed25519 ${KEY}\n[web1]:2222 ssh-ed25519 ${KEY}\n`)
  execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' })
  const entries = parseKnownHosts(file, readFileSync(file, 'utf8'))
  t.ok(entries.every(entry => entry.hosts.startsWith('|1|')))
  t.strictSame(
    entries.map(entry => speaksOf(entry, 'web1')),
    [true, false],
  )
  t.strictSame(
    entries.map(entry => speaksOf(entry, '[web1]:2222')),
    [false, true],
  )
})

t.test('markers, comments, blank and broken lines are told apart', async t => {
  const text = `# web1 ssh-ed25519 ${KEY}\n\n@revoked web1 ssh-ed25519 ${KEY}\n  @cert-authority *.org ssh-rsa AAAA\nweb1\n@other x y z\nweb1\tssh-rsa  AAAA\r\n`
  const entries = parseKnownHosts('f', text)
  t.match(entries, [
    { line: 3, marker: '@revoked', type: 'ssh-ed25519' },
    { line: 4, marker: '@cert-authority', type: 'ssh-rsa' },
    { line: 7, marker: undefined, type: 'ssh-rsa' },
  ])
  t.equal(entries.length, 3)
})
