import t from 'tap'
import {
  expandMatch,
  pythonRegex,
  RegexProblem,
  type RegexFlags,
} from '../../src/base/regex/python-regex.ts'

const found = (pattern: string, text: string, flags: RegexFlags = {}): unknown => {
  const match = pythonRegex(pattern, flags).exec(text)
  return (
    match && [
      match.index,
      match.index + match[0].length,
      ...match.slice(1).map(group => group ?? null),
    ]
  )
}

// Each expectation is what Python 3.11's re.search says.
t.test('patterns mean what they mean to Python', async t => {
  t.same(found(String.raw`^a$`, 'a\n'), [0, 1], '$ stands before a last newline')
  t.same(found(String.raw`^a$`, 'a\r\n'), null, 'but not before a carriage return')
  t.same(found(String.raw`\Aab\Z`, 'ab\n'), null)
  t.same(found('^a$', 'b\na\nc', { multiline: true }), [2, 3])
  t.same(found('x.y', 'x\ny'), null)
  t.same(found('x.y', 'x\ry'), [0, 3], 'only a newline is no dot')
  t.same(found('(?P<x>\\d+)-(?P=x)', '12-12'), [0, 5, '12'])
  t.same(found('[]a]+', 'x]a]y'), [1, 4], 'a bracket that comes first is one of the set')
  t.same(found('[[:alpha:]]', 'a]'), [0, 2], 'there are no POSIX classes')
  t.same(found('a{,2}b', 'aab'), [0, 3])
  t.same(found('a{2', 'a{2'), [0, 3], 'a brace that counts nothing is a brace')
  t.same(found('{{ x }}', '{{ x }}'), [0, 7])
  t.same(found(String.raw`\.\/-\&\~\@\!\ \"`, './-&~@! "'), [0, 9], 'escapes that are not needed')
  t.same(found('(?i)HeLLo', 'say hello'), [4, 9])
  t.same(found(String.raw`\x41\101\0`, 'AA\0'), [0, 3])
  t.same(found('(a)|(b)', 'b'), [0, 1, null, 'b'])
  t.same(found('(.)\\1', 'oo'), [0, 2, 'o'])
  t.same(found('a # one\n b', 'ab', { verbose: true }), [0, 2])
})

t.test('classes are those of text, or of bytes', async t => {
  t.same(found(String.raw`\w+`, 'grüße'), [0, 5])
  t.same(found(String.raw`\w+`, 'grüße', { ascii: true }), [0, 2])
  t.same(found(String.raw`\bx\b`, 'üx'), null)
  t.same(found(String.raw`\bx\b`, 'üx', { ascii: true }), [1, 2])
})

const isRefused = (act: () => unknown): boolean => {
  try {
    act()
    return false
  } catch (problem) {
    return problem instanceof RegexProblem
  }
}

// Every letter of the first plane but the halves of pairs, against what JavaScript says of the class alone.
t.test('opposites of classes are exact, alone and in a set', async t => {
  for (const ascii of [false, true])
    for (const name of ['d', 'w', 's']) {
      const [is, not, inSet] = [
        `\\${name}`,
        `\\${name.toUpperCase()}`,
        `[_${`\\${name.toUpperCase()}`}]`,
      ].map(pattern => pythonRegex(pattern, { ascii })) as [RegExp, RegExp, RegExp]
      const wrong: number[] = []
      for (let code = 0; code < 0x20000; code++) {
        if (code >= 0xd800 && code < 0xe000) continue
        const letter = String.fromCodePoint(code)
        const fits = is.test(letter)
        if (fits === not.test(letter) || inSet.test(letter) !== (!fits || letter === '_'))
          wrong.push(code)
      }
      t.same(wrong, [], `${name}${ascii ? ' as for bytes' : ''}`)
    }
})

t.test('flags may stand at the beginning, each in a group of its own', async t => {
  t.same(found('(?i)(?s)A.b', 'a\nB'), [0, 3])
  t.same(found('(?x) a  # one', 'a'), [0, 1])
  t.same(found(String.raw`[\W\d]+`, 'a-1_'), [1, 3])
})

t.test('(?i:…) counts for its group alone', async t => {
  t.same(found(String.raw`(?i:a[b-d]É)x`, 'ACéx'), [0, 4])
  t.equal(pythonRegex('(?i:a)b').test('AB'), false)
  t.same(found('((?i:a)(b))c', 'Abc'), [0, 3, 'Ab', 'b'])
  t.equal(pythonRegex('(?i:[a-c])').test('_'), false)
})

t.test('what cannot be said is refused', async t => {
  for (const pattern of [
    'a++',
    '(?>a)',
    '(a',
    '[a',
    'a\\',
    '\\q',
    '(?(1)a|b)',
    '*a',
    'a{2}+',
    '(?-i:a)',
    '(?s:a)',
    '[a-\\d]',
  ])
    t.ok(
      isRefused(() => pythonRegex(pattern)),
      pattern,
    )
})

t.test('a replacement is expanded', async t => {
  const match = pythonRegex('(?P<host>h)(x)?(y)').exec('hy')!
  t.equal(expandMatch(String.raw`\1\g<1>0-\g<host>-\2-\g<3>\n$1\\`, match), 'hh0-h--y\n$1\\')
  t.ok(
    isRefused(() => expandMatch('\\9', match)),
    'a group that is not there',
  )
  t.ok(
    isRefused(() => expandMatch('\\g<no>', match)),
    'a name that is not there',
  )
})
