// Mistakes point at the words that are wrong, say what is known of the values, and keep what is
// hidden.
import t from 'tap'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { createTemplates } from '../../src/template/templates.ts'
import { memoryEdges, mistake, scopeOf } from './edges.ts'

const templates = createTemplates(memoryEdges(new Map()))
const vars = { port: 5, host: 'web1', conf: { listen: 80 }, list: [1, 2] }

/** The diagnostic of a text that begins at offset 100 of its file, and the words it points at. */
const pointed = (text: string, scope = scopeOf(vars)): Diagnostic & { words: string } => {
  const found = mistake(() =>
    templates.render(text, scope, { file: 'site.yml', from: 100, to: 100 + text.length }),
  )
  return { ...found, words: text.slice(found.span!.from - 100, found.span!.to - 100) }
}

t.test('the span is that of the failing part', async t => {
  const cases: readonly [string, Diagnostic['code'], string, string][] = [
    ['a {{ nope }}', 'template/undefined', 'nope', "'nope' is undefined"],
    [
      'a {{ conf.nope }}',
      'template/undefined',
      'conf.nope',
      "'dict object' has no attribute 'nope'",
    ],
    [
      '{{ conf.nope + 1 }}',
      'template/undefined',
      'conf.nope',
      "'dict object' has no attribute 'nope'",
    ],
    ['{{ list[7] }}', 'template/undefined', 'list[7]', 'list object has no element 7'],
    [
      'x {{ 1 + (host + port) }}',
      'template/type',
      'host + port',
      "'+' does not work on 'str' and 'int'",
    ],
    ['{{ port | uper }}', 'template/unknown-filter', 'uper', 'there is no filter "uper"'],
    ['{{ port is sting }}', 'template/unknown-test', 'sting', 'there is no test "sting"'],
    [
      "{{ lookup('fil', 'x') }}",
      'template/unknown-lookup',
      "lookup('fil', 'x')",
      'there is no lookup "fil"',
    ],
    [
      "{{ list | community.general.jc('a') }}",
      'template/not-yet',
      "community.general.jc('a')",
      'filter "community.general.jc": mokplay does not do this',
    ],
    ['{% if port %}a', 'template/syntax', 'if', '"if" has no end: "{% endif %}" was expected'],
    [
      '{% if port %}a{% elif host %}',
      'template/syntax',
      'if',
      '"if" has no end: "{% endif %}" was expected',
    ],
    ['{% if port $}', 'template/syntax', '$', 'unexpected character "$"'],
    ['{% if port host %}', 'template/syntax', 'host', '"host" stands where "%}" was expected'],
    [
      '{% for x in list %}a',
      'template/syntax',
      'for',
      '"for" has no end: "{% endfor %}" was expected',
    ],
    ['{% fro x in list %}', 'template/syntax', 'fro', 'unknown tag "fro"'],
    ['a {{ port', 'template/syntax', '{{', '"{{" has no end: "}}" was expected'],
    [
      '{{ (port }}',
      'template/syntax',
      '}',
      '"(" is never closed: "}" stands where its end was expected',
    ],
    ["{{ 'abc }}", 'template/syntax', "'", "text has no end: a closing ' was expected"],
    [
      '{{ port + }}',
      'template/syntax',
      '}}',
      'the end of the expression stands where an expression was expected',
    ],
    ['{{ port host }}', 'template/syntax', 'host', '"host" stands where "}}" was expected'],
    ['{{ 5 $ 6 }}', 'template/syntax', '$', 'unexpected character "$"'],
    ['{# never', 'template/syntax', '{#', 'comment has no end: "#}" was expected'],
    ["{{ host | regex_search('(') }}", 'template/type', "regex_search('(')", ''],
  ]
  for (const [text, code, words, message] of cases) {
    const found = pointed(text)
    t.equal(found.code, code, text)
    t.equal(found.words, words, text)
    if (message !== '') t.equal(found.message, message, text)
  }
})

t.test('the lines of a text count: the span lies in the third', async t => {
  const text = 'a\nb {{ port }}\nc {{ nope }}\n'
  const found = mistake(() => templates.file(text, scopeOf(vars), { file: 'app.conf.j2' }))
  t.same(found.span, {
    file: 'app.conf.j2',
    from: text.indexOf('nope'),
    to: text.indexOf('nope') + 4,
  })
})

t.test('a quoted text is pointed into past its quote, any other as a whole', async t => {
  const text = 'a {{ nope }}'
  const at = (to: number) =>
    mistake(() => templates.render(text, scopeOf({}), { file: 'f', from: 10, to })).span
  t.same(at(10 + text.length), { file: 'f', from: 15, to: 19 })
  t.same(at(12 + text.length), { file: 'f', from: 16, to: 20 })
  t.same(at(17 + text.length), { file: 'f', from: 10, to: 17 + text.length })
  t.equal(mistake(() => templates.render(text, scopeOf({}))).span, undefined)
})

t.test('the values of the names are told, and a word like a misspelt one', async t => {
  t.match(pointed('{{ host + port }}').hint, /where host = 'web1', port = 5$/)
  t.match(pointed('{{ conf.nope }}').hint, /^where conf = \{'listen': 80\}$/)
  t.equal(pointed('{{ hots }}').hint, 'did you mean "host"?')
  t.equal(pointed('{{ port | uper }}').hint, 'did you mean "upper"?')
  t.match(pointed('{{ long + 1 }}', scopeOf({ long: 'x'.repeat(500) })).hint, /'x{59}…$/)
})

t.test('hidden values stay hidden, also under another name', async t => {
  const scope = {
    ...scopeOf({ token: 'hunter2', port: 5 }),
    hides: (name: string) => name === 'token',
  }
  for (const text of [
    '{{ token + port }}',
    '{% set t = token %}{{ t + port }}',
    '{% for t in [token] %}{{ t + port }}{% endfor %}',
    '{{ token.nope }}',
    '{{ token | nope }}',
  ]) {
    const found = mistake(() =>
      templates.render(text, scope, { file: 'f', from: 0, to: text.length }),
    )
    t.notMatch(JSON.stringify({ ...found, message: found.message }), /hunter2/, text)
  }
  t.match(mistake(() => templates.render('{{ token + port }}', scope)).hint, /port = 5/)
})

t.test("a container's own places are used for the texts in it", async t => {
  const value = { key: ['{{ nope }}'] }
  const found = mistake(() => templates.deep(value, scopeOf({}), { file: 'f', from: 3, to: 30 }))
  t.same(found.span, { file: 'f', from: 3, to: 30 })
})
