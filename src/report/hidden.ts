// What `no_log` hides. Every event passes here before a reporter sees it, so that none has to
// remember.
import type { Result, RunEvent } from '../model/event.ts'

/** What stands where a label stood. */
export const HIDDEN_LABEL = '(censored due to no_log)'
export const HIDDEN_REASON = '(hidden by no_log)'

// What Ansible shows of a hidden result too.
const KEPT = ['attempts', 'changed', 'retries']

const concealResult = (result: Result): Result => {
  if (!result.hidden) return result
  const { diagnostic: _diagnostic, warnings: _warnings, reason, ...rest } = result
  const vars = Object.fromEntries(
    Object.entries(result.vars).filter(([name]) => KEPT.includes(name)),
  )
  return { ...rest, diffs: [], vars, ...(reason !== undefined && { reason: HIDDEN_REASON }) }
}

/** An event without what its task asked to hide; the same event when it hides nothing. */
export const conceal = (event: RunEvent): RunEvent => {
  switch (event.type) {
    case 'task.end':
    case 'retry':
      return event.result.hidden ? { ...event, result: concealResult(event.result) } : event
    case 'item.end':
      return event.result.hidden
        ? { ...event, result: concealResult(event.result), label: HIDDEN_LABEL, item: null }
        : event
    default:
      return event
  }
}
