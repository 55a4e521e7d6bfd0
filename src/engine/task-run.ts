// One task on one host: its loop, its tries, what its keywords make of the result, what it leaves behind.
import { Mistake } from '../base/diagnostic.ts'
import { isUnknown, Unknown, unknown, UnknownRead } from '../base/unknown.ts'
import { Lost, Overflow } from '../model/edge.ts'
import type { Result } from '../model/event.ts'
import type { Vars, VarsLayer } from '../model/inventory.ts'
import type { Task } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import type { Context } from '../work/context.ts'
import { gathered, keyword } from '../work/context.ts'

import { act, mistakeDraft } from './act.ts'
import { decide } from './conditions.ts'
import { targetFor } from './connect.ts'
import { CONTROLS } from './controls/index.ts'
import { evaluate, flag, number, valueOf, type Ready } from './evaluate.ts'
import type { HostRun } from './host-run.ts'
import { labelOf, loopControl, loopItems, loopVars } from './loop.ts'
import { failedDraft, loopDraft, skippedDraft, unknownDraft, type Draft } from './result.ts'
import { taskScope } from './scope.ts'

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
export type Ended = { readonly result: Result; readonly registered: unknown; readonly delegate?: string }

const scopeOf = (of: TaskRun, loop?: VarsLayer): Scope =>
  taskScope(of.self.world, of.self.run, of.self.host, of.context, of.task.place.file, loop ? { loop } : {})

