import t from 'tap'
import type { RunEvent } from '../../src/model/event.ts'
import { recordOf } from '../../src/report/fold.ts'
import { jsonDocument } from '../../src/report/json.ts'
import { pythonJson } from '../../src/report/python-json.ts'
import { Float } from '../../src/base/value.ts'
import { unknown } from '../../src/base/unknown.ts'
import { apply } from './cases.ts'
import { report, written } from './streams.ts'

const documentOf = (events: readonly RunEvent[]): string =>
  JSON.stringify(jsonDocument(recordOf(events)))

t.test('two runs that went alike give the same document, however long they took', async t => {
  const slower = apply.map((event): RunEvent => {
    const late = { ...event, seq: event.seq + 7, at: event.at * 3 }
    if (late.type === 'run.end') return { ...late, ms: 1 }
    return late.type === 'task.end'
      ? {
          ...late,
          result: {
            ...late.result,
            ms: 999,
            vars:
              'start' in late.result.vars
                ? { ...late.result.vars, start: 'x', end: 'y', delta: 'z' }
                : late.result.vars,
          },
        }
      : late
  })
  t.equal(documentOf(slower), documentOf(apply))
})

t.test('the order in which hosts answered does not show', async t => {
  const [a, b] = [8, 9] as const
  const swapped = [...apply]
  swapped[a] = apply[b]!
  swapped[b] = apply[a]!
  t.notSame(swapped, apply)
  t.equal(documentOf(swapped), documentOf(apply))
})

t.test('every event is a line of jsonl, with its number and time', async t => {
  const lines = (await report('jsonl', apply, written()))
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as RunEvent)
  t.same(
    lines.map(({ seq, type }) => [seq, type]),
    apply.map(({ seq, type }) => [seq, type]),
  )
})

t.test('a saved stream makes the document of the run itself', async t => {
  const saved = (await report('jsonl', apply, written()))
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as RunEvent)
  t.equal(await report('json', saved, written()), await report('json', apply, written()))
})

t.test('JSON is printed as Python does', async t => {
  t.equal(
    pythonJson({ b: [1, new Float(2), 'é"\n'], a: null, c: {}, d: [] }),
    '{"a": null, "b": [1, 2.0, "é\\"\\n"], "c": {}, "d": []}',
  )
  t.equal(pythonJson({ a: [true] }, 4), '{\n    "a": [\n        true\n    ]\n}')
  t.equal(pythonJson({ a: unknown('why') }), '{"a": "(known after the run: why)"}')
  t.equal(pythonJson(undefined), 'null')
})
