import t from 'tap'
import { unescaped } from '../../src/base/python-escapes.ts'

t.test('escapes are read as Python reads them', async t => {
  t.equal(unescaped(String.raw`a\n\x41\101\u00e9\U0001F600\\\'`), "a\nAAé😀\\'")
  t.equal(unescaped('a\\\nb'), 'ab', 'a newline behind a backslash is none')
  t.equal(unescaped(String.raw`\d\x4`), String.raw`\d\x4`, 'what means nothing stays')
  t.equal(unescaped('a\\'), 'a\\')
})

t.test('names and codes of no letter are for the caller to judge', async t => {
  t.equal(unescaped(String.raw`\N{DASH}`), String.raw`\N{DASH}`)
  t.equal(
    unescaped(String.raw`\UFFFFFFFF`, () => '?'),
    '?',
  )
})
