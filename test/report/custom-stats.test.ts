// How figures that meet under one name are added up.
import t from 'tap'
import { Float } from '../../src/base/value.ts'
import { statsLines, withStats } from '../../src/report/custom-stats.ts'
import type { CustomStats, Result } from '../../src/model/event.ts'

type Told = { data: Readonly<Record<string, unknown>>; per_host?: boolean; aggregate?: boolean }

const add = (stats: CustomStats | undefined, told: Told, host = 'web1', looped = false) => {
  const result: Result = { status: 'ok', diffs: [], vars: { ansible_stats: told }, ms: 0 }
  const event = {
    type: 'task.end',
    host,
    task: 't',
    name: 'n',
    module: 'set_stats',
    looped,
    result,
  }
  return withStats(
    stats,
    { seq: 1, at: 0, ...event } as Parameters<typeof withStats>[1],
    'set_stats',
  )
}

const runOf = (...all: readonly unknown[]): unknown =>
  all.reduce<CustomStats | undefined>(
    (stats, value) => add(stats, { data: { v: value } }),
    undefined,
  )?.run['v']

t.test('what fits is added, what does not leaves all as it is', async t => {
  t.equal(runOf(1, 2), 3)
  t.same(runOf([1], [2]), [1, 2])
  t.equal(runOf('a', 'b'), 'ab')
  t.equal(runOf(1.5, 2.25), 3.75)
  t.same(runOf(1.5, 0.5), new Float(2))
  t.equal(runOf(1, 'a'), 1)
  t.equal(runOf(1, 2.5), 1)
  t.same(runOf({ a: { x: 1 }, b: 1 }, { a: { y: 2 }, b: 3 }), { a: { x: 1, y: 2 }, b: 3 })
})

t.test('without aggregate the last one counts; hosts are kept apart', async t => {
  const first = add(undefined, { data: { a: 1 }, per_host: true })
  const second = add(first, { data: { a: 2 }, per_host: true, aggregate: false })
  const third = add(second, { data: { a: 9 }, per_host: true }, 'web0')
  t.same(third, { hosts: { web1: { a: 2 }, web0: { a: 9 } }, run: {} })
  t.same(statsLines(third!), ['\tweb0: { "a": 9}', '\tweb1: { "a": 2}'])
  t.same(statsLines(add(undefined, { data: { b: ['x'], a: 1 } })!), [
    '',
    '\tRUN: { "a": 1, "b": [  "x" ]}',
  ])
})

t.test('the end of a loop adds nothing to its items', async t => {
  t.equal(add(undefined, { data: { a: 1 } }, 'web1', true), undefined)
})
