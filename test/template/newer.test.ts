// Filters that are newer than the collections beside which the tables of real/ were made: by their documentation.
import t from 'tap'
import { Mistake } from '../../src/base/diagnostic.ts'
import { createTemplates } from '../../src/template/templates.ts'
import { memoryEdges, scopeOf } from './edges.ts'

const templates = createTemplates(memoryEdges(new Map()))
const scope = scopeOf({
  a: [
    { k0_x0: 'A0', k1_x1: 'B0', k2_x2: 'C0' },
    { k0_x0: 'A1', k1_x1: 'B1' },
  ],
  ini: '[DEFAULT]\nshared = 1\n[s1]\nA=b:c\n# no\nd : e\n  more\n[s2]\nx =\n',
})
const value = (text: string): unknown => templates.expression(text, scope)

t.test('lists of any number as sets, in their order', async t => {
  t.same(value('[3, 1, 2] | community.general.lists_union([2, 5], [1, 6])'), [3, 1, 2, 5, 6])
  t.same(value('[3, 1, 2] | community.general.lists_intersect([2, 3], [3, 9, 2])'), [3, 2])
  t.same(value('[3, 1, 2] | community.general.lists_difference([1], [9])'), [3, 2])
  t.same(value('[1, 2] | community.general.lists_symmetric_difference([2, 3], [4])'), [1, 3, 4])
  t.same(value('[[1, 2], [2, 3]] | community.general.lists_union(flatten=true)'), [1, 2, 3])
  t.same(value('[1, 2, 3] | community.general.accumulate'), [1, 3, 6])
})

t.test('keys of a list of dicts are kept, removed and renamed', async t => {
  t.same(value("a | community.general.keep_keys(target=['k0_x0'])"), [
    { k0_x0: 'A0' },
    { k0_x0: 'A1' },
  ])
  t.same(value("a | community.general.keep_keys('k0', matching_parameter='starts_with')"), [
    { k0_x0: 'A0' },
    { k0_x0: 'A1' },
  ])
  t.same(value("a | community.general.remove_keys(['x1', 'x2'], 'ends_with')"), [
    { k0_x0: 'A0' },
    { k0_x0: 'A1' },
  ])
  t.same(value("a | community.general.remove_keys('^.*[12]_x', 'regex')"), [
    { k0_x0: 'A0' },
    { k0_x0: 'A1' },
  ])
  t.same(value("a[1:] | community.general.replace_keys([{'before': 'k0_x0', 'after': 'n'}])"), [
    { n: 'A1', k1_x1: 'B1' },
  ])
  t.same(
    value(
      "a[1:] | community.general.replace_keys([{'before': 'k1', 'after': 'n'}], 'starts_with')",
    ),
    [{ k0_x0: 'A1', n: 'B1' }],
  )
  t.throws(() => value("{'a': 1} | community.general.keep_keys(['a'])"), Mistake)
  t.throws(() => value("a | community.general.keep_keys(['a'], 'nope')"), Mistake)
})

t.test('INI text and dicts of sections', async t => {
  t.same(value('ini | community.general.from_ini'), {
    DEFAULT: { shared: '1' },
    s1: { shared: '1', A: 'b:c', d: 'e\nmore' },
    s2: { shared: '1', x: '' },
  })
  t.equal(
    value("{'s': {'a': 1, 'b': 'x'}, 't': {}} | community.general.to_ini"),
    '[s]\na = 1\nb = x\n\n[t]\n\n',
  )
  t.throws(() => value("'a = 1' | community.general.from_ini"), Mistake)
  t.throws(() => value('[1] | community.general.to_ini'), Mistake)
})

t.test('paths of ansible-core 2.15', async t => {
  t.equal(value("['/a/b/c', '/a/b/d/e'] | commonpath"), '/a/b')
  t.equal(value("['a/b', 'a/bc'] | commonpath"), 'a')
  t.equal(value("'/a//b/../c/./' | normpath"), '/a/c')
  t.equal(value("'' | normpath"), '.')
})

t.test('a name of a collection that we do not have is said to be not there yet', async t => {
  const code = (text: string): string => {
    try {
      return String(value(text))
    } catch (error) {
      if (error instanceof Mistake) return error.diagnostic.code
      throw error
    }
  }
  t.equal(code("'x' | community.dns.get_public_suffix"), 'template/not-yet')
  t.equal(code("'x' | my.own.filter"), 'template/not-yet')
  t.equal(code("'x' | community.general.json_qery"), 'template/unknown-filter')
  t.equal(code("'x' is ansible.utils.resolvable"), 'template/not-yet')
  t.equal(code("'x' is ansible.utils.ipv5"), 'template/unknown-test')
  t.equal(code("'x' | ansible.builtin.uper"), 'template/unknown-filter')
})
