// When the system's ssh takes over from ours.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { Address } from '../../src/model/inventory.ts'
import { LIMITS, type Tools } from '../../src/transport/options.ts'
import { wantsOpenssh } from '../../src/transport/openssh-need.ts'
import { clock, LOCAL } from './setup.ts'

const folder = mkdtempSync(join(tmpdir(), 'mokt-need-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const home = join(folder, 'home')
mkdirSync(join(home, '.ssh'), { recursive: true })
const tools: Tools = { clock, random: bytes => new Uint8Array(bytes), limits: LIMITS, home }

const key = (name: string, type: string): string => {
  const file = join(folder, name)
  const body = Buffer.from(`openssh-key-v1\0 none none ${type} …`).toString('base64')
  writeFileSync(
    file,
    `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`,
  )
  return file
}

const WEB1: Address = {
  ...LOCAL,
  via: 'ssh',
  host: 'web1',
  keyFiles: [key('plain', 'ssh-ed25519')],
  program: ['/usr/bin/ssh'],
}

/** Whether it takes over, for what ssh says of its configuration. */
const takesOver = async (
  more: Partial<Address> = {},
  dump?: Readonly<Record<string, string>>,
): Promise<boolean> => {
  const said = dump && new Map(Object.entries(dump).map(([name, value]) => [name, [value]]))
  return (await wantsOpenssh({ ...WEB1, ...more }, said, tools))?.via === 'openssh'
}

t.test('a plain key needs no more than our own ssh', async t => {
  t.notOk(await takesOver())
  t.notOk(
    await takesOver(
      {},
      { certificatefile: 'none', verifyhostkeydns: 'false', controlpath: '/no/socket' },
    ),
  )
})

t.test('a key in a piece of hardware, or with a certificate beside it, does', async t => {
  t.ok(await takesOver({ keyFiles: [key('token', 'sk-ssh-ed25519@openssh.com')] }))
  const certified = key('certified', 'ssh-ed25519')
  writeFileSync(`${certified}-cert.pub`, '')
  t.ok(await takesOver({ keyFiles: [certified] }))
  t.notOk(await takesOver({ keyFiles: [join(folder, 'none')] }))
})

t.test('so do options that ours knows nothing of', async t => {
  for (const [name, value] of [
    ['certificatefile', '~/x'],
    ['pkcs11provider', '/usr/lib/opensc.so'],
    ['hostkeyalias', 'web'],
    ['bindaddress', '10.0.0.1'],
    ['verifyhostkeydns', 'ask'],
  ] as const)
    t.ok(await takesOver({}, { [name]: value }), name)
})

t.test('and a connection that is open already', async t => {
  const controlpath = join(folder, 'open')
  const server = createServer().listen(controlpath)
  await once(server, 'listening')
  t.teardown(() => server.close())
  const address = await wantsOpenssh(WEB1, new Map([['controlpath', [controlpath]]]), tools)
  t.match(address, { via: 'openssh', openssh: { master: controlpath } })
})

t.test('Kerberos is meant where there is a ticket, and no key or password', async t => {
  const before = process.env['KRB5CCNAME']
  process.env['KRB5CCNAME'] = 'FILE:/tmp/ticket'
  t.teardown(() => {
    if (before === undefined) delete process.env['KRB5CCNAME']
    else process.env['KRB5CCNAME'] = before
  })
  const allowed = { gssapiauthentication: 'yes' }
  t.ok(await takesOver({ keyFiles: [] }, allowed))
  t.notOk(await takesOver({}, allowed), 'a key is named')
  t.notOk(await takesOver({ keyFiles: [], password: 'x' }, allowed))
  t.notOk(await takesOver({ keyFiles: [] }, { gssapiauthentication: 'no' }))
})

t.test('without the program there is nobody to take over', async t => {
  t.notOk(await takesOver({ program: ['no-such-ssh'] }, { hostkeyalias: 'web' }))
})
