// A template is data to us, even when a stranger wrote it: no way to JavaScript, no way to hang.
import t from 'tap'
import { Mistake } from '../../src/base/diagnostic.ts'
import { createTemplates } from '../../src/template/templates.ts'
import { memoryEdges, scopeOf } from './edges.ts'

const templates = createTemplates(memoryEdges(new Map()))
const vars = {
  x: 5,
  s: 'text',
  l: [1, 2],
  d: { a: 1 },
  users: [{ name: 'ann' }],
  open: Object.freeze({ list: Object.freeze([1]) }),
  evil: '{{ 1 + 1 }}',
  fact: "{% include 'x' %}{{ range.constructor('return 1')() }}",
}
const scope = scopeOf(vars)

const outcome = (text: string): { value: unknown } | { code: string } => {
  try {
    return { value: templates.render(text, scope) }
  } catch (error) {
    if (error instanceof Mistake) return { code: error.diagnostic.code }
    throw error
  }
}

const HOLDERS = [
  'x',
  's',
  'l',
  'd',
  'range',
  'dict',
  'lookup',
  's.upper',
  'l.append',
  'd.keys',
  "''",
  '[]',
  '{}',
  '(1,)',
  'true',
  '1.5',
  'namespace()',
  'cycler(1)',
  'joiner()',
  'now()',
  'd.items()',
  'range(3)',
]
const MEMBERS = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  '__lookupGetter__',
  'call',
  'apply',
  'bind',
  'caller',
  'arguments',
  '__class__',
  '__globals__',
  '__subclasses__',
]

t.test("no value has a member of JavaScript or of Python's insides", async t => {
  for (const holder of HOLDERS)
    for (const member of MEMBERS)
      for (const text of [
        `{{ ${holder}.${member} }}`,
        `{{ ${holder}['${member}'] }}`,
        `{{ ${holder}['${member.slice(0, 3)}' ~ '${member.slice(3)}'] }}`,
        `{{ ${holder} | attr('${member}') }}`,
      ])
        t.same(outcome(text), { code: 'template/undefined' }, text)
})

const ESCAPES = [
  "{{ range.constructor('return process')() }}",
  "{{ ''.constructor.constructor('return 1')() }}",
  "{{ [].map.constructor('return 1')() }}",
  "{{ (1).toString.constructor('return 1')() }}",
  '{{ constructor }}',
  '{{ __proto__ }}',
  '{{ this }}',
  '{{ globalThis }}',
  '{{ process }}',
  '{{ require }}',
  "{{ l | map(attribute='constructor') | list }}",
  "{{ users | map(attribute='__proto__') | list }}",
  "{{ users | map(attribute='name.constructor') | list }}",
  "{{ l | join(',', 'constructor') }}",
  "{{ users | sort(attribute='constructor') }}",
  "{{ users | groupby('constructor') }}",
  "{{ users | sum(attribute='constructor') }}",
  "{{ 'constructor' | extract(d) }}",
  "{{ ['constructor'] | map('extract', d) | list }}",
  "{{ users | max(attribute='constructor') }}",
  "{{ users | unique(attribute='__proto__') }}",
  "{{ '{0.constructor}'.format(s) }}",
  "{{ '{0[constructor]}'.format(d) }}",
  "{{ '{x.__class__}'.format(x=s) }}",
  "{{ '%(constructor)s' % d }}",
  "{{ '{constructor}'.format_map(d) }}",
  "{{ l | map('constructor') | list }}",
  "{{ l | select('constructor') | list }}",
  '{{ l | constructor }}',
  '{{ l is constructor }}',
  '{{ l | __proto__ }}',
  "{{ lookup('constructor') }}",
  "{{ lookup('__proto__', 1) }}",
  '{% macro m() %}{% endmacro %}{{ m.constructor }}',
  '{% macro m() %}{{ caller.constructor }}{% endmacro %}{% call m() %}{% endcall %}',
  '{% for i in l %}{{ loop.constructor }}{% endfor %}',
  '{% for i in l %}{{ loop.cycle.constructor }}{% endfor %}',
  '{% for i in l recursive %}{{ loop.again }}{% endfor %}',
  '{% set ns = namespace() %}{{ ns.constructor }}',
  '{% set ns = namespace() %}{{ ns.names }}',
  "{% set ns = namespace() %}{% set ns.__proto__ = {'a': 1} %}{{ ns.a }}",
  '{% set x.y = 1 %}',
  '{% set d.__proto__ = 1 %}',
  "{% set __proto__ = {'polluted': 1} %}{{ polluted }}",
  '{{ {}.polluted }}',
  "{% set q = {'__proto__': {'a': 1}} %}{{ q.a }}",
  "{{ ({} | combine({'__proto__': {'a': 1}})).a }}",
  "{{ ([{'key': '__proto__', 'value': {'a': 1}}] | items2dict).a }}",
  "{{ (\"{'__proto__': {'a': 1}}\" | from_yaml).a }}",
  '{{ (\'{"__proto__": {"a": 1}}\' | from_json).a }}',
  "{{ dict(__proto__={'a': 1}).a }}",
  "{% set q = {} %}{% set _ = q.update({'__proto__': {'a': 1}}) %}{{ q.a }}",
  "{% set q = {} %}{{ q.__setitem__('__proto__', {'a': 1}) }}{{ q.a }}",
  '{{ cycler.constructor }}',
  '{{ cycler(1).next.constructor }}',
  '{{ joiner().call }}',
  '{{ dict.fromkeys }}',
  '{{ lookup.call }}',
  '{{ range.call(range, 3) }}',
  "{{ s.replace.call(s, 'a', 'b') }}",
  '{{ s.at(0) }}',
  '{{ s.charAt(0) }}',
  '{{ l.length }}',
  '{{ l.map }}',
  '{{ l.push(1) }}',
  '{{ l.concat(l) }}',
  '{{ s.length }}',
  '{{ x.toFixed(2) }}',
  "{% import 'x' as m %}",
  "{% include '/etc/passwd' %}",
  "{% extends '../x' %}",
  '{{ now().local }}',
  '{{ now().parts }}',
  "{{ ('a' if false).constructor.x }}",
  "{{ lookup('vars', '__proto__') }}",
  "{{ lookup('vars', 'constructor') }}",
  '{{ vars.constructor }}',
  "{{ vars['__proto__'] }}",
]

