import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import * as der from '../../src/base/pki/der.ts'
import { addressBytes } from '../../src/kit/pki/general-names.ts'
import { parseName } from '../../src/kit/pki/names.ts'
import { pki } from '../../src/kit/index.ts'
import { lacks } from '../support/programs.ts'

const { OIDS } = pki
const needs = { skip: lacks('openssl') }

const openssl = (...words: readonly string[]): string => {
  const { stdout, stderr, status } = spawnSync('openssl', words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

const SUBJECT: readonly pki.NamePart[] = [
  ['2.5.4.6', 'FR'],
  ['2.5.4.10', 'Ünï, "quoted" $HOME ${ENV::HOME} #x = y\\z; \\n \'a\''],
  ['2.5.4.11', 'one'],
  ['2.5.4.11', 'two'],
]

const EXTENSIONS: readonly pki.Extension[] = [
  {
    oid: OIDS.subjectAltName,
    isCritical: true,
    value: pki.generalNames([
      ...['DNS:www.example.com', 'IP:10.0.0.1', 'IP:2001:db8::1', 'email:a@b.c', 'RID:1.2.3.4'],
      ...['URI:https://x/y?z=$1', 'dirName:CN=web, O = Ex', 'otherName:1.2.3.4;UTF8:hé'],
    ]),
  },
  { oid: OIDS.keyUsage, isCritical: true, value: pki.keyUsage(['Certificate Sign', 'cRLSign']) },
  {
    oid: OIDS.extendedKeyUsage,
    isCritical: false,
    value: pki.extendedKeyUsage(['TLS Web Server Authentication', '1.2.3.4']),
  },
  {
    oid: OIDS.basicConstraints,
    isCritical: true,
    value: pki.basicConstraints(['CA:TRUE', 'pathlen:0']),
  },
  {
    oid: OIDS.nameConstraints,
    isCritical: false,
    value: pki.nameConstraints(['DNS:.example.com', 'IP:10.0.0.0/8'], ['email:.com']),
  },
  {
    oid: OIDS.crlDistributionPoints,
    isCritical: false,
    value: pki.crlDistributionPoints([
      { full_name: ['URI:http://x/'], reasons: ['key_compromise'], crl_issuer: ['DNS:ca'] },
      { relative_name: ['/CN=x'] },
    ]),
  },
  {
    oid: OIDS.authorityKeyIdentifier,
    isCritical: false,
    value: pki.authorityKeyIdentifier({ key: '00:11:22', issuer: ['DNS:ca'], serial: 70_000 }),
  },
  { oid: OIDS.tlsFeature, isCritical: false, value: pki.mustStaple() },
  { oid: OIDS.subjectKeyIdentifier, isCritical: false, value: 'hash' },
]

t.test('what openssl writes of our configuration is what we read', needs, async t => {
  const folder = t.testdir({})
  const [key, config] = [join(folder, 'key.pem'), join(folder, 'openssl.cnf')]
  openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024', '-out', key)
  writeFileSync(config, pki.requestConfig(SUBJECT, EXTENSIONS))
  const text = openssl('req', '-new', '-utf8', '-batch', '-key', key, '-config', config)
  const request = pki.readRequest(text)
  t.same(request?.subject, SUBJECT)
  for (const { oid, isCritical, value } of EXTENSIONS) {
    const found = request?.extensions.find(each => each.oid === oid)
    t.equal(found?.isCritical, isCritical, `${oid} is as critical`)
    const expected =
      value === 'hash' ? pki.subjectKeyIdentifier(pki.keyIdentifier(request!.publicKey)) : value
    t.equal(found && pki.canonical(oid, found.value), pki.canonical(oid, expected), oid)
  }
})

t.test('certificates tell their times, and who signed them', needs, async t => {
  const folder = t.testdir({})
  const at = (name: string): string => join(folder, name)
  for (const name of ['one', 'two']) {
    openssl('genpkey', '-algorithm', 'ED25519', '-out', at(`${name}.pem`))
    openssl(
      'pkey',
      '-in',
      at(`${name}.pem`),
      '-pubout',
      '-outform',
      'DER',
      '-out',
      at(`${name}.der`),
    )
  }
  const text = openssl(
    ...['req', '-x509', '-new', '-key', at('one.pem'), '-subj', '/O=Ex/CN=web', '-days', '1'],
    ...['-addext', 'subjectAltName=DNS:web'],
  )
  const certificate = pki.readCertificate(text)
  t.same(certificate?.subject, [
    ['2.5.4.10', 'Ex'],
    ['2.5.4.3', 'web'],
  ])
  t.same(certificate?.issuer, certificate?.subject)
  t.match(certificate?.notAfter, /^20\d{12}Z$/)
  t.ok(certificate?.extensions.some(({ oid }) => oid === OIDS.subjectAltName))
  t.ok(pki.isSignedWith(text, readFileSync(at('one.der'))))
  t.notOk(pki.isSignedWith(text, readFileSync(at('two.der'))), 'nor with another key')
  t.notOk(pki.isSignedWith(text, Buffer.from('no key')))
  t.equal(pki.readCertificate(text.slice(0, 200)), undefined)
})

t.test('years of two digits lie between 1950 and 2049', needs, async t => {
  const [serial, empty] = [der.integer(1), der.sequence()]
  const certificate = (from: string, to: string): string => {
    const times = der.sequence(
      der.text(from, der.TAG.utcTime),
      der.text(to, to.length > 13 ? der.TAG.time : der.TAG.utcTime),
    )
    const body = der.sequence(serial, empty, empty, times, empty, empty)
    return pki.pemText('CERTIFICATE', der.sequence(body, empty))
  }
  t.match(pki.readCertificate(certificate('500101000000Z', '491231235959Z')), {
    notBefore: '19500101000000Z',
    notAfter: '20491231235959Z',
  })
  t.match(pki.readCertificate(certificate('240101000000Z', '20550101000000Z')), {
    notAfter: '20550101000000Z',
  })
})

t.test('what breaks off is no request', async t => {
  t.equal(pki.readRequest('hello'), undefined)
  const broken = '-----BEGIN CERTIFICATE REQUEST-----\nMIHx\n-----END CERTIFICATE REQUEST-----\n'
  t.equal(pki.readRequest(broken), undefined)
})

t.test('the order of further names does not count, that of a chain of points does', async t => {
  const names = (...all: string[]) => pki.canonical(OIDS.subjectAltName, pki.generalNames(all))
  t.equal(names('DNS:a', 'DNS:b', 'DNS:a'), names('DNS:b', 'DNS:a'))
  t.not(names('DNS:a'), names('DNS:A'))
})

t.test('addresses in all their forms', async t => {
  const hex = (text: string) => {
    const bytes = addressBytes(text)
    return bytes && Buffer.from(bytes).toString('hex')
  }
  t.equal(hex('10.0.0.1'), '0a000001')
  t.equal(hex('2001:db8::1'), '20010db8000000000000000000000001')
  t.equal(hex('::'), '0'.repeat(32))
  t.equal(hex('::ffff:10.0.0.1'), `${'0'.repeat(20)}ffff0a000001`)
  t.equal(hex('1:2:3:4:5:6:7:8'), '00010002000300040005000600070008')
  for (const wrong of ['10.0.0', '10.0.0.256', '1::2::3', '1:2:3', 'fffff::', ':::', 'web', ''])
    t.equal(hex(wrong), undefined, `"${wrong}" is none`)
})

t.test('names are written from either end', async t => {
  const parts = [
    ['2.5.4.10', 'Ex, Inc'],
    ['2.5.4.3', 'web'],
  ]
  t.same(parseName('/O=Ex, Inc/CN=web'), parts)
  t.same(parseName('CN = web, O = Ex\\, Inc'), parts)
  t.equal(parseName('nickname=web'), undefined)
})

t.test('what cannot be is refused', async t => {
  t.throws(() => pki.keyUsage(['flying']), /must hold usages/)
  t.throws(() => pki.extendedKeyUsage(['flying']), /must hold purposes/)
  t.throws(() => pki.basicConstraints(['CA:MAYBE']), /must be CA:TRUE/)
  t.throws(() => pki.generalNames(['IP:10.1.2.3/8']), /without bits of its hosts/)
  t.throws(() => pki.generalNames(['DNS:bü.example']), /xn--/)
  t.throws(() => pki.hexBytes('0x11'), /must be bytes in hex/)
})
