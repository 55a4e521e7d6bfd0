import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { Mistake } from '../../../src/base/diagnostic.ts'
import { decrypt, encrypt } from '../../../src/base/vault/cipher.ts'
import { envelopeProblem, isVaulted, readEnvelope } from '../../../src/base/vault/envelope.ts'
import { Keyring, type Key } from '../../../src/base/vault/keyring.ts'
import { opening } from '../../../src/base/vault/mistake.ts'
import { VaultProblem } from '../../../src/base/vault/problem.ts'
import { lacks } from '../../support/programs.ts'

const key = (label: string, password: string): Key => ({ label, password: Buffer.from(password) })
const SALT = Buffer.alloc(32, 7)
const folder = mkdtempSync(join(tmpdir(), 'mokt-vault-'))
t.teardown(() => rmSync(folder, { recursive: true }))

/** What is wrong with a text, for one who has these passwords. */
const troubleOf = (text: string, ...keys: Key[]): VaultProblem => {
  try {
    new Keyring(keys).open(text)
  } catch (problem) {
    if (problem instanceof VaultProblem) return problem
    throw problem
  }
  throw new Error('it was opened')
}

/** Made by ansible-vault 2.14: the password is "open sesame", in the second one for the label "prod". */
const PLAIN = `$ANSIBLE_VAULT;1.1;AES256
35373433393436393930393766663736613035343939616562353437656366376530633062376364
6436343835663565386530396364616163343364646539380a636165336131626432376166393136
62313434346636353233393038653962656661323534653961646534353664353930616332623332
3733653163316661610a623633633932373032666432656562306333336433626139663137346533
63346237346239356165363735653565613164366636376632663531316164383135
`
const LABELLED = `$ANSIBLE_VAULT;1.2;AES256;prod
32653065363031623736326164636533343639303237386230636631343032373534366135336334
6564643131636164663762663337646437623137643033640a646338326566613161656637633936
36313536383933396464343836656333303739653536363361363761643162363663646137356535
3165313938333966300a613563333938333930633664313666313836303365656234346331366431
3265
`

t.test('texts of ansible-vault are read', async t => {
  const keyring = new Keyring([key('other', 'no'), key('prod', 'open sesame')])
  t.equal(keyring.open(PLAIN).plain.toString(), 'the treasure: gold\n')
  t.equal(keyring.open(LABELLED).plain.toString(), 'ünïcode ☃\n')
  t.equal(keyring.open(LABELLED).key.label, 'prod')
  t.equal(readEnvelope(PLAIN).label, undefined)
  t.equal(readEnvelope(LABELLED).label, 'prod')
})

t.test('what is encrypted is what it was, byte for byte', async t => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ minLength: 1 }),
      fc.uint8Array({ minLength: 1, maxLength: 32 }),
      (plain, password, salt) => {
        const text = encrypt(plain, Buffer.from(password), salt, 'x')
        const back = decrypt(readEnvelope(text), Buffer.from(password))
        return isVaulted(text) && back !== undefined && Buffer.from(plain).equals(back)
      },
    ),
    { numRuns: 30 },
  )
})

t.test('it is written as ansible-vault writes it', async t => {
  const lines = encrypt(Buffer.alloc(300), Buffer.from('p'), SALT).split('\n')
  t.equal(lines[0], '$ANSIBLE_VAULT;1.1;AES256')
  t.equal(lines.at(-1), '')
  t.ok(lines.slice(1, -2).every(line => line.length === 80 && /^[0-9a-f]+$/.test(line)))
  t.equal(encrypt(SALT, SALT, SALT, 'default').split('\n')[0], '$ANSIBLE_VAULT;1.1;AES256')
  t.equal(encrypt(SALT, SALT, SALT, 'dev').split('\n')[0], '$ANSIBLE_VAULT;1.2;AES256;dev')
})

t.test('a flipped digit is a wrong password, wherever it stands in what is encrypted', async t => {
  const inner = Buffer.from(PLAIN.split('\n').slice(1).join(''), 'hex')
  for (const at of [3, 70, inner.length - 3]) {
    const other = Buffer.from(inner)
    other[at] = other[at] === 0x30 ? 0x31 : 0x30
    const text = `$ANSIBLE_VAULT;1.1;AES256\n${other.toString('hex')}`
    t.equal(troubleOf(text, key('a', 'open sesame')).code, 'vault/wrong-password')
  }
})

t.test('lines may end as on Windows, and be indented', async t => {
  const keyring = new Keyring([key('a', 'open sesame')])
  t.equal(keyring.open(PLAIN.replaceAll('\n', '\r\n')).plain.length, 19)
  t.equal(keyring.open(PLAIN.replaceAll('\n', '\n    ')).plain.length, 19)
})

