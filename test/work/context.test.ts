// How keywords go down from play to task, by the keyword table's word.
import t from 'tap'
import type { Keywords } from '../../src/model/playbook.ts'
import {
  below,
  chainOf,
  gathered,
  keyword,
  roleOf,
  texts,
  type Context,
} from '../../src/work/context.ts'

const span = { file: 'site.yml', from: 0, to: 1 }
const says = (words: Readonly<Record<string, unknown>>): Keywords =>
  Object.fromEntries(Object.entries(words).map(([name, value]) => [name, { value, span }]))
const role = { name: 'nginx' } as NonNullable<Context['role']>

const play: Context = {
  keywords: says({ become: true, tags: 'p', environment: { A: 1 }, name: 'the play' }),
}
const block = below(play, says({ become: false, tags: ['b', 'c'], when: 'x', register: 'no' }), {
  role,
})
const task = below(block, says({ when: ['y', 'z'], environment: { B: 2 } }))

t.test('the closest word counts where a keyword is inherited', async t => {
  t.equal(keyword(task, 'become')?.value, false)
  t.equal(keyword(play, 'become')?.value, true)
})

t.test('what is not inherited is the own word or none', async t => {
  t.equal(keyword(task, 'name'), undefined)
  t.equal(keyword(task, 'register'), undefined)
  t.equal(keyword(block, 'register')?.value, 'no')
})

t.test("what adds up is gathered from the play's word to the task's", async t => {
  t.same(
    gathered(task, 'when').map(({ value }) => value),
    ['x', ['y', 'z']],
  )
  t.same(
    gathered(task, 'tags').flatMap(({ value }) => texts(value)),
    ['p', 'b', 'c'],
  )
  t.same(
    gathered(task, 'environment').map(({ value }) => value),
    [{ A: 1 }, { B: 2 }],
  )
})

t.test('a task knows its role and its way', async t => {
  t.equal(roleOf(task), role)
  t.equal(roleOf(play), undefined)
  t.same(chainOf(task), [play, block, task])
})

t.test('texts are a text, a list with commas, or a list', async t => {
  t.same(texts('a, b ,,c'), ['a', 'b', 'c'])
  t.same(texts(['a', 'b,c', 1]), ['a', 'b', 'c', '1'])
  t.same(texts(undefined), [])
  t.same(texts(null), [])
})