/** Runs the task with its loop. */
export const runTask = async (of: TaskRun): Promise<Ended> => {
  const { self, task } = of
  const { clock } = self.world.edges
  const began = clock.monotonic()
  const finish = (draft: Draft): Result => resultOf(of, draft, clock.monotonic() - began)
  const items = itemsOf(of)
  if (items === undefined) {
    const one = await runItem(of, scopeOf(of))
    return { result: finish(one.draft), registered: registeredOf(one.draft), ...(one.delegate !== undefined && { delegate: one.delegate }) }
  }
  if (!Array.isArray(items)) {
    const draft = items instanceof Unknown ? unknownDraft(items.why) : (items as { draft: Draft }).draft
    return { result: finish(draft), registered: registeredOf(draft) }
  }
  const outer = scopeOf(of)
  const control = loopControl(self.world, task, outer)
  const done: { vars: Vars; draft: Draft }[] = []
  for (const [index, item] of items.entries()) {
    if (index > 0 && control.pause > 0) await clock.sleep(control.pause * 1000, self.world.signal)
    const loop = loopVars(self.world, task, outer, item, index, items)
    const scope = scopeOf(of, loop)
    const { draft, delegate } = await runItem(of, scope)
    const vars = { ...(isUnknown(registeredOf(draft)) ? { changed: registeredOf(draft) } : draft.vars), ...loop.vars }
    done.push({ vars, draft })
    self.world.emit({
      type: 'item.end', host: self.host.name, task: task.id, name: of.name, label: of.hidden ? '(hidden)' : labelOf(self.world, task, scope, item),
      item: of.hidden ? null : item, result: { ...resultOf(of, draft, draft.ms ?? 0), vars: of.hidden ? {} : vars }, ...(delegate !== undefined && { delegate }),
    })
    if (draft.status === 'unreachable') break
  }
  const draft = loopDraft(done)
  return { result: finish(draft), registered: registeredOf(draft) }
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

/** One item, tried until it is as wanted. */
const runItem = async (of: TaskRun, scope: Scope): Promise<{ draft: Draft; delegate?: string }> => {
  const { world } = of.self
  const step = evaluate(world, of.task, of.context, scope)
  if (step.kind === 'skipped') return { draft: skippedDraft(step.condition) }
  if (step.kind === 'unknown') return { draft: unknownDraft(step.why) }
  if (step.kind === 'wrong') return { draft: failedDraft(step.diagnostic.message, {}, { diagnostic: step.diagnostic }) }
  const delegate = step.delegate === undefined ? {} : { delegate: step.delegate }
  const until = keyword(of.context, 'until')
  const tries = until || keyword(of.context, 'retries') ? Math.max(1, (number(world, of.context, 'retries', scope) ?? 3) + 1) : 1
  for (let attempt = 1; ; attempt++) {
    const tried = await attemptOnce(of, step, scope)
    if (tries === 1) return { draft: tried, ...delegate }
    const draft = { ...tried, vars: { ...tried.vars, attempts: attempt } }
    const verdict = satisfied(of, scope, draft)
    if (verdict === true || draft.status === 'unknown' || draft.status === 'unreachable') return { draft, ...delegate }
    if (isUnknown(verdict)) return { draft: unknownDraft(verdict.why), ...delegate }
    if (attempt >= tries) return { draft: exhausted(draft, tries), ...delegate }
    const result = resultOf(of, draft, 0)
    world.emit({ type: 'retry', host: of.self.host.name, task: of.task.id, attempt, left: tries - attempt, result })
    await world.edges.clock.sleep((number(world, of.context, 'delay', scope) ?? 5) * 1000, world.signal)
  }
}

const exhausted = (draft: Draft, tries: number): Draft =>
  draft.status === 'failed'
    ? draft
    : { ...draft, status: 'failed', reason: `"until" did not hold in ${tries} tries`, vars: { ...draft.vars, failed: true } }

/** Whether `until` holds; without it, whether the task did not fail. */
const satisfied = (of: TaskRun, scope: Scope, draft: Draft): true | false | Unknown => {
  const until = keyword(of.context, 'until')
  if (!until) return draft.status !== 'failed'
  const verdict = decide([until], withResult(of, scope, draft), of.self.world.templates)
  return verdict.kind === 'unknown' ? verdict.unknown : verdict.kind === 'true'
}

/** The scope with the task's own result under the name it will be registered by. */
const withResult = (of: TaskRun, scope: Scope, draft: Draft): Scope => {
  const name = registerName(of.task)
  const extra: Vars = { ...(name !== undefined && { [name]: registeredOf(draft) }), ...(isUnknown(registeredOf(draft)) ? {} : ownNames(draft.vars)) }
  return {
    get: key => (Object.hasOwn(extra, key) ? extra[key] : scope.get(key)),
    has: key => Object.hasOwn(extra, key) || scope.has(key),
    names: () => [...scope.names(), ...Object.keys(extra)],
  }
}

/** failed_when may use what facts modules tell, without register. */
const ownNames = (vars: Vars): Vars => (typeof vars['ansible_facts'] === 'object' ? (vars['ansible_facts'] as Vars) : {})

export const registerName = (task: Task): string | undefined => {
  const name = task.keywords['register']?.value
  return typeof name === 'string' ? name : undefined
}

/** What `register` gets: the return values, or the unknown. */
const registeredOf = (draft: Draft): unknown => (draft.status === 'unknown' ? unknown(draft.reason ?? 'the task did not run') : draft.vars)

/** One try: the module or control, then changed_when and failed_when. */
const attemptOnce = async (of: TaskRun, ready: Ready, scope: Scope): Promise<Draft> => {
  const { world } = of.self
  const began = world.edges.clock.monotonic()
  try {
    const draft = await withLimit(of, ready, scope)
    return { ...judged(of, scope, draft), ms: world.edges.clock.monotonic() - began }
  } catch (problem) {
    if (problem instanceof Mistake) return mistakeDraft(problem)
    if (problem instanceof UnknownRead) return unknownDraft(problem.unknown.why)
    if (problem instanceof Overflow) return failedDraft(problem.message)
    if (!(problem instanceof Lost)) throw problem
    const reason = problem.message
    // The host is there, and the login user may go on: the playbook can rescue it, as in Ansible.
    if (problem.kind === 'become') return failedDraft(reason)
    if (problem.kind === 'new-host-key') {
      const { address } = targetFor(world, of.self.host, of.context, scope, ready.delegate)
      // Behind a jump host it may be the one in between that is new.
      if (!address.jump) world.strangers.set(of.self.host.name, address)
    }
    return { status: 'unreachable', diffs: [], vars: { changed: false, unreachable: true, msg: reason }, reason }
  }
}

const withLimit = (of: TaskRun, ready: Ready, scope: Scope): Promise<Draft> => {
  const { self, task, context } = of
  const control = CONTROLS[task.module]
  if (control) return control({ of, ready, scope })
  const seconds = number(self.world, context, 'timeout', scope)
  const target = targetFor(self.world, self.host, context, scope, ready.delegate)
  return act({ self, task, ready, scope, target, hidden: of.hidden, ...(seconds !== undefined && seconds > 0 && { seconds }) })
}

/** changed_when and failed_when. */
const judged = (of: TaskRun, scope: Scope, draft: Draft): Draft => {
  if (draft.status === 'unknown' || draft.status === 'unreachable' || draft.diagnostic) return draft
  const changedWhen = keyword(of.context, 'changed_when')
  const failedWhen = keyword(of.context, 'failed_when')
  const { templates } = of.self.world
  let now = draft
  if (changedWhen) {
    const verdict = decide([changedWhen], withResult(of, scope, now), templates)
    if (verdict.kind === 'unknown') return unknownDraft(verdict.unknown.why)
    now = withChanged(now, verdict.kind === 'true')
  }
  if (failedWhen) {
    const verdict = decide([failedWhen], withResult(of, scope, now), templates)
    if (verdict.kind !== 'unknown') now = withFailed(now, verdict.kind === 'true')
  }
  return now
}

/** A deed that is no change is not shown as one; what differs on the host still is. */
const withChanged = (draft: Draft, changed: boolean): Draft => ({
  ...draft,
  status: draft.status === 'failed' ? 'failed' : changed ? 'changed' : 'ok',
  diffs: changed ? draft.diffs : draft.diffs.filter(diff => diff.action !== 'run'),
  vars: { ...draft.vars, changed },
})

const withFailed = (draft: Draft, failed: boolean): Draft => {
  const vars = { ...draft.vars, failed, failed_when_result: failed }
  if (failed) return { ...draft, status: 'failed', vars, reason: draft.reason ?? String(draft.vars['msg'] || '"failed_when" holds') }
  if (draft.status !== 'failed') return { ...draft, vars }
  const { reason: _reason, ...rest } = draft
  return { ...rest, status: draft.vars['changed'] === true ? 'changed' : 'ok', vars }
}

/** The result as events carry it. */
const resultOf = (of: TaskRun, draft: Draft, ms: number): Result => {
  const { world } = of.self
  const shows = (flagQuietly(of, 'diff') ?? true) && !of.hidden
  return {
    status: draft.status,
    diffs: shows ? draft.diffs : [],
    vars: draft.vars,
    ...(draft.reason !== undefined && { reason: of.hidden ? 'the reason is hidden by no_log' : draft.reason }),
    ...(draft.diagnostic && !of.hidden && { diagnostic: draft.diagnostic }),
    ...(draft.warnings && draft.warnings.length > 0 && { warnings: draft.warnings }),
    ...(of.hidden && { hidden: true }),
    ms: world.options.check ? 0 : ms,
  }
}

/** A keyword that decides only how a result looks must not fail it. */
const flagQuietly = (of: TaskRun, name: string): boolean | undefined => {
  if (!keyword(of.context, name)) return undefined
  try {
    return flag(of.self.world, of.context, name, scopeOf(of))
  } catch (problem) {
    if (problem instanceof Mistake || problem instanceof UnknownRead) return undefined
    throw problem
  }
}

/** no_log as it stands; what cannot be told hides. */
export const isHidden = (self: HostRun, task: Task, context: Context): boolean => {
  if (!keyword(context, 'no_log')) return false
  try {
    return flag(self.world, context, 'no_log', taskScope(self.world, self.run, self.host, context, task.place.file)) ?? false
  } catch (problem) {
    if (problem instanceof Mistake || problem instanceof UnknownRead) return true
    throw problem
  }
}

/** The name of a task for people: its `name`, templated where it can be, or its module; the role's before it. */
export const nameOf = (self: HostRun, task: Task, context: Context): string => {
  const scope = (): Scope => taskScope(self.world, self.run, self.host, context, task.place.file)
  // As Ansible: what includes a role is called after that role, not after the one it stands in.
  const brings = task.module === 'include_role'
  const role = context.above && !brings ? roleName(context) : undefined
  const named = task.keywords['name']
  let name = brings ? `${task.action.value} : ${String(task.args['name'] ?? task.args['role'])}` : task.action.value
  if (named && named.value !== null) {
    name = String(named.value)
    try {
      const isTemplate = self.world.templates.isTemplate(named.value)
      const value = isTemplate ? valueOf(self.world, { keywords: { name: named } }, 'name', scope()) : named.value
      if (value !== undefined && value !== null) name = String(value)
    } catch (problem) {
      if (!(problem instanceof Mistake || problem instanceof UnknownRead)) throw problem
    }
  }
  return role === undefined ? name : `${role} : ${name}`
}

const roleName = (context: Context): string | undefined => {
  for (let link: Context | undefined = context; link; link = link.above) if (link.role) return link.role.name
  return undefined
}

