// What people write, and what Ansible's arguments make of it.
import t from 'tap'
import { coerce } from '../../src/registry/coerce.ts'

t.test('yes and no in all spellings', async t => {
  for (const word of ['yes', 'Yes', 'on', 'true', 'TRUE', '1', 'y', 't', 1, true])
    t.equal(coerce(word, { type: 'boolean' }), true, String(word))
  for (const word of ['no', 'off', 'False', '0', 'n', 'f', 0, false])
    t.equal(coerce(word, { type: 'boolean' }), false, String(word))
  for (const word of ['perhaps', '', 2, []])
    t.same(coerce(word, { type: 'boolean' }), word, 'stays for the schema to refuse')
})

t.test('numbers from texts, and no more than numbers', async t => {
  t.equal(coerce(' 12 ', { type: 'integer' }), 12)
  t.equal(coerce('-1.5', { type: 'number' }), -1.5)
  for (const word of ['', '1e3', '0x10', '12 apples', 'Infinity'])
    t.equal(coerce(word, { type: 'integer' }), word)
})

t.test('texts as Python prints what is none', async t => {
  t.equal(coerce(true, { type: 'string' }), 'True')
  t.equal(coerce(0, { type: 'string' }), '0')
  t.equal(
    coerce(true, { type: 'string', enum: ['yes', 'no'] }),
    'yes',
    'a choice that YAML made a boolean',
  )
})

t.test('the home stands for ~ in paths, and there only', async t => {
  t.equal(coerce('~/a', { type: 'string', format: 'path' }, '/root'), '/root/a')
  t.equal(coerce('~', { type: 'string', format: 'path' }, '/root/'), '/root')
  t.equal(coerce('~web/a', { type: 'string', format: 'path' }, '/root'), '~web/a')
  t.equal(coerce('~/a', { type: 'string' }, '/root'), '~/a')
  t.equal(coerce('~/a', { type: 'string', format: 'path' }), '~/a', 'where no home is known yet')
})

t.test('lists from texts with commas, and from one thing', async t => {
  const texts = { type: 'array', items: { type: 'string' } }
  t.same(coerce('a, b,c', texts), ['a', 'b', 'c'])
  t.same(coerce(80, texts), ['80'])
  t.same(coerce(['a', 1], texts), ['a', '1'])
  t.same(coerce({ a: 1 }, texts), { a: 1 })
  t.same(coerce({ a: 1 }, { type: 'array', items: { type: 'object' } }), [{ a: 1 }])
})

t.test('mappings from JSON and from key=value', async t => {
  t.same(coerce('{"a": 1}', { type: 'object' }), { a: 1 })
  t.same(coerce('a=1, b=x=y', { type: 'object' }), { a: '1', b: 'x=y' })
  t.equal(coerce('{"a": ', { type: 'object' }), '{"a": ')
  t.equal(coerce('no mapping', { type: 'object' }), 'no mapping')
})
