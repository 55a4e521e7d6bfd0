import t from 'tap'
import { source } from '../../src/base/source.ts'
import { placeOfValue } from '../../src/base/span.ts'
import { Float } from '../../src/base/value.ts'
import { readYaml } from '../../src/lang/read-yaml.ts'

const read = (text: string) => readYaml(source('site.yml', text))

t.test('plain scalars mean what PyYAML takes them for', async t => {
  const rows: [string, unknown][] = [
    ['yes', true],
    ['Off', false],
    ['y', 'y'],
    ['~', null],
    ['0644', 420],
    ['0o644', '0o644'],
    ['644', 644],
    ['0x1f', 31],
    ['1_000', 1000],
    ['12:30', 750],
    ['1e3', '1e3'],
    ['1.5e+3', new Float(1500)],
    ['1.10', 1.1],
    ['2.0', new Float(2)],
    ['"yes"', 'yes'],
    ["'0644'", '0644'],
    ['2026-01-01', '2026-01-01'],
    ['-3', -3],
    ['12345678901234567890', '12345678901234567890'],
    ['08', '08'],
    ['null', null],
  ]
  for (const [text, expected] of rows)
    t.same((read(`a: ${text}`).value as { a: unknown }).a, expected, text)
})

t.test('values know where they were written', async t => {
  const text = 'hosts: all\nvars:\n  port: "80"\n'
  const { value } = read(text)
  const vars = (value as { vars: unknown }).vars
  const span = placeOfValue(vars, 'port')
  t.equal(text.slice(span!.from, span!.to), '"80"')
  t.same(Object.keys(vars as object), ['port'], 'places are not keys')
})

t.test('merge keys give way to what the mapping says itself', async t => {
  const { value } = read('base: &b {a: 1, b: 2}\nuse:\n  b: 3\n  <<: *b\n')
  t.same({ ...(value as { use: object }).use }, { a: 1, b: 3 })
})

t.test('an unquoted template is named as such', async t => {
  for (const text of ['name: {{ foo }}\n', 'a:\n  msg: {{ x }} and more\n']) {
    const [found] = read(text).diagnostics
    t.equal(found?.code, 'yaml/unquoted-template', text)
    t.equal(text.slice(found!.span!.from, found!.span!.from + 2), '{{')
  }
})

t.test('a bomb of aliases and ten thousand levels end in a sentence', async t => {
  let bomb = 'a0: &a0 [x, x]\n'
  for (let level = 1; level < 30; level++)
    bomb += `a${level}: &a${level} [*a${level - 1}, *a${level - 1}]\n`
  t.same(
    read(bomb).diagnostics.map(({ code }) => code),
    ['yaml/too-many'],
  )
  t.same(
    read(`a: &a [1, 2]\n${Array.from({ length: 1000 }, (_, index) => `b${index}: *a\n`).join('')}`)
      .diagnostics,
    [],
  )
  t.equal(read('['.repeat(20_000)).diagnostics.length, 1)
  t.same(
    read(`${'['.repeat(20_000)}${']'.repeat(20_000)}`).diagnostics.map(({ code }) => code),
    ['yaml/too-deep'],
  )
})

t.test('a key that stands twice is a warning with both places', async t => {
  const [found] = read('a: 1\na: 2\n').diagnostics
  t.equal(found?.code, 'yaml/duplicate-key')
  t.equal(found?.related?.length, 1)
  t.equal((read('a: 1\na: 2\n').value as { a: number }).a, 2)
})

t.test('no key reaches a prototype', async t => {
  const { value } = read('__proto__: {polluted: 1}\nconstructor: 2\n')
  t.same(Object.keys(value as object).sort(), ['__proto__', 'constructor'])
  t.equal(({} as { polluted?: unknown }).polluted, undefined)
})

t.test('quoted texts and flow collections go on at any indentation, as PyYAML has it', t => {
  const text = [
    '- tasks:',
    '    - debug:',
    '        msg: "{{ [',
    '   1',
    '] }}"',
    '      loop: [',
    ' a,',
    'b]',
    '    - debug: {msg: {',
    'x: 1',
    '}',
    ' }',
    '',
  ].join('\n')
  const { value, diagnostics } = readYaml(source('site.yml', text))
  t.same(diagnostics, [])
  t.same(value, [
    {
      tasks: [{ debug: { msg: '{{ [ 1 ] }}' }, loop: ['a', 'b'] }, { debug: { msg: { x: '1' } } }],
    },
  ])
  t.end()
})

t.test('a quote that is not closed is told where it opens, not where the text ends', t => {
  const text = '- name: "one\n- name: two\n- name: "three"\n'
  const { diagnostics } = readYaml(source('site.yml', text))
  t.match(diagnostics, [{ code: 'yaml/syntax', span: { from: 12 } }])
  t.end()
})
