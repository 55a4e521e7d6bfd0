// What a control gets, and gives back.
import type { Scope } from '../../model/template.ts'
import type { Ready } from '../evaluate.ts'
import type { Draft } from '../result.ts'
import type { TaskRun } from '../task-run.ts'

export type ControlInput = { readonly of: TaskRun; readonly ready: Ready; readonly scope: Scope }
export type Control = (input: ControlInput) => Promise<Draft>

/** A control that went well. */
export const ok = (
  vars: Readonly<Record<string, unknown>> = {},
  status: 'ok' | 'changed' | 'skipped' = 'ok',
): Draft => ({
  status,
  diffs: [],
  vars: { changed: status === 'changed', failed: false, ...vars },
})
