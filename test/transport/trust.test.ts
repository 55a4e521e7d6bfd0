// Host keys: judged on their own, and against a server that notes what reaches it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { Address } from '../../src/model/inventory.ts'
import { fingerprint, Trust } from '../../src/transport/trust.ts'
import { startSshServer } from '../support/ssh-server.ts'
import { newTransport } from './setup.ts'

const folder = mkdtempSync(join(tmpdir(), 'mokt-trust-'))
t.teardown(() => rmSync(folder, { recursive: true }))

/** A key's blob: its type, and some bytes. */
const blob = (type: string, body: string): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(type.length)
  return Buffer.concat([length, Buffer.from(type + body)])
}

const ED = blob('ssh-ed25519', 'one')
const OTHER = blob('ssh-ed25519', 'two')
const RSA = blob('ssh-rsa', 'three')
const line = (hosts: string, key: Buffer): string =>
  `${hosts} ${key.toString('latin1', 4, 15).startsWith('ssh-rsa') ? 'ssh-rsa' : 'ssh-ed25519'} ${key.toString('base64')}\n`

const file = join(folder, 'known_hosts')
const trust = (text: string, checkHostKey: Address['checkHostKey'] = 'strict'): Trust => {
  writeFileSync(file, text)
  return new Trust(
    {
      via: 'ssh',
      host: 'web1',
      port: 22,
      keyFiles: [],
      checkHostKey,
      knownHosts: [file],
      timeout: 1,
    },
    [file],
  )
}

const THE_KEY = `the host key of web1 port 22 (ED25519 ${fingerprint(ED)})`
const SCAN = `compare it with the host's own, then run ssh-keyscan -p 22 web1 >> ${file}`
const CHANGED = `Somebody may be in between; if the host was rebuilt, run ssh-keygen -R 'web1' -f ${file}`

type Row = readonly [name: string, text: string, mode: Address['checkHostKey'], verdict: string]
const TABLE: readonly Row[] = [
  ['a known key', line('web1', ED), 'strict', 'known'],
  [
    'a known key among others',
    line('web1', RSA) + line('web1', OTHER) + line('web*', ED),
    'strict',
    'known',
  ],
  ['an unknown host', line('web2', ED), 'strict', `${THE_KEY} is not known to ${file}: ${SCAN}`],
  ['an unknown host, to be accepted', line('web2', ED), 'accept-new', 'new'],
  ['an unknown host, unchecked', '', 'off', 'known'],
  [
    'a changed key',
    `\n${line('web1', OTHER)}`,
    'strict',
    `${THE_KEY} is not the one expected: ${file} line 2 has another. ${CHANGED}`,
  ],
  [
    'a changed key, new ones to be accepted',
    line('web1', OTHER),
    'accept-new',
    `${THE_KEY} is not the one expected: ${file} line 1 has another. ${CHANGED}`,
  ],
  ['a changed key, unchecked', line('web1', OTHER), 'off', 'known'],
  [
    'another type of key',
    line('web1', RSA),
    'accept-new',
    `${THE_KEY} is not the one expected: ${file} line 1 has only one of type RSA. ${CHANGED}`,
  ],
  [
    'a revoked key',
    line('web1', ED) + `@revoked ${line('*', ED)}`,
    'strict',
    `${THE_KEY} is revoked by ${file} line 2: find out why before going on`,
  ],
  [
    'a revoked key, unchecked',
    `@revoked ${line('*', ED)}`,
    'off',
    `${THE_KEY} is revoked by ${file} line 1: find out why before going on`,
  ],
  [
    'a certificate authority only',
    `@cert-authority ${line('*', RSA)}`,
    'accept-new',
    `${THE_KEY} is vouched for by a certificate authority only (${file} line 1), and certificates of hosts are not supported: ${SCAN}`,
  ],
  [
    'the key of an authority as that of a host',
    `@cert-authority ${line('*', ED)}`,
    'strict',
    `${THE_KEY} is vouched for by a certificate authority only (${file} line 1), and certificates of hosts are not supported: ${SCAN}`,
  ],
]

for (const [name, text, mode, expected] of TABLE) {
  t.test(`${name} (${mode}): ${expected.split(':')[0]?.replace(/^.*\) /, '')}`, async t => {
    const verdict = trust(text, mode).judge(ED)
    t.equal(verdict.type === 'refused' ? verdict.reason : verdict.type, expected)
  })
}

t.test('key types are offered in the order in which known_hosts has them', async t => {
  t.strictSame(trust('').algorithms()[0], 'ssh-ed25519')
  t.strictSame(
    trust(line('web1', RSA) + line('web1', ED))
      .algorithms()
      .slice(0, 3),
    ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-ed25519'],
  )
  t.strictSame(trust(line('web2', RSA)).algorithms()[0], 'ssh-ed25519')
})

t.test('a new key is appended to a file of any shape', async t => {
  for (const text of ['', line('web2', RSA), line('web2', RSA).trimEnd()]) {
    const before = trust(text, 'accept-new')
    before.accept(ED, file)
    t.equal(
      readFileSync(file, 'utf8'),
      `${text === '' ? '' : line('web2', RSA)}${line('web1', ED)}`,
    )
  }
})

t.test('against a server', async t => {
  const server = await startSshServer()
  const transport = newTransport()
  const known = join(folder, 'deep', 'known_hosts')
  t.teardown(async () => {
    await transport.close()
    await server.stop()
  })

  await t.test(
    'an unknown or changed key is refused before anything is offered to the host',
    async t => {
      const wrong = join(folder, 'wrong')
      writeFileSync(
        wrong,
        `[127.0.0.1]:${server.address.port} ssh-ed25519 ${OTHER.toString('base64')}\n`,
      )
      const secrets = { ...server.address, password: 'secret' }
      await t.rejects(transport.open({ ...secrets, knownHosts: [known] }), {
        kind: 'new-host-key',
        message: /is not known to/,
      })
      for (const checkHostKey of ['strict', 'accept-new'] as const) {
        const address = { ...secrets, knownHosts: [wrong], checkHostKey }
        await t.rejects(transport.open(address), {
          kind: 'host-key',
          message: /is not the one expected: .* line 1/,
        })
      }
      t.strictSame(server.attempts, [])
    },
  )

  await t.test('a new key is accepted once, told, and known from then on', async t => {
    const told: string[] = []
    const other = newTransport({ onHostKey: (_, key) => told.push(`${key.type} ${key.file}`) })
    t.teardown(() => other.close())
    const address: Address = { ...server.address, knownHosts: [known], checkHostKey: 'accept-new' }
    await other.open(address)
    t.strictSame(told, [`ssh-ed25519 ${known}`])
    t.equal(readFileSync(known, 'utf8'), `[127.0.0.1]:${address.port} ${server.publicKey}\n`)
    await transport.open({ ...address, checkHostKey: 'strict' })
  })
})

t.test('an RSA key that is the only one known is the one asked for', async t => {
  const server = await startSshServer({ hostKeyType: 'rsa' })
  const transport = newTransport()
  t.teardown(async () => {
    await transport.close()
    await server.stop()
  })
  t.equal((await (await transport.open(server.address)).send('exit 4')).rc, 4)
})
