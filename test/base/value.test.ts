import t from 'tap'
import { dict, equal, Float, freeze, isDict, stableJson } from '../../src/base/value.ts'
import { findUnknown, guarded, raw, unknown, UnknownRead } from '../../src/base/unknown.ts'

t.test('data is equal by what it holds', async t => {
  t.ok(equal({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }))
  t.notOk(equal({ a: undefined }, { b: undefined }))
  t.notOk(equal([1], { 0: 1 }))
  t.ok(equal(new Float(2), 2))
  t.notOk(equal('2', 2))
  t.ok(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 2)))
})

t.test('a dictionary has no prototype to reach', async t => {
  const made = dict([['__proto__', 1]])
  t.same(Object.keys(made), ['__proto__'])
  t.notOk('constructor' in made)
  t.ok(isDict(made))
  t.notOk(isDict(new Date()))
})

t.test('JSON is the same for the same data', async t =>
  t.equal(stableJson({ b: 1, a: { d: 1, c: 2 } }), '{"a":{"c":2,"d":1},"b":1}'),
)

t.test('frozen data stays as it is, at any depth', async t => {
  const frozen = freeze({ a: [{ b: 1 }] })
  t.throws(() => ((frozen.a[0] as { b: number }).b = 2))
})

t.test(
  'what is unknown inside a value throws when it is read, and passes when it is only handed on',
  async t => {
    const file = {
      mode: 0o644,
      group: unknown('the group of a new file') as unknown as string,
      deep: { list: [unknown('x')] },
    }
    const seen = guarded(file)
    t.equal(seen.mode, 0o644)
    t.throws(() => seen.group, UnknownRead)
    t.throws(() => seen.deep.list[0], UnknownRead)
    t.equal(raw(seen), file)
    t.equal(findUnknown(file)?.why, 'the group of a new file')
    const known = { a: 1 }
    t.equal(guarded(known), known)
  },
)
