// Every case of every module, and the laws that hold for all of them whatever the case says.
import t, { type Test } from 'tap'
import { freeze, stableJson } from '../src/base/value.ts'
import { command } from '../src/base/shell.ts'
import { planStep, stateOf, type Planned } from '../src/engine/plan-step.ts'
import { diffOf } from '../src/host/diff.ts'
import { keyOf } from '../src/host/key.ts'
import { fits } from '../src/host/fits.ts'
import type { Change } from '../src/model/change.ts'
import type { AnyModule } from '../src/model/module.ts'
import { checkArgs } from '../src/registry/args.ts'
import { casesOf, factsOf, moduleNames, moduleOf, type Case } from './support/cases.ts'
import { virtualHost } from './support/virtual-host.ts'

/** The changed lines of a change, without places and context. */
const shown = (change: Change): string =>
  diffOf(change)
    .lines.filter(line => !line.startsWith('@@') && !line.startsWith(' ') && !line.startsWith('\\'))
    .join('\n')

const runsOf = (changes: readonly Change[]): string[] =>
  changes.flatMap(change => change.ops.flatMap(op => (op.op === 'run' ? [command(op.argv)] : [])))

const checkCase = (t: Test, module: AnyModule, of: Case): void => {
  const facts = freeze(factsOf(of))
  const checked = checkArgs(module, of.args ?? {}, { home: facts.home })
  if (of.refuses !== undefined && checked.diagnostics.length > 0) {
    t.ok(
      checked.diagnostics.some(found => found.message.includes(of.refuses!)),
      `refuses: ${checked.diagnostics[0]!.message}`,
    )
    return
  }
  t.same(checked.diagnostics, [], 'the arguments are right')
  const args = freeze(checked.args as Record<string, unknown>)
  const host = virtualHost(freeze(of.host ?? {}))
  const planned = planStep(module, args, facts, host)
  if (of.refuses !== undefined)
    return void t.ok(
      planned.kind === 'refused' && described(planned).includes(of.refuses),
      described(planned),
    )
  if (of.fails !== undefined)
    return void t.ok(
      planned.kind === 'failed' && planned.reason.includes(of.fails),
      described(planned),
    )
  if (of.unknown !== undefined)
    return void t.ok(
      planned.kind === 'unknown' && planned.why.includes(of.unknown),
      described(planned),
    )
  if (planned.kind !== 'changes') return void t.fail(described(planned))
  const { changes, questions } = planned
  if (of.changes)
    t.same(
      Object.fromEntries(
        changes.map(change => [change.title ?? keyOf(change.subject), shown(change)]),
      ),
      Object.fromEntries(
        Object.entries(of.changes).map(([key, text]) => [key, text.replace(/\n$/, '')]),
      ),
      'the changes',
    )
  if (of.runs) t.same(runsOf(changes), of.runs, 'the commands')
  if (of.ops)
    t.match(
      changes.flatMap(change => change.ops),
      of.ops,
      'the ops',
    )
  t.equal(
    stableJson(planStep(module, args, facts, host)),
    stableJson(planned),
    'law: pure, the same plan twice',
  )
  for (const change of changes) {
    if (change.subject.kind === 'deed') continue
    const asked = Object.values(questions.probes).some(
      probe => probe && keyOf(probe) === keyOf(change.subject),
    )
    t.ok(asked, `law: can be verified, ${keyOf(change.subject)} is read`)
  }
  const before = stateOf(questions, host)
  const after = virtualHost(of.host ?? {})
  after.expect(changes)
  if (of.result) {
    const outputs = freeze(
      changes
        .flatMap(change => change.ops.filter(op => op.op === 'run'))
        .map(() => ({ rc: 0, out: '', err: '', ms: 1 })),
    )
    const result =
      module.result?.({
        args,
        before,
        after: stateOf(questions, after),
        changes,
        outputs,
        facts,
      }) ?? {}
    t.ok(fits(of.result, result), 'the result', { found: result, wanted: of.result })
  }
  const again = planStep(module, args, facts, after)
  if (again.kind === 'unknown' || of.diverges !== undefined) return
  const left =
    again.kind === 'changes'
      ? again.changes.filter(
          change =>
            change.subject.kind !== 'deed' &&
            change.after !== 'must differ' &&
            change.ops.length > 0,
        )
      : []
  t.ok(again.kind === 'changes' && left.length === 0, 'law: converges', {
    found: again,
    wanted: [],
  })
}

const described = (planned: Planned): string =>
  planned.kind === 'refused'
    ? `${planned.argument ?? ''}: ${planned.reason}`
    : JSON.stringify(planned)

for (const name of moduleNames())
  t.test(name, async t => {
    const module = await moduleOf(name)
    const cases = casesOf(name)
    t.ok(cases.length > 0, 'has cases')
    t.ok(
      cases.some(of => of.example),
      'law: documented, one case is its example',
    )
    t.match(module.summary, /\.$/, 'law: documented, one sentence')
    for (const [argument, { schema }] of Object.entries(
      module.args as Record<string, { schema: { description?: string } }>,
    ))
      t.match(schema.description, /\S.*\.$/, `law: documented, argument ${argument}`)
    for (const of of cases) await t.test(of.case, async t => checkCase(t, module, of))
    const example = cases.find(of => of.example)
    if (example) {
      const facts = factsOf(example)
      const args = checkArgs(module, example.args ?? {}, { home: facts.home }).args
      const planned = planStep(
        module,
        args,
        facts,
        virtualHost({
          ...Object.fromEntries(
            Object.entries(example.host ?? {}).filter(([key]) => /^(local|rendered) /.test(key)),
          ),
        }),
      )
      t.ok(planned.kind !== 'missing', 'law: survives an empty host')
    }
  })
