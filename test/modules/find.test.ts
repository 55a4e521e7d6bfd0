import fc from 'fast-check'
import t from 'tap'
import { literalIn } from '../../modules/find/literal.ts'
import { pythonRegex } from '../../src/base/regex/python-regex.ts'

t.test('a text that every match holds', t => {
  const cases: Readonly<Record<string, string>> = {
    ERROR: 'ERROR',
    '.*ERROR.*': 'ERROR',
    '^ERROR$': 'ERROR',
    'a+bc': 'bc',
    'abc*': 'ab',
    'abc?d': 'ab',
    'ab{2}cde': 'cde',
    'a|bcd': '',
    '(a|b)cd': 'cd',
    '(?:ab(c))def': 'def',
    '[abc]def': 'def',
    '[]x]yz': 'yz',
    '\\.conf': '.conf',
    '\\d+ms': 'ms',
    '\\x41b': 'b',
    '\\101b': 'b',
    'a\\|b': 'a|b',
    '(?i)error': '',
    größe: 'größe',
    'a\nb': 'a',
    '': '',
    '((': '',
  }
  for (const [pattern, literal] of Object.entries(cases))
    t.equal(literalIn(pattern), literal, pattern)
  t.end()
})

t.test('whatever a pattern matches holds the text', t => {
  const piece = fc.constantFrom(
    ...['a', 'b', 'ab', '.', '(a|b)', '[ab]', '\\.', '\\w', '(?:ab)', '\\x61', '^', '$', '{', '|'],
  )
  const often = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,1}', '*?', '{,2}')
  const pattern = fc.array(fc.tuple(piece, often), { maxLength: 5 })
  fc.assert(
    fc.property(pattern, fc.stringMatching(/^[ab.{]{0,8}$/), (pieces, text) => {
      const written = pieces.map(([each, times]) => `${each}${each === '|' ? '' : times}`).join('')
      let compiled: RegExp
      try {
        compiled = pythonRegex(written)
      } catch {
        return true
      }
      return !compiled.test(text) || text.includes(literalIn(written))
    }),
    { numRuns: 5000 },
  )
  t.end()
})