t.test('known escapes are refused', async t => {
  t.ok(ESCAPES.length >= 60)
  for (const text of ESCAPES) {
    const made = outcome(text)
    t.ok('code' in made, `${text} gave ${JSON.stringify(made)}`)
  }
  t.notOk('polluted' in {}, 'the prototype of objects is untouched')
})

t.test('what came out of a variable is never a template', async t => {
  t.equal(templates.render('{{ evil }}', scope), '{{ 1 + 1 }}')
  t.equal(templates.render('a {{ evil }}', scope), 'a {{ 1 + 1 }}')
  t.equal(templates.render('{{ fact }}{{ fact }}', scope), vars.fact + vars.fact)
  t.equal(templates.file('{{ evil }}', scope, { file: 'a' }), '{{ 1 + 1 }}')
  t.same(templates.render('[{{ evil | to_json }}]', scope), ['{{ 1 + 1 }}'])
  t.same(templates.deep({ a: ['{{ evil }}'] }, scope), { a: ['{{ 1 + 1 }}'] })
})

const GREEDY = [
  "{{ ('a' * 60 ~ 'b') is match('(a+)+$') }}",
  "{{ 'a' * 60 | regex_replace('(a|aa)+$', 'x') }}{{ ('a' * 60 ~ 'b') | regex_replace('(a|aa)+$', 'x') }}",
  "{{ ('x' * 60 ~ 'b') | regex_search('^(x+x+)+y') }}",
  "{{ ('a' * 30000) | regex_findall('a*a*a*a*b') }}",
  "{{ 'a' * 10 ** 12 }}",
  '{{ [0] * 10 ** 12 }}',
  '{{ range(10 ** 12) }}',
  '{{ 9 ** (9 ** 9) }}',
  "{{ 'x'.center(10 ** 12) }}",
  "{{ '%1000000000000d' % 1 }}",
  "{{ '{:>1000000000000}'.format(1) }}",
  "{{ 'x' | center(10 ** 12) }}",
  "{{ 'a' | indent(10 ** 12, true) }}",
  "{{ 'aaaa'.replace('', 'x' * 30000000) }}",
  '{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}',
  '{{ [range(1000)] * 3 | list }}{{ range(1000) | product(range(1000), range(1000)) }}',
  '{{ range(100) | permutations | list }}',
  '{{ range(60) | combinations(30) | list }}',
  '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}',
  "{% set ns = namespace(s='aaaaaaaaaaaaaaaa') %}{% for i in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
  '{% set q = [1] %}{% for i in range(100) %}{{ q.extend(q) }}{% endfor %}',
  '{% for i in range(10000) %}{% for j in range(10000) %}x{% endfor %}{% endfor %}',
  "{{ lookup('sequence', 'start=1 end=100000000000') }}",
  `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`,
  `{{ ${'-'.repeat(100000)}1 }}`,
  `{{ ${'not '.repeat(5000)}1 }}`,
  `{{ ${'['.repeat(5000)} }}`,
  `${'{% if x %}'.repeat(3000)}`,
  '{% set q = [] %}{{ q.append(q) }}{{ q }}',
  '{% set q = [] %}{{ q.append(q) }}{{ q | to_json }}',
  '{% set q = [] %}{{ q.append(q) }}{{ q | to_json }}',
  '{% set q = [] %}{{ q.append(q) }}{{ q | flatten }}',
  "{{ '1' | human_readable }}{{ 10 ** 100000000 }}",
  "{{ 'x' | password_hash('sha512', 'abc', rounds=900000000) }}",
]

t.test('a template that would not end, or would fill the memory, is an error', async t => {
  for (const text of GREEDY) t.ok('code' in outcome(text), text.slice(0, 80))
})

t.test('methods that change a value never change a variable', async t => {
  const own = {
    list: [1],
    nested: { list: [1] },
    frozen: Object.freeze({ list: Object.freeze([1]) }),
  }
  const inside = scopeOf(own)
  t.same(templates.render('{{ list.append(2) }}{{ list }}', inside), [1, 2])
  t.same(
    templates.render(
      '{{ nested.list.append(2) }}{{ nested.update({"a": 1}) }}{{ nested }}',
      inside,
    ),
    { list: [1, 2], a: 1 },
  )
  t.same(templates.render('{{ frozen.list.append(2) }}{{ frozen.list }}', inside), [1, 2])
  t.same(own, { list: [1], nested: { list: [1] }, frozen: { list: [1] } })
})
