import t from 'tap'
import { Float } from '../../src/base/value.ts'
import { plainKind, plainValue } from '../../src/base/yaml-plain.ts'
import { yamlText } from '../../src/base/yaml-text.ts'

// Each expectation is what PyYAML 6 over libyaml prints.
t.test('blocks, and lists as far left as their key', async t => {
  const value = { b: [1, [2, []]], a: { x: null, y: {} } }
  t.equal(yamlText(value), 'a:\n  x: null\n  y: {}\nb:\n- 1\n- - 2\n  - []\n')
  t.equal(
    yamlText(value, { indent: 4 }),
    'a:\n    x: null\n    y: {}\nb:\n- 1\n-   - 2\n    - []\n',
  )
  t.equal(yamlText({ b: 1, a: 2 }, { sortKeys: false }), 'b: 1\na: 2\n')
})

t.test('brackets: everywhere, or where nothing else is held', async t => {
  t.equal(yamlText({ a: [1, { b: 'x,y' }] }, { flow: true }), "{a: [1, {b: 'x,y'}]}\n")
  t.equal(yamlText({ a: [1, 2], b: [[3]] }, { flow: null }), 'a: [1, 2]\nb:\n- [3]\n')
  t.equal(yamlText(['aaaa', 'bbbb', 'cccc'], { flow: true, width: 8 }), '[aaaa, bbbb,\n  cccc]\n')
  t.equal(yamlText([], { explicitStart: true }), '--- []\n')
  t.equal(yamlText([1], { explicitStart: true }), '---\n- 1\n')
})

t.test('texts are quoted where they would be read as something else', async t => {
  const texts = ['', 'yes', '1_0', '2020-01-01', 'a: b', ' a', 'a\nb', 'a\tb', '😀', 'a:b']
  t.equal(
    yamlText(texts),
    `- ''\n- 'yes'\n- '1_0'\n- '2020-01-01'\n- 'a: b'\n- ' a'\n- 'a\n\n  b'\n- "a\\tb"\n- "\\U0001F600"\n- a:b\n`,
  )
  t.equal(yamlText({ 'a\nb': 1 }), "? 'a\n\n  b'\n: 1\n")
})

t.test('numbers are spelled as Python spells them', async t => {
  const numbers = [new Float(1), 1e-7, Infinity, -Infinity, Number.NaN, 10n ** 20n, new Float(1e16)]
  t.equal(
    yamlText(numbers, { flow: true }),
    '[1.0, 1.0e-07, .inf, -.inf, .nan, 100000000000000000000, 1.0e+16]\n',
  )
})

t.test('what stands in two places is written once, even in itself', async t => {
  const shared = { x: 1 }
  t.equal(yamlText([shared, shared]), '- &id001\n  x: 1\n- *id001\n')
  t.equal(yamlText({ p: shared, q: shared }, { flow: null }), 'p: &id001 {x: 1}\nq: *id001\n')
  const own: unknown[] = []
  own.push(own)
  t.equal(yamlText(own), '&id001\n- *id001\n')
})

t.test('nesting has an end', async t => {
  let deep: unknown = []
  for (let level = 0; level < 200; level++) deep = [deep]
  t.throws(() => yamlText(deep), RangeError)
})

t.test('what is no plain data is for the caller to spell', async t => {
  const when = new (class {
    readonly day = '2020-01-01'
  })()
  t.equal(yamlText([when], { other: value => (value as typeof when).day }), '- 2020-01-01\n')
})

t.test('unquoted scalars are those of YAML 1.1', async t => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['on', true], ['No', false], ['~', null], ['', null], ['0644', 420], ['-0x1F', -31], ['1:30', 90],
    ['1_000', 1000], ['12345678901234567890', 12345678901234567890n], ['1.50', 1.5], ['1.0', new Float(1)],
    ['-.inf', -Infinity], ['1:30.5', 90.5], ['0o7', '0o7'], ['1e3', '1e3'], ['0b101', 5],
  ] // prettier-ignore
  for (const [text, value] of cases) t.same(plainValue(text), value, text)
  t.equal(plainKind('2020-01-01'), 'timestamp')
  t.equal(plainKind('<<'), 'merge')
  t.equal(plainKind('y'), 'text')
})
