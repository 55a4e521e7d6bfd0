// `mokplay doc`: pages, lists, JSON and snippets of everything that has a name.
import t from 'tap'
import { readDocuments } from '../../src/lang/read-yaml.ts'
import { source } from '../../src/base/source.ts'
import { runMokplay } from '../support/run-mokplay.ts'

const doc = async (...words: string[]) => runMokplay('/', ['doc', ...words])

t.test('lists of every type', async t => {
  for (const [type, name] of [
    ['module', 'copy'],
    ['keyword', 'when'],
    ['filter', 'combine'],
    ['test', 'version'],
    ['lookup', 'file'],
  ] as const) {
    const { out, code } = await doc('-t', type, '-l')
    t.equal(code, 0)
    t.match(out, new RegExp(`^${name} +\\S`, 'm'), type)
    const data = JSON.parse((await doc('-t', type, '-l', '-j')).out) as Record<string, string>
    t.ok(data[name], `${type} as JSON`)
  }
})

t.test('pages', async t => {
  t.match((await doc('copy')).out, /^copy: /)
  t.match(
    (await doc('-t', 'keyword', 'delegate_to')).out,
    /^delegate_to: .*\n\nStands at +role, block, task, handler\n/,
  )
  t.match((await doc('-t', 'filter', 'ansible.builtin.combine')).out, 'value | combine(')
  t.match((await doc('-t', 'lookup', 'with_file')).out, "lookup('file'")
  const two = (await doc('ping', 'stat')).out
  t.match(two, /^ping: /)
  t.match(two, /^stat: /m)
})

t.test('JSON of a module has its arguments', async t => {
  const data = JSON.parse((await doc('-j', 'ping')).out) as {
    ping: { arguments: { data: { default: string } } }
  }
  t.equal(data.ping.arguments.data.default, 'pong')
})

t.test('snippets of all modules are tasks', async t => {
  const names = Object.keys(JSON.parse((await doc('-l', '-j')).out) as object)
  t.ok(names.length > 50)
  const { out } = await doc('-s', ...names)
  const [read] = readDocuments(source('snippets.yml', out))
  t.same(read?.diagnostics, [])
  t.equal((read?.value as readonly unknown[]).length, names.length)
})

t.test('names that nobody has', async t => {
  const wrong = await doc('coppy')
  t.equal(wrong.code, 1)
  t.match(wrong.err, 'did you mean "copy"?')
  t.match((await doc('-t', 'filter', 'combne')).err, 'did you mean "combine"?')
})
