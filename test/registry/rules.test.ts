// Rules between arguments, one sentence for each that is broken.
import t from 'tap'
import { brokenRules } from '../../src/registry/rules.ts'
import type { ArgRules } from '../../src/model/module.ts'

const broken = (
  rules: ArgRules,
  args: Readonly<Record<string, unknown>>,
  later: readonly string[] = [],
): readonly string[] =>
  brokenRules(rules, new Set([...Object.keys(args), ...later]), new Set(later), args)

t.test('what a rule says when it is broken, and nothing when it is kept', async t => {
  t.same(broken({ oneOf: [['src', 'content']] }, {}), ['one of "src", "content" is needed'])
  t.same(broken({ oneOf: [['src', 'content']] }, { src: 'a' }), [])
  t.same(broken({ exclusive: [['src', 'content']] }, { src: 'a', content: 'b' }), [
    '"src", "content" exclude each other',
  ])
  t.same(broken({ exclusive: [['src', 'content']] }, { content: 'b' }), [])
  t.same(broken({ together: [['key', 'cert', 'ca']] }, { key: 'a' }), [
    '"key", "cert", "ca" belong together; "cert", "ca" is missing',
  ])
  t.same(broken({ together: [['key', 'cert']] }, {}), [])
  t.same(broken({ requiredIf: [['state', 'link', ['src']]] }, { state: 'link' }), [
    '"state: link" needs "src"',
  ])
  t.same(broken({ requiredIf: [['state', 'link', ['src']]] }, { state: 'file' }), [])
  t.same(broken({ requiredBy: [['key', ['cert']]] }, { key: 'a' }), ['"key" needs "cert"'])
  t.same(broken({ requiredBy: [['key', ['cert']]] }, { cert: 'a' }), [])
})

t.test('what is templated later counts as given, its value as any', async t => {
  t.same(broken({ oneOf: [['src', 'content']] }, {}, ['src']), [])
  t.same(broken({ requiredIf: [['state', 'link', ['src']]] }, {}, ['state']), [])
})
