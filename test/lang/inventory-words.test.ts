// The small languages inside inventories: shell words, Python literals, ranges, JSON.
import t from 'tap'
import { Float } from '../../src/base/value.ts'
import { pythonLiteral } from '../../src/lang/python-literal.ts'
import { expandRange, isIpv6, splitPort } from '../../src/lang/ranges.ts'
import { BadJson, readJson } from '../../src/lang/read-json.ts'
import { shellWords } from '../../src/base/shlex.ts'

t.test('words are split as Python splits them', async t => {
  const rows: [string, string[]][] = [
    ['a b=c', ['a', 'b=c']],
    ['a "b c" d', ['a', 'b c', 'd']],
    [`x='a"b' y="a'b"`, [`x=a"b`, `y=a'b`]],
    [String.raw`a\ b "c\"d" "e\nf" 'g\h'`, ['a b', 'c"d', String.raw`e\nf`, String.raw`g\h`]],
    ['a # rest', ['a']],
    ['a#b c', ['a']],
    ['""', ['']],
    ['  ', []],
  ]
  for (const [line, words] of rows)
    t.same(
      shellWords(line, { comments: true }).words.map(word => word.text),
      words,
      line,
    )
  t.same(
    shellWords('a#b').words.map(word => word.text),
    ['a#b'],
    'comments are asked for',
  )
  t.match(shellWords('a "b').problem, 'closing')
  const [, word] = shellWords('web1  a="b c"').words
  t.same([word?.from, word?.to], [6, 13])
})

t.test('values are what literal_eval makes of them, else texts', async t => {
  const rows: [string, unknown][] = [
    ['5', 5],
    ['-5', -5],
    ['+ 5', 5],
    ['1.0', new Float(1)],
    ['.5', 0.5],
    ['1e3', new Float(1000)],
    ['0x1F', 31],
    ['1_000', 1000],
    ['True', true],
    ['None', null],
    [`'a' "b"`, 'ab'],
    [String.raw`'\x41\n\u00e9'`, 'A\né'],
    [String.raw`r'\n'`, String.raw`\n`],
    ['[1, [2,],]', [1, [2]]],
    ['(1, 2)', [1, 2]],
    ['(1)', 1],
    ['1, 2', [1, 2]],
    ['()', []],
    ['{}', {}],
    [`{'a': {"b": 1}}`, { a: { b: 1 } }],
    ['{1, 2}', [1, 2]],
    ['5 # five', 5],
    ['12345678901234567890', '12345678901234567890'],
    [`"""a"b"""`, 'a"b'],
  ]
  for (const [text, value] of rows) t.same(pythonLiteral(text)?.value, value, text)
  const texts = [
    '',
    'yes',
    'true',
    '0644',
    '1.2.3',
    '5a',
    'a b',
    "it's",
    '[1',
    '{1:',
    '[a]',
    '5 6',
    "'a",
    '--',
    '{',
    '1,2 x',
    '(',
    '[,]',
    "b'",
    '(1',
    '{1 2}',
    String.raw`'\N{DASH}'`,
    '['.repeat(300),
  ]
  for (const text of texts) t.equal(pythonLiteral(text), undefined, text.slice(0, 20))
})

t.test('a dictionary in a value reaches no prototype', async t => {
  const value = pythonLiteral(`{'__proto__': {'polluted': 1}}`)?.value as object
  t.same(Object.keys(value), ['__proto__'])
  t.equal(({} as { polluted?: unknown }).polluted, undefined)
})

t.test('ports are split off names, addresses and ranges, and off nothing else', async t => {
  const rows: [string, ReturnType<typeof splitPort>][] = [
    ['web1', { host: 'web1' }],
    ['web1:22', { host: 'web1', port: 22 }],
    ['web[1:3]:22', { host: 'web[1:3]', port: 22 }],
    ['web[1:3]', { host: 'web[1:3]' }],
    ['::1', { host: '::1' }],
    ['[::1]:22', { host: '::1', port: 22 }],
    ['10.0.0.[1:9]:22', { host: '10.0.0.[1:9]', port: 22 }],
    ['a:b', undefined],
    ['web:&db', undefined],
    ['web_', undefined],
    ['größe', { host: 'größe' }],
  ]
  for (const [text, parts] of rows) t.same(splitPort(text), parts, text)
})

t.test('IPv6 addresses are known by their shape', async t => {
  for (const text of [
    '::',
    '::1',
    'fe80::1',
    '1:2:3:4:5:6:7:8',
    '::ffff:192.0.2.1',
    '2001:db8::[0:f]',
  ])
    t.ok(isIpv6(text), text)
  for (const text of [
    '1:2',
    'a::b::c',
    '1:2:3:4:5:6:7:8:9',
    'web:1',
    '12345::',
    '1:2:3:4:5:6:7::8',
  ])
    t.notOk(isIpv6(text), text)
})

t.test('ranges run over numbers and letters, by steps, padded as they are written', async t => {
  const rows: [string, string[]][] = [
    ['n[08:11]', ['n08', 'n09', 'n10', 'n11']],
    ['n[1:5:2]', ['n1', 'n3', 'n5']],
    ['[a:c]', ['a', 'b', 'c']],
    ['n[a:e:2].x', ['na.x', 'nc.x', 'ne.x']],
    ['n[:2]', ['n0', 'n1', 'n2']],
    ['r[1:2]n[1:2]', ['r1n1', 'r1n2', 'r2n1', 'r2n2']],
    ['n[y:B]', ['ny', 'nz', 'nA', 'nB']],
    ['plain', ['plain']],
  ]
  for (const [text, hosts] of rows) t.same(expandRange(text), { hosts }, text)
  for (const text of [
    'n[1]',
    'n[1:',
    'n[3:1]',
    'n[01:3]',
    'n[1:2:0]',
    'n[a:1]',
    'n[1:2:3:4]',
    'n[1:9999]x[1:9999]',
    'n[0:99999999]',
  ])
    t.ok('problem' in expandRange(text), text)
})

t.test(
  'JSON keeps floats, big numbers and keys as they are, and says where it is wrong',
  async t => {
    t.same(
      readJson(' {"a": [1.0, 2, -0.5, 12345678901234567890, "\\u00e9\\n", true, null], "b": {}} '),
      {
        a: [new Float(1), 2, -0.5, '12345678901234567890', 'é\n', true, null],
        b: {},
      },
    )
    t.same(Object.keys(readJson('{"__proto__": 1}') as object), ['__proto__'])
    for (const text of [
      '',
      '{',
      '{"a"}',
      '[1,]',
      '{"a": 1,}',
      'nul',
      '"a',
      "{'a': 1}",
      '1 2',
      '[01]',
    ])
      t.throws(() => readJson(text), BadJson, text)
  },
)
