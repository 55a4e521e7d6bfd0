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
  for (const form of [text, JSON.stringify(text), encodeURIComponent(text), Buffer.from(text).toString('base64'), `'it'\\''s "s3cret"\n'`])
    t.notMatch(all.scrub(`before ${form} after`), /s3cret|czNjcmV0/, form)
})

t.test('short texts would blot out everything, and are left', async t => t.equal(secrets().scrub('abcdef'), 'abcdef'))

t.test('data is scrubbed at any depth, keys too, and left alone where there is nothing to hide', async t => {
  const all = new Secrets()
  all.add('hunter2!')
  t.same(all.scrubAll({ a: ['x hunter2! y'], 'hunter2!': 1 }), { a: [`x ${HIDDEN} y`], [HIDDEN]: 1 })
  const clean = { a: [1, 'b'] }
  t.equal(all.scrubAll(clean), clean)
})
