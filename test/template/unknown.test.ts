// What only the run can tell flows through templates and is never guessed.
import t from 'tap'
import { isUnknown, unknown } from '../../src/base/unknown.ts'
import { createTemplates } from '../../src/template/templates.ts'
import { memoryEdges, scopeOf } from './edges.ts'

const templates = createTemplates({
  ...memoryEdges(new Map([['/x', '{{ u }}']])),
  setting: () => true,
})
const u = unknown('what `uname -r` prints')
const scope = scopeOf({
  u,
  x: 5,
  l: [1, u],
  d: { a: u, b: 1 },
  out: { stdout: u, rc: 0, changed: u },
  many: { results: [{ changed: u }] },
})
const value = (text: string): unknown => templates.render(text, scope)

t.test('an operation on an unknown is unknown, with its reason', async t => {
  for (const text of [
    '{{ u }}',
    '{{ u.stdout }}',
    '{{ u[0] }}',
    '{{ u[1:] }}',
    '{{ u + 1 }}',
    '{{ 1 - u }}',
    '{{ -u }}',
    '{{ not u }}',
    '{{ u == 1 }}',
    '{{ u < 3 }}',
    '{{ 1 in u }}',
    '{{ u in [1] }}',
    '{{ u ~ "a" }}',
    '{{ u | int }}',
    '{{ u | default(3) }}',
    '{{ u.a.b | default(3) }}',
    '{{ u() }}',
    '{{ u.split() }}',
    '{{ x | ternary(u, 1) }}',
    '{{ u | ternary(1, 2) }}',
    '{{ 1 if u else 2 }}',
    '{{ u is match("a") }}',
    '{{ u is string }}',
    '{{ u is changed }}',
    '{{ out is changed }}',
    '{{ many is changed }}',
    '{{ out.stdout | from_json }}',
    '{{ "a" is match(u) }}',
    '{{ "abc".replace("a", u) }}',
    '{{ "-".join(["a", u]) }}',
    '{{ l | join(",") }}',
    '{{ l | sort }}',
    '{{ l | sum }}',
    '{{ l | to_json }}',
    '{{ d | to_nice_yaml }}',
    '{{ d | string }}',
    '{{ l | max }}',
    '{{ l == [1, 2] }}',
    '{{ "%s" % u }}',
    '{{ "{}".format(u) }}',
    '{{ lookup("env", u) }}',
    '{{ lookup("file", "/" ~ u) }}',
    '{{ lookup("template", "/x") }}',
    '{{ u is defined and u }}',
    '{{ range(u) }}',
    '{{ l | unique }}',
    '{{ 2 in l }}',
    '{{ [u, u] | length + u }}',
    'text {{ u }}',
    '{% if u %}a{% endif %}',
    '{% for i in u %}{% endfor %}',
    '{% for i in l %}{{ i }}{% endfor %}',
    '{{ x }}{{ d }}',
    '{% set q = u %}{{ q }}!',
    '{% macro m(a) %}{{ a }}{% endmacro %}{{ m(u) }}!',
    '{% set q %}{{ u }}{% endset %}{{ q }}',
    '{% filter upper %}{{ u }}{% endfilter %}',
  ]) {
    const made = value(text)
    t.ok(isUnknown(made), `${text} gave ${JSON.stringify(made)}`)
    if (isUnknown(made)) t.equal(made.why, u.why, text)
  }
})

t.test('a known side decides where it can', async t => {
  t.equal(value('{{ u and false }}'), false)
  t.equal(value('{{ false and u }}'), false)
  t.equal(value('{{ u or x }}'), 5)
  t.equal(value('{{ x or u }}'), 5)
  t.ok(isUnknown(value('{{ u and x }}')))
  t.ok(isUnknown(value('{{ u or "" }}')))
  t.equal(value('{{ x | ternary(1, u) }}'), 1)
  t.equal(value('{{ x | default(u) }}'), 5)
  t.equal(value('{{ 1 if x else u }}'), 1)
  t.equal(value('{{ 7 > x > 5 > u }}'), false)
})

t.test('an error behind an unknown condition is not ours to tell', async t => {
  t.ok(isUnknown(value('{{ u and missing.name }}')))
  t.ok(isUnknown(value('{{ u or 1 / 0 }}')))
})

t.test('whether an unknown is defined is known', async t => {
  t.equal(value('{{ u is defined }}'), true)
  t.equal(value('{{ u.some.thing is undefined }}'), false)
  t.equal(value('{{ d.a is defined and d.b == 1 }}'), true)
})

t.test('containers hold unknowns at any depth', async t => {
  t.same(value('{{ [x, {"k": u}] }}'), [5, { k: u }])
  t.equal(value('{{ l | length }}'), 2)
  t.equal(value('{{ l | first }}'), 1)
  t.equal(value('{{ d.b + 1 }}'), 2)
  t.same(value('{{ d | combine({"b": 2}) }}'), { a: u, b: 2 })
  t.same(value('{{ l | map("string") | list }}'), ['1', u])
  t.same(value('{{ d | dict2items | map(attribute="key") | list }}'), ['a', 'b'])
})

t.test('expressions, files, truth and lookups know unknowns too', async t => {
  t.ok(isUnknown(templates.expression('u == 1', scope)))
  t.equal(templates.expression('u is defined and x == 6', scope), false)
  t.ok(isUnknown(templates.file('a\n{{ u }}\n', scope, { file: 'a.j2' })))
  t.ok(isUnknown(templates.truth(u)))
  t.equal(templates.truth([]), false)
  t.ok(isUnknown(templates.lookup('items', [u], {}, scope)))
  t.same(templates.deep({ a: ['{{ u }}', '{{ x }}'] }, scope), { a: [u, 5] })
})
