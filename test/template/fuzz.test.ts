// Whatever stands in a template, the outcome is a value or a Mistake, never another error.
import fc from 'fast-check'
import t from 'tap'
import { Mistake } from '../../src/base/diagnostic.ts'
import { unknown } from '../../src/base/unknown.ts'
import { createTemplates } from '../../src/template/templates.ts'
import { memoryEdges, scopeOf } from './edges.ts'

const edges = memoryEdges(new Map([['/a', 'x']]))
const templates = createTemplates({ ...edges, exec: { run: () => ({ rc: 0, out: '', err: '' }) } })
const vars = {
  x: 5,
  s: 'abc',
  l: [3, 'a', null],
  d: { a: 1, b: [true] },
  f: 1.5,
  n: null,
  t: true,
  u: unknown('a run'),
  r: { changed: true, results: [{}] },
}
const scope = scopeOf(vars)

const FILTERS =
  'default bool int float string length abs attr extract ternary mandatory type_debug upper lower capitalize title trim replace split indent center truncate wordwrap wordcount format comment quote e striptags urlencode urlsplit list first last min max reverse sort groupby join sum batch slice flatten product zip zip_longest random shuffle map select reject selectattr rejectattr unique union intersect difference combine dict2items items2dict dictsort subelements round log pow root human_readable human_to_bytes filesizeformat basename dirname splitext regex_replace regex_search regex_findall regex_escape to_json to_nice_json from_json to_yaml to_nice_yaml from_yaml md5 hash b64encode b64decode to_uuid to_datetime strftime'.split(
    ' ',
  )
const TESTS =
  'defined undefined none string number integer mapping sequence iterable even odd divisibleby in contains match search version changed failed skipped subset eq lt truthy all any sameas'.split(
    ' ',
  )
const METHODS =
  'split replace upper format join get items keys append update pop index count find startswith center zfill strip sort extend'.split(
    ' ',
  )

const pick = (words: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...words)
const atom = fc.oneof(
  pick([
    ...Object.keys(vars),
    'missing',
    '1',
    '0',
    '-3',
    '1.0',
    '2.5',
    "'a'",
    "''",
    "'%s'",
    "'{}'",
    "'(a|b)+'",
    "'name'",
    '[]',
    '{}',
    '(1, 2)',
    'true',
    'none',
    '10 ** 20',
    'range(3)',
    'lookup',
    'now()',
    'namespace()',
  ]),
  fc.string({ maxLength: 8 }).map(text => JSON.stringify(text)),
)
const { tree: expression } = fc.letrec<{ tree: string }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    atom,
    fc
      .tuple(
        tie('tree'),
        pick('+ - * / // % ** ~ == != < > <= >= in and or'.split(' ').concat('not in')),
        tie('tree'),
      )
      .map(([a, op, b]) => (op === '**' ? `(${a} ** 2)` : `(${a} ${op} ${b})`)),
    fc
      .tuple(tie('tree'), pick(FILTERS), fc.array(tie('tree'), { maxLength: 2 }))
      .map(([a, name, args]) => `(${a} | ${name}(${args.join(', ')}))`),
    fc
      .tuple(
        tie('tree'),
        pick(['is', 'is not']),
        pick(TESTS),
        fc.array(tie('tree'), { maxLength: 1 }),
      )
      .map(([a, is, name, args]) => `(${a} ${is} ${name}(${args.join(', ')}))`),
    fc
      .tuple(tie('tree'), pick(METHODS), fc.array(tie('tree'), { maxLength: 2 }))
      .map(([a, name, args]) => `${a}.${name}(${args.join(', ')})`),
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `${a}[${b}]`),
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `${a}[${b}:]`),
    fc.tuple(tie('tree'), tie('tree'), tie('tree')).map(([a, b, c]) => `(${a} if ${b} else ${c})`),
    fc.array(tie('tree'), { maxLength: 3 }).map(items => `[${items.join(', ')}]`),
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `{${a}: ${b}}`),
  ),
}))

const mustBeCalm = (act: () => unknown): void => {
  try {
    act()
  } catch (error) {
    if (!(error instanceof Mistake)) throw error
  }
}

t.test('random expressions', async () => {
  fc.assert(
    fc.property(expression, text => mustBeCalm(() => templates.render(`{{ ${text} }}`, scope))),
    { seed: 4711, numRuns: 20_000 },
  )
})

t.test('random statements around random expressions', async () => {
  const statement = fc
    .tuple(expression, expression)
    .chain(([a, b]) =>
      pick([
        `{% for i in ${a} if ${b} %}{{ i }}{{ loop.index }}{% else %}-{% endfor %}`,
        `{% if ${a} %}{{ ${b} }}{% endif %}`,
        `{% set q = ${a} %}{{ q }}{{ ${b} }}`,
        `{% set q, z = ${a} %}{{ q }}`,
        `{% macro m(p, k=${a}) %}{{ p }}{{ k }}{% endmacro %}{{ m(${b}) }}`,
        `{% filter indent(${a}) %}{{ ${b} }}{% endfilter %}`,
        `{% with v = ${a} %}{{ v }}{% endwith %}`,
        `{{ ${a} }} {{ ${b} }}`,
      ]),
    )
  fc.assert(
    fc.property(statement, text => mustBeCalm(() => templates.file(text, scope, { file: 'f' }))),
    { seed: 4711, numRuns: 8000 },
  )
})

t.test('random characters', async () => {
  const parts = pick([
    '{{',
    '}}',
    '{%',
    '%}',
    '{#',
    '#}',
    '-',
    '+',
    'x',
    ' ',
    '\n',
    'if',
    'for',
    'in',
    'end',
    'set',
    'raw',
    'endraw',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    "'",
    '"',
    '|',
    '.',
    ',',
    ':',
    '=',
    '1',
    '\\',
    'is',
    'not',
    'else',
    'macro',
    'block',
    '*',
  ])
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 14 }), words =>
      mustBeCalm(() => templates.render(words.join(''), scope)),
    ),
    { seed: 4711, numRuns: 20_000 },
  )
})
