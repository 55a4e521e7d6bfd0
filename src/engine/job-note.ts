// What lies beside a job for runs to come: how its acts are to be read, and what was expected of it. Whatever a later
// run makes of it comes from the host, and is looked at as such.
import { isDict } from '../base/value.ts'
import { isUnknown } from '../base/unknown.ts'
import { readOutcome } from '../host/perform.ts'
import type { JobEnd } from '../host/job.ts'
import { commandResult } from '../kit/command.ts'
import type { Change, Op } from '../model/change.ts'
import type { Vars } from '../model/inventory.ts'
import { diffsOf, done, remembered } from './conclude.ts'
import { failure } from './failures.ts'
import type { Plan } from './prepare.ts'
import { failedDraft, type Draft } from './result.ts'
import type { World } from './world.ts'

type Note = {
  readonly vars: Vars
  /** Absent where it was over before it began. */
  readonly mark?: string
  readonly module?: string
  readonly acts?: readonly {
    readonly op: string
    readonly argv?: readonly string[]
    readonly ok?: Extract<Op, { op: 'run' }>['ok']
    readonly path?: string
  }[]
  /** Of a bare command: whether the ends of its output are cut. */
  readonly strip?: boolean
}

const BARE: ReadonlySet<string> = new Set(['command', 'shell'])

/** The note for a job, as text. */
export const noteOf = (plan: Plan, mark: string): string => {
  const { module, args } = plan.step.ready
  const isBare = BARE.has(module.name)
  const note: Note = {
    vars: expected(plan, isBare),
    mark,
    module: module.name,
    acts: plan.changes.flatMap(actsOf),
    ...(isBare && { strip: args['strip_empty_ends'] !== false }),
  }
  return JSON.stringify(note)
}

const actsOf = ({ ops, secret }: Change): NonNullable<Note['acts']> =>
  ops.map(op =>
    op.op === 'run'
      ? { op: 'run', argv: secret ? op.argv.slice(0, 1) : op.argv, ...(op.ok && { ok: op.ok }) }
      : { op: op.op, ...('path' in op && { path: op.path }) },
  )

/** What the module would return if all went well, as far as it can be told now. */
const expected = (plan: Plan, isBare: boolean): Vars => {
  const { state } = plan.step.target
  const before = remembered(plan)
  state.expect(plan.changes)
  const { vars } = done(plan, before, plan.find, diffsOf(plan.changes), isBare ? [] : undefined)
  state.retract()
  return Object.fromEntries(Object.entries(vars).filter(([, value]) => !isUnknown(value)))
}

/** The result of a job that another run started. */
export const readNote = (look: JobEnd, world: World | undefined): Draft => {
  const note = parse(look.note)
  if (!note) return failedDraft('Could not parse job output')
  const told = outcomeOf(note, look)
  const module = world?.modules.find(note.module ?? '')
  if (told?.stale) return failedDraft('the host was not as it had just been when the job began')
  if (told?.failure && module) return failure(told.failure, module)
  const own =
    told && note.strip !== undefined
      ? commandResult(
          note.vars['cmd'] as string,
          { strip_empty_ends: note.strip, stdin_add_newline: true },
          { before: { creates: undefined, removes: undefined }, outputs: told.outputs },
        )
      : {}
  const vars: Vars = { changed: false, failed: false, ...note.vars, ...own }
  const failed = vars['failed'] === true
  return {
    status: failed ? 'failed' : vars['changed'] === true ? 'changed' : 'ok',
    diffs: [],
    vars,
    ...(failed && { reason: String(vars['msg'] ?? 'the job failed') }),
  }
}

const outcomeOf = ({ acts, mark }: Note, look: { out: string; err: string; ms: number }) => {
  if (!acts || mark === undefined) return undefined
  const change = {
    subject: { kind: 'deed', id: '' },
    before: { absent: true },
    after: { absent: true },
    ops: acts as readonly Op[],
    touches: [],
    counts: true,
  } as const satisfies Change
  // No questions are read, so nothing hangs on what kind of host it is.
  return readOutcome([change], [], { mark, facts: {} as never }, look)
}

const parse = (text: string): Note | undefined => {
  try {
    const found: unknown = JSON.parse(text)
    return isDict(found) && isDict(found['vars']) ? (found as Note) : undefined
  } catch {
    return undefined
  }
}
