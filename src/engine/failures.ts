// Why a step failed, as a draft: an act that went wrong, an argument that was refused, a mistake in the user's text.
import { error, type Diagnostic, type Mistake } from '../base/diagnostic.ts'
import { command } from '../base/shell.ts'
import { placeOfKey, placeOfValue } from '../base/span.ts'
import type { Outcome } from '../host/perform.ts'
import type { AnyModule } from '../model/module.ts'
import type { Task } from '../model/playbook.ts'
import type { Ready } from './evaluate.ts'
import { failedDraft, type Draft } from './result.ts'

/** A failed act, as its program or its module says it. */
export const failure = (
  { op, output }: NonNullable<Outcome['failure']>,
  module: AnyModule,
): Draft => {
  const said =
    module.explain?.(output) ??
    (output.err.trim() || output.out.trim()).split('\n').slice(-3).join('; ')
  if (op.op === 'reconnect') return failedDraft(said)
  if (op.op !== 'run') return failedDraft(said || `the act "${op.op}" failed on ${op.path}`)
  const cmd = command(op.argv)
  const reason =
    output.rc < 0
      ? `"${cmd}" did not come to its end`
      : `"${cmd}" ended with code ${output.rc}${said === '' ? '' : `: ${said}`}`
  return failedDraft(reason, {
    rc: output.rc,
    stdout: output.out.replace(/\n$/, ''),
    stderr: output.err.replace(/\n$/, ''),
    cmd: op.argv,
    msg: said || reason,
  })
}

/** A refused argument is shown on its key. */
export const refused = (
  { task, ready }: { readonly task: Task; readonly ready: Ready },
  argument: string | undefined,
  reason: string,
): Draft => {
  const span =
    argument === undefined
      ? task.action.span
      : (placeOfValue(task.args, argument) ?? placeOfKey(task.args, argument) ?? task.action.span)
  const diagnostic: Diagnostic = error(
    'args/refused',
    `${ready.module.name}: ${argument === undefined ? '' : `"${argument}" `}${reason}`,
    { span },
  )
  return failedDraft(diagnostic.message, {}, { diagnostic })
}

/** A mistake of the user's text as the result of a step. */
export const mistakeDraft = (problem: Mistake): Draft =>
  failedDraft(problem.diagnostic.message, {}, { diagnostic: problem.diagnostic })