t.test('a damaged text names the line', async t => {
  const lineOf = (text: string) => {
    const problem = envelopeProblem(text)
    return problem && `${problem.line} ${problem.message}`
  }
  t.equal(lineOf(PLAIN), undefined)
  const lines = PLAIN.trimEnd().split('\n')
  t.match(lineOf(lines.with(2, 'x'.repeat(80)).join('\n')), /^2 .*only hexadecimal digits/)
  t.match(lineOf(lines.slice(0, 2).join('\n')), /^1 .*a part of it is missing/)
  t.match(lineOf(lines[0] ?? ''), /a part of it is missing/)
  t.match(lineOf(`${PLAIN.trimEnd()}3`), /do not come in pairs/)
  t.match(lineOf('$ANSIBLE_VAULT;1.1'), /^0 .*first line must be/)
  t.match(lineOf('no vault at all'), /^0 .*first line must be/)
  t.match(lineOf('$ANSIBLE_VAULT;9.9;AES256\n3434'), /^0 .*format 9\.9 is not known/)
  t.match(lineOf('$ANSIBLE_VAULT;1.0;AES\n3434'), /^0 the cipher "AES" is not known/)
})

t.test('only what begins so and is plain ASCII is vaulted', async t => {
  t.ok(isVaulted(PLAIN))
  t.ok(isVaulted(Buffer.from(PLAIN)))
  t.notOk(isVaulted(` ${PLAIN}`))
  t.notOk(isVaulted(Buffer.from(`${PLAIN}ü`)))
  t.notOk(isVaulted(Buffer.from('$ANSIBLE')))
})

t.test('passwords are tried as their labels say', async t => {
  const [right, wrong] = [key('prod', 'open sesame'), key('dev', 'no')]
  t.equal(troubleOf(LABELLED).code, 'vault/no-password')
  t.match(troubleOf(LABELLED).hint, /--vault-password-file FILE/)
  t.match(troubleOf(LABELLED, wrong).message, /none of the passwords fits; tried: "dev"/)
  t.match(troubleOf(LABELLED, wrong).hint, /--vault-id prod@FILE/)
  t.match(troubleOf(LABELLED, key('prod', 'no')).hint, /that password is another one/)
  const strict = (...keys: Key[]) => new Keyring(keys, { onlyMatching: true })
  t.equal(strict(wrong, right).open(LABELLED).key, right)
  t.throws(() => strict(key('dev', 'open sesame')).open(LABELLED), /only passwords of that label/)
  // Several passwords of one label are all tried.
  t.equal(strict(key('prod', 'no'), right).open(LABELLED).key, right)
  t.equal(strict(key('default', 'open sesame')).open(PLAIN).plain.length, 19)
})

t.test('no error tells a password', async t => {
  const trouble = troubleOf(LABELLED, key('dev', 'Kanarienvogel'))
  t.notMatch(`${trouble.message} ${trouble.hint} ${trouble.stack}`, /Kanarienvogel/)
})

t.test('a place is that of the line in the file', async t => {
  const written = '    $ANSIBLE_VAULT;1.1;AES256\n    zz\n'
  try {
    opening('the value', { file: 'a.yml', from: 100, written }, () => {
      throw envelopeProblem(written.replaceAll('    ', ''))
    })
    t.fail('it was opened')
  } catch (problem) {
    t.ok(problem instanceof Mistake)
    const { diagnostic } = problem as Mistake
    t.equal(diagnostic.message, 'the value is damaged: only hexadecimal digits may stand in it')
    t.same(diagnostic.span, { file: 'a.yml', from: 134, to: 136 })
  }
})

const real = lacks('ansible-vault')

t.test('ansible-vault reads ours, and we read its own', { skip: real }, async t => {
  const [path, password] = [join(folder, 'text'), join(folder, 'password')]
  writeFileSync(password, ' pass word \n')
  const keys = [key('a', 'pass word')]
  const ansible = (...words: string[]) =>
    execFileSync('ansible-vault', [...words, '--vault-id', `a@${password}`, path], {
      encoding: 'buffer',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  for (const plain of [
    Buffer.from('x'),
    Buffer.from('ü\0\xff', 'latin1'),
    Buffer.alloc(5000, 'ab'),
  ]) {
    writeFileSync(path, encrypt(plain, keys[0]!.password, SALT, 'a'))
    t.same(ansible('decrypt', '--output', '-'), plain)
    writeFileSync(path, plain)
    ansible('encrypt')
    t.same(new Keyring(keys).open(readFileSync(path, 'latin1')).plain, plain)
  }
})
