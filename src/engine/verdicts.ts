// What keywords make of a result: until, changed_when, failed_when, and what `register` gets.
import { Mistake } from '../base/diagnostic.ts'
import { isUnknown, unknown, type Unknown } from '../base/unknown.ts'
import type { Vars } from '../model/inventory.ts'
import type { Task } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import { keyword } from '../work/context.ts'
import { decide } from './conditions.ts'
import { mistakeDraft } from './failures.ts'
import { unknownDraft, type Draft } from './result.ts'
import type { TaskRun } from './task-run.ts'

/** A task whose tries are used up. */
export const exhausted = (draft: Draft, tries: number): Draft =>
  draft.status === 'failed'
    ? draft
    : {
        ...draft,
        status: 'failed',
        reason: `"until" did not hold in ${tries} tries`,
        vars: { ...draft.vars, failed: true },
      }

/** Whether `until` holds. */
export const satisfied = (of: TaskRun, scope: Scope, draft: Draft): true | false | Unknown => {
  const until = keyword(of.context, 'until')
  if (!until) return true
  const verdict = decide([until], withResult(of, scope, draft), of.self.world.templates)
  return verdict.kind === 'unknown' ? verdict.unknown : verdict.kind === 'true'
}

/** The scope with the task's own result under the name it will be registered by. */
const withResult = (of: TaskRun, scope: Scope, draft: Draft): Scope => {
  const name = registerName(of.task)
  const extra: Vars = {
    ...(name !== undefined && { [name]: registeredOf(draft) }),
    ...(isUnknown(registeredOf(draft)) ? {} : ownNames(draft.vars)),
  }
  return {
    get: key => (Object.hasOwn(extra, key) ? extra[key] : scope.get(key)),
    has: key => Object.hasOwn(extra, key) || scope.has(key),
    names: () => [...scope.names(), ...Object.keys(extra)],
  }
}

/** failed_when may use what facts modules tell, without register. */
const ownNames = (vars: Vars): Vars =>
  typeof vars['ansible_facts'] === 'object' ? (vars['ansible_facts'] as Vars) : {}

/** The variable that gets the result. */
export const registerName = (task: Task): string | undefined => {
  const name = task.keywords['register']?.value
  return typeof name === 'string' ? name : undefined
}

/** What `register` gets: the return values, or the unknown. */
export const registeredOf = (draft: Draft): unknown =>
  draft.status === 'unknown' ? unknown(draft.reason ?? 'the task did not run') : draft.vars

/** changed_when and failed_when. */
export const judged = (of: TaskRun, scope: Scope, draft: Draft): Draft => {
  if (draft.status === 'unknown' || draft.status === 'unreachable' || draft.diagnostic) return draft
  const changedWhen = keyword(of.context, 'changed_when')
  const failedWhen = keyword(of.context, 'failed_when')
  const { templates } = of.self.world
  let now = draft
  let word = 'changed_when_result'
  try {
    if (changedWhen) {
      const verdict = decide([changedWhen], withResult(of, scope, now), templates)
      if (verdict.kind === 'unknown') return unknownDraft(verdict.unknown.why)
      now = withChanged(now, verdict.kind === 'true')
    }
    word = 'failed_when_result'
    if (failedWhen) {
      const verdict = decide([failedWhen], withResult(of, scope, now), templates)
      if (verdict.kind !== 'unknown') now = withFailed(now, verdict.kind === 'true')
    }
    return now
  } catch (problem) {
    if (!(problem instanceof Mistake)) throw problem
    // The task has run all the same.
    const { message } = problem.diagnostic
    return { ...mistakeDraft(problem), vars: { ...now.vars, failed: true, [word]: message } }
  }
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
  if (failed)
    return {
      ...draft,
      status: 'failed',
      vars,
      reason: draft.reason ?? String(draft.vars['msg'] || '"failed_when" holds'),
    }
  if (draft.status !== 'failed') return { ...draft, vars }
  const { reason: _reason, ...rest } = draft
  return { ...rest, status: draft.vars['changed'] === true ? 'changed' : 'ok', vars }
}
