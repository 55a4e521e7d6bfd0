import t from 'tap'
import {
  armored,
  dearmored,
  isArmored,
  longId,
  publicKeys,
} from '../../src/base/packages/openpgp.ts'

// Made by gpg: an ed25519 key of 2020 that lived for a year.
const OLD = `-----BEGIN PGP PUBLIC KEY BLOCK-----
Comment: an old key

mDMEXgvhABYJKwYBBAHaRw8BAQdAcxk4vmXPwoWl4ay0vpAsaoA/KQEPcDVqS6Sb
5cpOS2K0DU9sZCA8b0BlLm9yZz6IlgQTFggAPhYhBLWB2fURNTrxqVJv3FAQr1uL
PH75BQJeC+EAAhsDBQkB4TOABQsJCAcCBhUKCQgLAgQWAgMBAh4BAheAAAoJEFAQ
r1uLPH75ADoA/j4aYr0fdbgql+Rk4gmKXjzsXek5Kvxjghx5kkogVKPZAP9tN4Zw
UA9JXlFOZ1visO9eDINkxgM9zV3LwEqCEwn2Bw==
=uTdC
-----END PGP PUBLIC KEY BLOCK-----
`
// One without an end.
const NEW =
  'mDMEawHQfxYJKwYBBAHaRw8BAQdAJQG/c2aAEhT/5WYU/90/CV4OfZ2u+KmenWvtQbVMlCa0DlJlcG8gPHJAZS5vcmc+iJAEExYIADgWIQQLDq4WpzPWDbZQf+gH2rbjJbWJVQUCawHQfwIbAwULCQgHAgYVCgkICwIEFgIDAQIeAQIXgAAKCRAH2rbjJbWJVcp9AQD751gX+x77WYWKSCvlGDdZC8nJmgl+tT9DQBNJ8ZqUSQEAs4geWtz+ybemInLLfnhWRDK5Zeu0D3ggCghZf9URFgw='

t.test('keys are told apart, by their fingerprints, users and ends', async t => {
  const both = Buffer.concat([dearmored(Buffer.from(OLD)), Buffer.from(NEW, 'base64')])
  const keys = publicKeys(both)
  t.same(
    keys.map(({ fingerprint, created, expires, users }) => ({
      fingerprint,
      created,
      expires,
      users,
    })),
    [
      {
        fingerprint: 'B581D9F511353AF1A9526FDC5010AF5B8B3C7EF9',
        created: 1577836800,
        expires: 1577836800 + 365 * 86400,
        users: ['Old <o@e.org>'],
      },
      {
        fingerprint: '0B0EAE16A733D60DB6507FE807DAB6E325B58955',
        created: 1795281023,
        expires: undefined,
        users: ['Repo <r@e.org>'],
      },
    ],
  )
  t.equal(longId(keys[1]!.fingerprint), '07DAB6E325B58955')
  t.same(Buffer.concat(keys.map(({ bytes }) => bytes)), both, 'no byte is lost')
})

t.test('armor is put on as gpg puts it on, and taken off', async t => {
  const bytes = dearmored(Buffer.from(OLD))
  t.ok(isArmored(Buffer.from(OLD)))
  t.notOk(isArmored(bytes))
  t.equal(armored(bytes), OLD.replace('Comment: an old key\n', ''))
  t.same(dearmored(Buffer.from(armored(bytes))), bytes)
  t.same(dearmored(bytes), bytes, 'what wears none stays as it is')
})

t.test('what is cut or no key at all holds none, and nothing throws', async t => {
  const bytes = Buffer.from(NEW, 'base64')
  for (let length = 0; length < bytes.length; length += 7) publicKeys(bytes.subarray(0, length))
  t.same(publicKeys(Buffer.from('hello')), [])
  t.same(publicKeys(Buffer.from([0x99, 0xff, 0xff, 4])), [])
  t.same(publicKeys(Buffer.alloc(64, 0xc2)), [])
})
