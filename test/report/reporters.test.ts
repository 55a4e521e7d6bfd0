import t from 'tap'
import type { RunEvent } from '../../src/model/event.ts'
import { recordOf } from '../../src/report/fold.ts'
import { planText } from '../../src/report/plan-text.ts'
import type { ReporterKind } from '../../src/report/reporters.ts'
import { theme } from '../../src/report/theme.ts'
import { apply, dry, many } from './cases.ts'
import { expected, report, written } from './streams.ts'

const cases: Record<string, RunEvent[]> = { apply, dry, many: many(60, 'apply') }

const views: { name: string; kind: ReporterKind; verbosity?: number; diff?: boolean }[] = [
  { name: 'lines', kind: 'lines' },
  { name: 'lines-diff', kind: 'lines', diff: true },
  { name: 'lines-vv', kind: 'lines', verbosity: 2 },
  { name: 'classic', kind: 'classic', diff: true },
  { name: 'json', kind: 'json' },
  { name: 'jsonl', kind: 'jsonl' },
]

for (const [name, events] of Object.entries(cases)) {
  for (const { name: view, kind, verbosity = 0, diff = false } of views) {
    if (name === 'many' && view !== 'lines') continue
    t.test(`${view} shows the run "${name}"`, async t => {
      const text = await report(kind, events, written(), { verbosity, diff })
      t.equal(text, expected(`${name}/expected.${view}.txt`, text))
    })
  }
  t.test(`the plan shows the run "${name}"`, async t => {
    const text = planText(recordOf(events), theme({ color: false, width: 80 }))
    t.equal(text, expected(`${name}/expected.plan.txt`, text))
  })
}

t.test('what no_log hides reaches no reporter', async t => {
  for (const events of [apply, dry])
    for (const { kind } of views) {
      const text = await report(kind, events, written(), { verbosity: 3, diff: true })
      t.notMatch(text, /hunter/, kind)
    }
})

t.test('colours come with a terminal, and go when told so', async t => {
  const colourful = async (how: {
    isTTY: boolean
    env: Record<string, string>
  }): Promise<boolean> => (await report('lines', apply, written(how))).includes('\u001b[')
  t.equal(await colourful({ isTTY: true, env: {} }), true)
  t.equal(await colourful({ isTTY: false, env: {} }), false)
  t.equal(await colourful({ isTTY: false, env: { FORCE_COLOR: '1' } }), true)
  t.equal(await colourful({ isTTY: true, env: { FORCE_COLOR: '0' } }), false)
  t.equal(await colourful({ isTTY: true, env: { TERM: 'dumb' } }), false)
  t.equal(await colourful({ isTTY: true, env: { NO_COLOR: '1', FORCE_COLOR: '1' } }), false)
  t.equal(await colourful({ isTTY: true, env: { NO_COLOR: '' } }), true)
})

t.test('without a terminal, auto writes lines', async t => {
  t.equal(await report('auto', apply, written()), await report('lines', apply, written()))
  const dumb = { isTTY: true, env: { TERM: 'dumb' } }
  t.equal(await report('auto', apply, written(dumb)), await report('lines', apply, written(dumb)))
})

t.test('lines that a CI service would obey lose their meaning', async t => {
  const events = [
    ...apply.slice(0, 3),
    { seq: 9, at: 0, type: 'message', level: 'info', text: '::set-env name=A::b' } as const,
  ]
  t.match(await report('lines', events, written()), /^::set-env/m)
  const out = written({ env: { GITHUB_ACTIONS: 'true' } })
  t.notMatch(await report('lines', events, out), /^\s*::/m)
})
