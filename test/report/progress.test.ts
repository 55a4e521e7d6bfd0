import t from 'tap'
import type { Clock } from '../../src/model/edge.ts'
import { progressReporter, region, type Busy } from '../../src/report/progress.ts'
import { theme } from '../../src/report/theme.ts'
import { widthOf } from '../../src/report/width.ts'
import type { Happening } from '../../src/model/event.ts'
import { apply, many } from './cases.ts'
import { counts, ended, result, start, stream, task } from './build.ts'
import { expected, report, written } from './streams.ts'

const busy = (size: number, more: Partial<Busy> = {}): Map<string, Busy> =>
  new Map(
    Array.from({ length: size }, (_, at) => [
      `web${at + 1}`,
      { name: 'install nginx', since: at, note: '', lines: [], ...more },
    ]),
  )

/** A clock that moves when it is told to. */
const handClock = (): Clock & { pass(ms: number): Promise<void> } => {
  let now = 0
  let sleepers: { until: number; wake: () => void }[] = []
  return {
    monotonic: () => now,
    wall: () => now,
    sleep: (ms, signal) =>
      new Promise((wake, fail) => {
        const sleeper = { until: now + ms, wake }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter(one => one !== sleeper)
          fail(new Error('aborted'))
        })
      }),
    async pass(ms) {
      now += ms
      const due = sleepers.filter(({ until }) => until <= now)
      sleepers = sleepers.filter(({ until }) => until > now)
      for (const { wake } of due) wake()
      // Those who waited act in turns of their own.
      for (let turn = 0; turn < 5; turn++) await Promise.resolve()
    },
  }
}

t.test('at most ten hosts are shown, the rest is counted', async t => {
  const lines = region(busy(200), 5000, theme({ color: false, width: 80 }), 24)
  t.equal(lines.length, 11)
  t.match(lines[0], /^  web1 +install nginx +5\.0s$/, 'who is at it the longest comes first')
  t.equal(lines.at(-1), '  and 190 more')
})

t.test('a low terminal gets fewer lines', async t => {
  t.ok(region(busy(200), 5000, theme({ color: false, width: 80 }), 5).length <= 5)
  t.same(region(busy(200), 5000, theme({ color: false, width: 80 }), 1), [])
})

t.test('every line is narrower than the terminal, whatever is in it', async t => {
  const wild = busy(3, {
    name: '日本語 '.repeat(50),
    note: 'x'.repeat(500),
    lines: ['ö'.repeat(300), '語'.repeat(300)],
  })
  wild.set('語'.repeat(100), { name: 'x', since: 0, note: '', lines: [] })
  for (const width of [20, 40, 80, 200])
    for (const line of region(wild, 1e9, theme({ color: false, width }), 24))
      t.ok(widthOf(line) < width, `${width}: ${line}`)
})

t.test('the last three lines of a command stand under its task', async t => {
  const lines = region(
    busy(1, { lines: ['one', 'two', 'three'] }),
    0,
    theme({ color: false, width: 80 }),
    24,
  )
  t.same(lines.slice(1), ['    | one', '    | two', '    | three'])
})

t.test('nothing of the region is left when the run is over', async t => {
  const text = await report('auto', apply, written({ isTTY: true, env: { NO_COLOR: '1' } }), {
    diff: true,
  })
  const seen = text.replace(/^[^]*\u001b\[2K\r/, '')
  t.equal(seen, expected('apply/expected.progress.txt', seen))
  const table = await report(
    'auto',
    many(60, 'apply'),
    written({ isTTY: true, env: { NO_COLOR: '1' } }),
  )
  const end = table.slice(table.indexOf('\n\n') + 2)
  t.equal(end, expected('many/expected.progress.txt', end))
})

const conf = task('t1', 'configure', 'template')
const begin = (host: string): Happening => ({
  type: 'host.start',
  host,
  task: 't1',
  name: 'configure',
})

t.test('it paints ten times a second at most, and then all at once', async t => {
  const clock = handClock()
  const paints: string[] = []
  const out = {
    ...written({ isTTY: true, env: { NO_COLOR: '1' } }),
    write: (text: string) => void paints.push(text),
  }
  const reporter = progressReporter(out, { verbosity: 0, diff: false, clock })
  const hosts = Array.from({ length: 500 }, (_, at) => `web${at}`)
  for (const event of stream(...start(hosts), conf, ...hosts.map(begin))) reporter.on(event)
  t.ok(paints.length <= 1, 'nothing but the first')
  await clock.pass(100)
  t.equal(paints.length, 1)
  t.match(paints[0], /and 490 more/)
  for (const event of stream(...hosts.map(host => ended(conf, host, result('changed')))))
    reporter.on(event)
  t.equal(paints.length, 1)
  await clock.pass(100)
  t.equal(paints.length, 2)
  t.equal(paints[1]!.match(/: changed/g)?.length, 500)
})

t.test('seconds go on while nothing happens', async t => {
  const clock = handClock()
  const out = written({ isTTY: true, env: { NO_COLOR: '1' } })
  const reporter = progressReporter(out, { verbosity: 0, diff: false, clock })
  for (const event of stream(...start(['web1']), conf, begin('web1'))) reporter.on(event)
  for (let second = 0; second < 3; second++) await clock.pass(1000)
  t.match(out.text(), /web1 +configure +3\.0s/)
  await reporter.end?.()
  t.match(out.text(), /\u001b\[1A\u001b\[2K\r$/, 'and the region goes away')
})

t.test('a terminal that became narrower is wiped as far as its lines have wrapped', async t => {
  const clock = handClock()
  let columns = 80
  const out = { ...written({ isTTY: true, env: { NO_COLOR: '1' } }), columns: () => columns }
  const reporter = progressReporter(out, { verbosity: 0, diff: false, clock })
  for (const event of stream(...start(['web1']), conf, begin('web1'))) reporter.on(event)
  await clock.pass(100)
  columns = 40
  await clock.pass(1000)
  t.match(out.text(), /\n(\u001b\[1A\u001b\[2K){2}\r/)
  reporter.on({
    seq: 99,
    at: 0,
    type: 'run.end',
    interrupted: false,
    ms: 1,
    recap: { web1: counts({ ok: 1 }) },
  })
})
