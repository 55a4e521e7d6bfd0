// Names that a text uses, found without running it.
import t from 'tap'
import { createTemplates } from '../../src/template/templates.ts'
import { parseHeader } from '../../src/template/header.ts'
import { memoryEdges, mistake } from './edges.ts'

const templates = createTemplates(memoryEdges(new Map()))
const names = (text: string, kind: 'text' | 'expression' = 'text'): string[] =>
  templates.namesIn(text, kind).map(use => use.name + (use.guarded ? '?' : ''))

t.test('variables are told with their places', async t => {
  t.same(templates.namesIn('a {{ user.name }}', 'text'), [
    { name: 'user', from: 5, to: 9, guarded: false },
  ])
  t.same(
    templates.namesIn('user.name == x', 'expression').map(use => [use.from, use.to]),
    [
      [0, 4],
      [13, 14],
    ],
  )
  t.same(names('no template'), [])
})

t.test('names that the text makes itself are not variables', async t => {
  t.same(names('{% for u in users %}{{ u }}{{ loop.index }}{% endfor %}{{ u }}'), ['users', 'u'])
  t.same(names('{% set a = b %}{{ a }}'), ['b'])
  t.same(names('{% macro m(p, q=r) %}{{ p }}{{ q }}{{ s }}{% endmacro %}{{ m(1) }}'), ['r', 's'])
  t.same(names('{% with w = v %}{{ w }}{% endwith %}'), ['v'])
  t.same(names("{% import 'f' as f %}{% from 'g' import h as i %}{{ f.x }}{{ i() }}"), [])
  t.same(names("{{ lookup('file', path) }}{{ range(n) }}"), ['path', 'n'])
})

t.test('what may be missing is guarded', async t => {
  t.same(names('{{ a | default(b) }}'), ['a?', 'b'])
  t.same(names('{{ a.b.c | d("") }}'), ['a?'])
  t.same(names('a is defined and a == b', 'expression'), ['a?', 'a?', 'b'])
  t.same(names('{{ a if a is defined else b }}'), ['a?', 'a?', 'b'])
  t.same(names('{% if a is not defined %}{{ b }}{% endif %}'), ['a?', 'b'])
  t.same(names('{{ a | upper | default("") }}'), ['a'])
})

t.test('wrong syntax is a mistake', async t => {
  t.match(
    mistake(() => templates.namesIn('{{ a', 'text')),
    { code: 'template/syntax' },
  )
  t.match(
    mistake(() => templates.namesIn('a +', 'expression')),
    { code: 'template/syntax' },
  )
})

t.test('a template file may say in its first line how it is read', async t => {
  t.same(parseHeader('a\n'), { text: 'a\n', options: {} })
  t.same(parseHeader('#jinja2: trim_blocks: False, lstrip_blocks:True\na\n'), {
    text: 'a\n',
    options: { trimBlocks: false, lstripBlocks: true },
  })
  t.same(
    parseHeader("#jinja2:variable_start_string:'[[', variable_end_string: ']]'\n[[ x ]]").options,
    { marks: { variableStart: '[[', variableEnd: ']]' } },
  )
  t.match(
    mistake(() => parseHeader('#jinja2: trim_block: True\n')),
    { hint: 'did you mean "trim_blocks"?' },
  )
})
