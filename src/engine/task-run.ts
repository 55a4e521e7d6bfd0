// One task on one host: its loop, its tries, what its keywords make of the result, what it leaves behind.
import { Mistake } from '../base/diagnostic.ts'
import { isUnknown, Unknown, UnknownRead } from '../base/unknown.ts'
import { takesAsync } from '../lang/async.ts'
import { Lost, Overflow } from '../model/edge.ts'
import type { Result } from '../model/event.ts'
import type { Vars, VarsLayer } from '../model/inventory.ts'
import type { Task } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import type { Context } from '../work/context.ts'
import { gathered, keyword } from '../work/context.ts'
import type { TaskScope } from '../work/vars.ts'
import { act } from './act.ts'
import { mistakeDraft } from './failures.ts'
import { notifiedBy } from './handlers.ts'
import { decide } from './conditions.ts'
import { targetFor } from './connect.ts'
import { CONTROLS } from './controls/index.ts'
import { evaluate, flag, number, type Ready } from './evaluate.ts'
import { recalled } from './foretold.ts'
import type { HostRun } from './host-run.ts'
import { labelled, loopControl, loopItems, loopVars, warnOfTaken } from './loop.ts'
import type { Step } from './prepare.ts'
import { doubtSet, learnFacts, remember } from './remember.ts'
import { failedDraft, loopDraft, skippedDraft, unknownDraft, type Draft } from './result.ts'
import { taskScope } from './scope.ts'
import { exhausted, judged, registeredOf, registerName, satisfied } from './verdicts.ts'

/** What every part of a task's run needs. */
export type TaskRun = {
  readonly self: HostRun
  readonly task: Task
  readonly context: Context
  /** Its name as people see it. */
  readonly name: string
  readonly hidden: boolean
}

/** The end of a task on a host, before it is said: the result, and what `register` gets. */
export type Ended = {
  readonly result: Result
  readonly registered: unknown
  /** Of a loop: what its items notify, and whether all that failed of them are ignored. */
  readonly notifies?: readonly string[]
  readonly ignores?: boolean
  readonly delegate?: string
}

const scopeOf = (of: TaskRun, loop?: VarsLayer): TaskScope =>
  taskScope(
    of.self.world,
    of.self.run,
    of.self.host,
    of.context,
    of.task.place.file,
    loop ? { loop } : {},
  )

/** Runs the task with its loop. */
export const runTask = async (of: TaskRun): Promise<Ended> => {
  const { self, task } = of
  const { clock } = self.world.edges
  const began = clock.monotonic()
  const finish = (draft: Draft): Result => resultOf(of, draft, clock.monotonic() - began)
  const items = itemsOf(of)
  if (items === undefined) {
    const one = await runItem(of, scopeOf(of), 0)
    return {
      result: finish(one.draft),
      registered: registeredOf(one.draft),
      ...(one.delegate !== undefined && { delegate: one.delegate }),
    }
  }
  if (!Array.isArray(items)) {
    if (items instanceof Unknown) doubtSet(of, items.why)
    const draft =
      items instanceof Unknown ? unknownDraft(items.why) : (items as { draft: Draft }).draft
    return { result: finish(draft), registered: registeredOf(draft) }
  }
  const outer = scopeOf(of)
  const control = loopControl(self.world, task, outer)
  warnOfTaken(self.world, task, control.loopVar, outer)
  const registers = registerName(task)
  const done: { vars: Vars; draft: Draft }[] = []
  const notifies = new Set<string>()
  let ignores = true
  for (const [index, item] of items.entries()) {
    if (index > 0 && control.pause > 0) await clock.sleep(control.pause * 1000, self.world.signal)
    const loop = loopVars(self.world, task, outer, item, index, items)
    const scope = scopeOf(of, loop)
    const ran = await runItem(of, scope, index)
    const { label, draft } = labelled(of, scope, item, ran.draft)
    if (draft.status === 'changed' || draft.status === 'unknown' || draft.status === 'ok')
      for (const name of notifiedBy(of, scope)) notifies.add(name)
    if (draft.status === 'failed' && !flagQuietly(of, 'ignore_errors', scope)) ignores = false
    const vars = {
      ...(isUnknown(registeredOf(draft)) ? { changed: registeredOf(draft) } : draft.vars),
      ...loop.vars,
    }
    done.push({ vars, draft })
    // The next item sees it.
    if (registers !== undefined) remember(of, registers, vars)
    learnFacts(of, { ...ran, registered: vars })
    self.world.emit({
      type: 'item.end',
      host: self.host.name,
      task: task.id,
      name: of.name,
      label,
      item: of.hidden ? null : item,
      result: { ...resultOf(of, draft, draft.ms ?? 0), vars: of.hidden ? {} : vars },
      ...(ran.delegate !== undefined && { delegate: ran.delegate }),
    })
    if (draft.status === 'unreachable') break
  }
  const draft = loopDraft(done)
  const byItems = done.length === 0 ? {} : { notifies: [...notifies], ignores }
  return { result: finish(draft), registered: registeredOf(draft), ...byItems }
}

