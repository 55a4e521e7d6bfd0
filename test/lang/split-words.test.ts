import t from 'tap'
import { equalsAt, joinWords, plainValue, splitWords } from '../../src/lang/split-words.ts'

const words = (text: string) => splitWords(text)?.map(word => word.text)

t.test('quotes and Jinja blocks hold words together', async t => {
  t.same(words('src=a dest="/etc/my file" mode=0644'), [
    'src=a',
    'dest="/etc/my file"',
    'mode=0644',
  ])
  t.same(words('dest={{ root | default("/var/www html") }}/x a=b'), [
    'dest={{ root | default("/var/www html") }}/x',
    'a=b',
  ])
  t.same(words('{% if a %} x {% endif %}'), ['{% if a %}', 'x', '{% endif %}'])
  t.same(words('msg=\'it is "so"\' b=c'), [`msg='it is "so"'`, 'b=c'])
  t.same(words('say \\"hello there'), ['say', '\\"hello', 'there'])
  t.same(words('one \\\n  two'), ['one', 'two'])
  t.same(words(''), [])
})

t.test('what does not end is no list of words', async t => {
  for (const text of ["echo it's", 'a="b', '{{ x', '{% if', '{# note'])
    t.equal(words(text), undefined, text)
})

t.test('free text comes out with the blanks and lines it went in with', async t => {
  for (const text of ['a  b   c', 'set -e\nif true; then\n    ls   -l\nfi', 'x "a  b"  y'])
    t.equal(joinWords(splitWords(text)!), text)
})

t.test('values lose their quotes and have their escapes read', async t => {
  t.equal(plainValue('"a b"'), 'a b')
  t.equal(plainValue("'a\\nb'"), 'a\nb')
  t.equal(plainValue('a\\x41\\u00e9'), 'aAé')
  t.equal(plainValue('"half'), '"half')
  t.equal(plainValue('\\UFFFFFFFF'), '\\UFFFFFFFF')
})

t.test('a name ends at the first equals sign that is not escaped', async t => {
  t.equal(equalsAt('a=b=c'), 1)
  t.equal(equalsAt('a\\=b=c'), 4)
  t.equal(equalsAt('=a'), -1)
  t.equal(equalsAt('abc'), -1)
})
