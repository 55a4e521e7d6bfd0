import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { privateKeyKind } from '../../src/host/probes/private-key.ts'
import { probe } from '../../src/kit/probe.ts'
import { lacks } from '../support/programs.ts'
import { askHere, shells } from '../support/shell.ts'

const folder = t.testdir({ 'broken.pem': 'no key\n', folder: {} })
const at = (name: string): string => join(folder, name)

/** A key in a file, made by openssl. */
const made = (name: string, ...words: readonly string[]): string => {
  const { stdout, stderr, status } = spawnSync('openssl', words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  writeFileSync(at(name), stdout)
  return at(name)
}

const needs = { skip: lacks('openssl') }
const PASSPHRASE = "it's $HOME; `id`"

for (const shell of shells)
  t.test(`${shell.join(' ')} tells what keys are, and never the keys`, needs, async t => {
    const rsa = made(
      "it's rsa.pem",
      'genpkey',
      '-algorithm',
      'RSA',
      '-pkeyopt',
      'rsa_keygen_bits:1024',
    )
    const ec = made('ec.pem', 'ecparam', '-noout', '-genkey', '-name', 'prime256v1')
    const ed = made('ed.pem', 'genpkey', '-algorithm', 'ED25519')
    const locked = made(
      'locked.pem',
      'pkey',
      '-in',
      rsa,
      '-aes256',
      '-passout',
      `pass:${PASSPHRASE}`,
    )
    const answers = askHere(
      [
        probe.privateKey(rsa),
        probe.privateKey(ec),
        probe.privateKey(ed, 'needless'),
        probe.privateKey(locked, PASSPHRASE),
        probe.privateKey(at('broken.pem')),
        probe.privateKey(at('none.pem')),
        probe.privateKey(at('folder')),
      ],
      shell,
    )
    t.match(answers, [
      { known: { type: 'RSA', size: 1024, format: 'pkcs8', isEncrypted: false } },
      { known: { type: 'ECC', curve: 'secp256r1', format: 'pkcs1', isEncrypted: false } },
      { known: { type: 'Ed25519', format: 'pkcs8', isEncrypted: false } },
      { known: { type: 'RSA', size: 1024, format: 'pkcs8', isEncrypted: true } },
      { known: { format: 'raw', isEncrypted: false, type: undefined } },
      { absent: true },
      { failed: /is a folder/ },
    ])
    t.notMatch(JSON.stringify(answers), /PRIVATE/)
  })

t.test('a wrong passphrase leaves a key unread', needs, async t => {
  const locked = made(
    'wrong.pem',
    ...['genpkey', '-algorithm', 'ED25519', '-aes256', '-pass', 'pass:right'],
  )
  for (const wrong of ['wrong', undefined])
    t.match(askHere([probe.privateKey(locked, wrong)]), [
      { known: { isEncrypted: true, type: undefined } },
    ])
  const answer = { format: 'pkcs8', isEncrypted: true } as const
  const [right, wrong] = [probe.privateKey(locked, 'right'), probe.privateKey(locked, 'wrong')]
  t.notOk(privateKeyKind.covers!(wrong, answer, right), 'and is asked again with another one')
})

t.test('a key may be given as text', needs, async t => {
  const { stdout } = spawnSync('openssl', ['genpkey', '-algorithm', 'ED25519'], {
    encoding: 'utf8',
  })
  t.match(askHere([probe.privateKeyText('of the task', stdout)]), [{ known: { type: 'Ed25519' } }])
})