/** The items; a draft where they cannot be told, unless a false `when` settles it. */
const itemsOf = (of: TaskRun): readonly unknown[] | Unknown | { draft: Draft } | undefined => {
  if (!of.task.loop) return undefined
  const scope = scopeOf(of)
  try {
    return loopItems(of.self.world, of.task, scope)
  } catch (problem) {
    if (problem instanceof UnknownRead) return problem.unknown
    if (!(problem instanceof Mistake)) throw problem
    const step = whenAlone(of, scope)
    return { draft: step ?? mistakeDraft(problem) }
  }
}

const whenAlone = (of: TaskRun, scope: Scope): Draft | undefined => {
  try {
    const verdict = decide(gathered(of.context, 'when'), scope, of.self.world.templates)
    return verdict.kind === 'false' ? skippedDraft(verdict.condition) : undefined
  } catch (problem) {
    if (problem instanceof Mistake) return undefined
    throw problem
  }
}

/** Tries after the first one, where nothing is said. */
const RETRIES = 3

/** One item, tried until it is as wanted. */
const runItem = async (
  of: TaskRun,
  scope: TaskScope,
  index: number,
): Promise<{ draft: Draft; delegate?: string }> => {
  const { world } = of.self
  const told = recalled(of.self, of.task, index, of.context, scope)
  const step = told?.step ?? evaluate(world, of.task, of.context, scope)
  if (step.kind === 'skipped') return { draft: skippedDraft(step.condition) }
  if (step.kind === 'unknown') {
    doubtSet(of, step.why)
    return { draft: unknownDraft(step.why) }
  }
  if (step.kind === 'wrong')
    return { draft: failedDraft(step.diagnostic.message, {}, { diagnostic: step.diagnostic }) }
  const delegate = step.delegate === undefined ? {} : { delegate: step.delegate }
  const until = keyword(of.context, 'until')
  const tries = until ? Math.max(0, number(world, of.context, 'retries', scope) ?? RETRIES) + 1 : 1
  for (let attempt = 1; ; attempt++) {
    const locals = attempt === 1 && told?.acts === world.acts ? told.locals : undefined
    const draft = await attemptOnce(of, step, scope, locals, until ? { attempts: attempt } : {})
    // As Ansible: where there is but one try, nobody asks whether it was as wanted.
    if (tries === 1) return { draft, ...delegate }
    const verdict = satisfied(of, scope, draft)
    if (verdict === true || draft.status === 'unknown' || draft.status === 'unreachable')
      return { draft, ...delegate }
    // A dry run that knows what would be changed says so, though not how often it would be tried.
    if (isUnknown(verdict))
      return { draft: draft.status === 'changed' ? draft : unknownDraft(verdict.why), ...delegate }
    if (attempt >= tries) return { draft: exhausted(draft, tries), ...delegate }
    const result = resultOf(of, draft, 0)
    world.emit({
      type: 'retry',
      host: of.self.host.name,
      task: of.task.id,
      attempt,
      left: tries - attempt,
      result,
    })
    await world.edges.clock.sleep(
      (number(world, of.context, 'delay', scope) ?? 5) * 1000,
      world.signal,
    )
  }
}

