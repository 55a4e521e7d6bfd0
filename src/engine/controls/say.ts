// debug, assert, fail, set_fact: they look at variables, say something, or set them.
import { Mistake } from '../../base/diagnostic.ts'
import { findUnknown, isUnknown } from '../../base/unknown.ts'
import { decide } from '../conditions.ts'
import { hostOfFacts } from '../remember.ts'
import { failedDraft, unknownDraft } from '../result.ts'
import { ok, type Control } from './control.ts'

export const debug: Control = async ({ of, ready, scope }) => {
  const { templates, options } = of.self.world
  if (Number(ready.args['verbosity'] ?? 0) > options.verbosity)
    return ok({ skipped: true, skipped_reason: 'Verbosity threshold not met.' }, 'skipped')
  const shown = ready.args['var']
  if (shown === undefined)
    return ok({ msg: 'msg' in ready.given ? ready.given['msg'] : 'Hello world!' })
  if (typeof shown !== 'string') return ok({ [JSON.stringify(shown)]: shown })
  const expression = shown.replaceAll('{{', '').replaceAll('}}', '').trim()
  try {
    const value = templates.deep(`{{ ${expression} }}`, scope, of.task.argsSpan)
    return isUnknown(value) ? unknownDraft(value.why) : ok({ [expression]: value })
  } catch (problem) {
    if (problem instanceof Mistake && problem.diagnostic.code === 'template/undefined')
      return ok({ [expression]: 'VARIABLE IS NOT DEFINED!' })
    throw problem
  }
}

export const assert: Control = async ({ of, ready, scope }) => {
  const that = ready.args['that']
  for (const condition of Array.isArray(that) ? (that as unknown[]) : [that]) {
    const verdict = decide(
      [{ value: condition, span: of.task.argsSpan }],
      scope,
      of.self.world.templates,
    )
    if (verdict.kind === 'unknown') return unknownDraft(verdict.unknown.why)
    if (verdict.kind === 'true') continue
    const message = ready.args['fail_msg'] ?? 'Assertion failed'
    const reason = `${Array.isArray(message) ? message.join('; ') : String(message)}`
    return failedDraft(
      message === 'Assertion failed' ? `the assertion does not hold: ${String(condition)}` : reason,
      { assertion: condition, evaluated_to: false, msg: message },
    )
  }
  const quiet = ready.args['quiet'] === true
  return {
    ...ok({ msg: ready.args['success_msg'] ?? 'All assertions passed' }),
    ...(quiet && { quiet }),
  }
}

export const failNow: Control = async ({ ready }) =>
  failedDraft(String(ready.args['msg']), { msg: ready.given['msg'] ?? ready.args['msg'] })

/** As Ansible: the words for truths become truths. */
const truthOr = (value: unknown): unknown =>
  typeof value === 'string' && /^(?:true|false|yes|no)$/i.test(value)
    ? /^(?:true|yes)$/i.test(value)
    : value

export const setFact: Control = async ({ of, ready }) => {
  const { cacheable, ...given } = ready.args
  const facts = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, truthOr(value)]),
  )
  const host = hostOfFacts(of, ready.delegate)
  host.own = { ...host.own, ...facts }
  if (cacheable === true) host.facts = { ...host.facts, ...facts }
  const hidden = findUnknown(facts)
  if (hidden) return unknownDraft(hidden.why)
  return ok({ ansible_facts: facts })
}
