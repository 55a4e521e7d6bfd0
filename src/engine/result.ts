// What a task leaves: Ansible's return values for `register`, and the result that events carry.
import { unknown, isUnknown, UnknownRead } from '../base/unknown.ts'
import type { Change, Diff, Output } from '../model/change.ts'
import type { Result, Status } from '../model/event.ts'
import type { Vars } from '../model/inventory.ts'
import type { AnyModule, Facts } from '../model/module.ts'
import { faultOf, stateOf, type Find, type Questions } from './plan-step.ts'

/** A result before the keywords of the task have had their say. */
export type Draft = Pick<
  Result,
  'status' | 'diffs' | 'vars' | 'reason' | 'diagnostic' | 'warnings' | 'quiet'
> & { readonly ms?: number }

type Done = {
  readonly module: AnyModule
  readonly args: Readonly<Record<string, unknown>>
  readonly facts: Facts
  readonly questions: Questions
  readonly before: Find
  readonly after: Find
  readonly changes: readonly Change[]
  readonly diffs: readonly Diff[]
  /** Absent in a dry run. */
  readonly outputs?: readonly Output[]
}

/** The draft of a step whose changes were made, or are planned. */
export const doneDraft = (done: Done): Draft => {
  const told = toldBy(done)
  // Only the output of some programs tells whether they changed anything.
  const changed =
    typeof told.changed === 'boolean' ? told.changed : done.changes.some(change => change.counts)
  if (isUnknown(told.failed))
    return { status: changed ? 'changed' : 'ok', diffs: done.diffs, vars: { ...told, changed } }
  const failed = told.failed === true
  const vars = { ...told, changed, failed }
  // Some modules leave their work alone, and say so.
  if (told['skipped'] === true)
    return { status: 'skipped', diffs: [], vars, reason: String((told as Vars)['msg'] ?? '') }
  const reason = failed ? String((told as Vars)['msg'] ?? 'the module failed') : undefined
  return {
    status: failed ? 'failed' : changed ? 'changed' : 'ok',
    diffs: done.diffs,
    vars,
    ...(reason !== undefined && { reason }),
  }
}

/** Return values of the module; in a dry run unknown where only the outputs tell. */
const toldBy = ({
  module,
  args,
  facts,
  questions,
  before,
  after,
  changes,
  outputs,
}: Done): Vars & { failed?: unknown; changed?: unknown } => {
  if (!module.result) return {}
  const runs = changes.some(change =>
    change.ops.some(op => op.op === 'run' || op.op === 'reconnect'),
  )
  try {
    return module.result({
      args,
      before: stateOf(questions, before, 'result'),
      after: stateOf(questions, after, 'result'),
      changes,
      outputs: outputs ?? (runs ? unknownOutputs() : []),
      facts,
    })
  } catch (problem) {
    if (!(problem instanceof UnknownRead)) {
      const fault = faultOf(module, problem)
      if (fault === undefined) throw problem
      return { failed: true, msg: fault }
    }
    const hidden = unknown(problem.unknown.why)
    return Object.fromEntries(
      [...Object.keys(module.returns ?? {}), ...(runs ? ['failed'] : [])].map(name => [
        name,
        hidden,
      ]),
    )
  }
}

/** Outputs nobody has seen: reading one says so. */
const unknownOutputs = (): readonly Output[] =>
  new Proxy([] as Output[], {
    get: (target, key) => {
      if (key === 'length' || typeof key === 'symbol')
        throw new UnknownRead(unknown('what the command prints'))
      if (/^\d+$|^at$|^map$|^find$|^every$|^some$|^filter$/.test(key))
        throw new UnknownRead(unknown('what the command prints'))
      return Reflect.get(target, key) as unknown
    },
  })

export const failedDraft = (reason: string, vars: Vars = {}, more: Partial<Draft> = {}): Draft => ({
  status: 'failed',
  diffs: [],
  vars: { changed: false, ...vars, failed: true, msg: vars['msg'] ?? reason },
  reason,
  ...more,
})

export const skippedDraft = (condition: string): Draft => ({
  status: 'skipped',
  diffs: [],
  vars: {
    changed: false,
    skipped: true,
    skip_reason: 'Conditional result was False',
  },
  reason: `${condition} does not hold`,
})

export const unknownDraft = (why: string): Draft => ({
  status: 'unknown',
  diffs: [],
  vars: {},
  reason: why,
})

const ORDER: readonly Status[] = ['ok', 'changed', 'unknown', 'failed', 'unreachable']

const NO_ITEMS: Draft = {
  status: 'skipped',
  diffs: [],
  vars: {
    changed: false,
    skipped: true,
    skipped_reason: 'No items in the list',
    results: [],
  },
  reason: 'the list is empty',
}

/** The draft of a loop, of those of its items. */
export const loopDraft = (
  items: readonly { readonly vars: Vars; readonly draft: Draft }[],
): Draft => {
  if (items.length === 0) return NO_ITEMS
  const all = items.map(({ draft }) => draft)
  const skipped = all.every(draft => draft.status === 'skipped')
  const status = skipped
    ? 'skipped'
    : all.reduce<Status>(
        (worst, draft) =>
          ORDER.indexOf(draft.status) > ORDER.indexOf(worst) ? draft.status : worst,
        'ok',
      )
  const failed = status === 'failed' || status === 'unreachable'
  const reason = all.find(draft => draft.status === status)?.reason
  const diagnostic = all.find(draft => draft.diagnostic)?.diagnostic
  return {
    status,
    diffs: all.flatMap(draft => draft.diffs),
    vars: {
      results: items.map(({ vars }) => vars),
      skipped,
      msg: failed
        ? 'One or more items failed'
        : skipped
          ? 'All items skipped'
          : 'All items completed',
      ...(failed && { failed }),
      changed: all.some(draft => draft.status === 'changed' || draft.vars['changed'] === true),
    },
    ...(reason !== undefined && { reason }),
    ...(diagnostic && { diagnostic }),
    warnings: all.flatMap(draft => draft.warnings ?? []),
  }
}
