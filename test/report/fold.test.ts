import t from 'tap'
import type { RunEvent } from '../../src/model/event.ts'
import { emptyRecord, fold, recordOf } from '../../src/report/fold.ts'
import { ended, item, result, start, stream, task } from './build.ts'
import { apply } from './cases.ts'

const conf = task('t1', 'configure', 'template')
const handler = task('h1', 'restart', 'service', 'handler')

t.test('results are kept by play, task and host', async t => {
  const [play] = recordOf(apply).plays
  t.same(play?.tasks.map(({ name, kind }) => [name, kind])[0], ['nginx.conf is in place', 'task'])
  t.same(
    Object.entries(play!.tasks[0]!.results).map(([host, { status }]) => [host, status]),
    [
      ['web1', 'changed'],
      ['web2', 'changed'],
      ['web3', 'ok'],
      ['web4', 'unreachable'],
    ],
  )
})

t.test('counts are those of the end of the run', async t => {
  const end = apply.at(-1) as Extract<RunEvent, { type: 'run.end' }>
  t.equal(recordOf(apply).recap, end.recap)
})

t.test('items stand under their task', async t => {
  const install = recordOf(apply).plays[0]!.tasks[2]!
  t.same(
    install.results.web1?.items?.map(({ label, result }) => [label, result.status]),
    [
      ['nginx', 'ok'],
      ['curl', 'changed'],
    ],
  )
  t.equal(install.results.web1?.status, 'changed')
})

t.test('a handler that runs twice has two places', async t => {
  const events = stream(
    ...start(['web1']),
    handler,
    ended(handler, 'web1', result('changed')),
    handler,
    ended(handler, 'web1', result('ok')),
  )
  t.same(
    recordOf(events).plays[0]!.tasks.map(({ results }) => results.web1?.status),
    ['changed', 'ok'],
  )
})

t.test('a stream that was cut is an interrupted run', async t => {
  t.equal(recordOf(apply.slice(0, 10)).interrupted, true)
  t.equal(recordOf(apply).interrupted, false)
  t.equal(emptyRecord().interrupted, false)
})

t.test('a loop that was cut keeps the items that were done', async t => {
  const events = stream(...start(['web1']), conf, item(conf, 'web1', 'a', result('changed')))
  const cut = recordOf(events).plays[0]!.tasks[0]!.results.web1
  t.equal(cut?.status, 'unknown')
  t.equal(cut?.items?.length, 1)
})

t.test('warnings are told once', async t => {
  const warning = { type: 'message', level: 'warning', text: 'old' } as const
  const events = stream(
    warning,
    warning,
    ...start(['web1']),
    conf,
    ended(conf, 'web1', result('ok', { warnings: ['old', 'new'] })),
  )
  t.same(recordOf(events).warnings, ['old', 'new'])
})

t.test('a host may have any name', async t => {
  const events = stream(...start(['__proto__']), conf, ended(conf, '__proto__', result('ok')))
  t.same(Object.keys(recordOf(events).plays[0]!.tasks[0]!.results), ['__proto__'])
})

t.test('200 hosts and 300 tasks are no burden', async t => {
  const record = emptyRecord()
  let seq = 0
  const feed = (events: readonly RunEvent[]): void =>
    events.forEach(event => fold(record, { ...event, seq: ++seq }))
  feed(stream(...start([])))
  for (let at = 0; at < 300; at++) {
    const begun = task(`t${at}`, `task ${at}`, 'copy')
    feed(
      stream(
        begun,
        ...Array.from({ length: 200 }, (_, host) => ended(begun, `web${host}`, result('ok'))),
      ),
    )
  }
  t.equal(record.plays[0]!.tasks.length, 300)
  t.equal(Object.keys(record.plays[0]!.tasks[299]!.results).length, 200)
})
