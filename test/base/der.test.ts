import t from 'tap'
import * as der from '../../src/base/pki/der.ts'
import { pemBytes, pemText } from '../../src/base/pki/pem.ts'
import { fingerprints, keyKind } from '../../src/base/pki/public-key.ts'

t.test('numbers with dots are written and read', async t => {
  for (const dotted of ['1.2.840.113549.1.1.1', '2.5.29.17', '0.9.2342.19200300', '2.999.3'])
    t.equal(der.oidOf(der.read(der.oid(dotted)!)), dotted)
  t.equal(der.oid('not.an.oid'), undefined)
})

t.test('lengths of one byte and of many', async t => {
  for (const length of [0, 127, 128, 255, 256, 70_000]) {
    const [node] = der.readAll(der.octets(Buffer.alloc(length)))
    t.equal(node?.bytes.length, length)
  }
})

t.test('numbers are never negative', async t => {
  t.same([...der.integer(128)], [2, 2, 0, 128])
  t.equal(der.numberIn(der.read(der.integer(0x80ff))), 0x80ffn)
  t.equal(der.bitsIn(der.read(der.integer(0))), 0)
})

t.test('named bits lose the zeros at their end', async t => {
  t.same([...der.namedBits([0, 2])], [3, 2, 5, 0xa0])
  t.same(der.bitsSet(der.read(der.namedBits([0, 8]))), [0, 8])
  t.same([...der.namedBits([])], [3, 1, 0])
})

t.test('what breaks off is no DER', async t => {
  for (const bytes of [[0x30], [0x30, 5, 1], [0x30, 0x85, 1, 1, 1, 1, 1], [0x30, 0, 0x30, 0]])
    t.throws(() => der.read(Buffer.from(bytes)), /breaks off|no length|not one thing/)
})

t.test('PEM is found in its surroundings', async t => {
  const bytes = Buffer.from('some bytes '.repeat(12))
  const text = `a comment\n${pemText('PUBLIC KEY', bytes)}`
  t.same(pemBytes(text, 'PUBLIC KEY'), bytes)
  t.equal(pemBytes(text, 'CERTIFICATE'), undefined)
})

const ED25519 = Buffer.from(
  'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=',
  'base64',
)

t.test('a public key tells its sort and its digests', async t => {
  t.same(keyKind(ED25519), { type: 'Ed25519' })
  t.equal(fingerprints(ED25519)['md5'], '40:d2:ec:76:80:a1:b7:4e:7a:31:bb:62:46:f3:a9:a0')
})
