import t from 'tap'
import { HIDDEN, Secrets } from '../../src/base/secret.ts'

const secrets = (): Secrets => {
  const made = new Secrets()
  made.add(`it's "s3cret"\n`)
  made.add('abc')
  return made
}

t.test('a secret is hidden in every form it takes', async t => {
  const text = `it's "s3cret"\n`
  const all = secrets()
  for (const form of [
    text,
    JSON.stringify(text),
    encodeURIComponent(text),
    Buffer.from(text).toString('base64'),
    `'it'\\''s "s3cret"\n'`,
  ])
    t.notMatch(all.scrub(`before ${form} after`), /s3cret|czNjcmV0/, form)
})

t.test('a secret inside a longer text is hidden whatever the whole is turned into', async t => {
  const text = `Hidden & "wand/'??~ñ`
  const all = new Secrets()
  all.add(text)
  for (const before of ['', 'a', 'ab', 'abc'])
    for (const coding of ['base64', 'base64url', 'hex'] as const) {
      const whole = all.scrub(Buffer.from(`${before}${text}${before}`).toString(coding))
      t.notMatch(
        Buffer.from(whole.replaceAll(HIDDEN, ''), coding).toString(),
        /idden|wand/,
        `${coding} after ${before.length}`,
      )
    }
  for (const form of [
    encodeURIComponent(text).toLowerCase(),
    encodeURIComponent(text).replaceAll('%20', '+').replaceAll("'", '%27'),
    text.toUpperCase(),
    Buffer.from(text).toString('hex').toUpperCase(),
  ])
    t.notMatch(all.scrub(form), /idden|wand|6964646/i, form)
})

t.test('the lines of a secret are secrets', async t => {
  const all = new Secrets()
  all.add('-----BEGIN KEY-----\nAAAAB3NzaC1yc2E\nend\n')
  t.equal(all.scrub('+AAAAB3NzaC1yc2E'), `+${HIDDEN}`)
  t.equal(all.scrub('the end'), 'the end')
})

t.test('short texts would blot out everything, and are left', async t =>
  t.equal(secrets().scrub('abcdef'), 'abcdef'),
)

t.test(
  'data is scrubbed at any depth, keys too, and left alone where there is nothing to hide',
  async t => {
    const all = new Secrets()
    all.add('hunter2!')
    t.same(all.scrubAll({ a: ['x hunter2! y'], 'hunter2!': 1 }), {
      a: [`x ${HIDDEN} y`],
      [HIDDEN]: 1,
    })
    const clean = { a: [1, 'b'] }
    t.equal(all.scrubAll(clean), clean)
  },
)