/** One try: the module or control, then changed_when and failed_when. */
const attemptOnce = async (
  of: TaskRun,
  ready: Ready,
  scope: Scope,
  locals: Step['locals'],
  more: Vars,
): Promise<Draft> => {
  const { world } = of.self
  const began = world.edges.clock.monotonic()
  try {
    const draft = await withLimit(of, ready, scope, locals)
    const whole = { ...draft, vars: { ...draft.vars, ...more } }
    return { ...judged(of, scope, whole), ms: world.edges.clock.monotonic() - began }
  } catch (problem) {
    if (problem instanceof Mistake) return mistakeDraft(problem)
    if (problem instanceof UnknownRead) return unknownDraft(problem.unknown.why)
    if (problem instanceof Overflow) return failedDraft(problem.message)
    if (!(problem instanceof Lost)) throw problem
    const reason = problem.message
    // The host is there, and the login user may go on: the playbook can rescue it, as in Ansible.
    if (problem.kind === 'become') return failedDraft(reason)
    if (problem.kind === 'new-host-key') {
      const { name, address } = targetFor(world, of.self.host, of.context, scope, ready.delegate)
      // Behind a jump host it may be the one in between that is new.
      if (!address.jump) world.strangers.set(name, address)
    }
    return {
      status: 'unreachable',
      diffs: [],
      vars: { changed: false, unreachable: true, msg: reason },
      reason,
    }
  }
}

const withLimit = (
  of: TaskRun,
  ready: Ready,
  scope: Scope,
  locals: Step['locals'],
): Promise<Draft> => {
  const { self, task, context } = of
  if (ready.background && !takesAsync(task.module))
    return Promise.resolve(failedDraft('async is not supported for this task.'))
  const control = CONTROLS[task.module]
  if (control) return control({ of, ready, scope })
  const seconds = number(self.world, context, 'timeout', scope)
  const target = targetFor(self.world, self.host, context, scope, ready.delegate)
  return act({
    self,
    task,
    ready,
    scope,
    target,
    hidden: of.hidden,
    ...(seconds !== undefined && seconds > 0 && { seconds }),
    ...(locals && { locals }),
  })
}

/** The result as events carry it. */
const resultOf = (of: TaskRun, draft: Draft, ms: number): Result => {
  const { world } = of.self
  const shows = (flagQuietly(of, 'diff') ?? true) && !of.hidden
  return {
    status: draft.status,
    diffs: shows ? draft.diffs : [],
    vars: draft.vars,
    ...(draft.reason !== undefined && {
      reason: of.hidden ? 'the reason is hidden by no_log' : draft.reason,
    }),
    ...(draft.diagnostic && !of.hidden && { diagnostic: draft.diagnostic }),
    ...(draft.warnings && draft.warnings.length > 0 && { warnings: draft.warnings }),
    ...(of.hidden && { hidden: true }),
    ...(draft.quiet && { quiet: true }),
    ms: world.options.check ? 0 : ms,
  }
}

/** A keyword that decides only how a result looks must not fail it. */
const flagQuietly = (of: TaskRun, name: string, scope?: Scope): boolean | undefined => {
  if (!keyword(of.context, name)) return undefined
  try {
    return flag(of.self.world, of.context, name, scope ?? scopeOf(of))
  } catch (problem) {
    if (problem instanceof Mistake || problem instanceof UnknownRead) return undefined
    throw problem
  }
}
