// `when` and its like: bare expressions, all of which must hold.
import { error, Mistake } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import type { Located } from '../model/playbook.ts'
import type { Scope, Templates } from '../model/template.ts'
import { isUnknown, type Unknown } from '../base/unknown.ts'
import { bareCondition } from './old-condition.ts'

export type Verdict =
  | { readonly kind: 'true' }
  | { readonly kind: 'false'; readonly condition: string }
  | { readonly kind: 'unknown'; readonly unknown: Unknown }

/** Whether all conditions hold, asked in order; the first that does not decides. */
export const decide = (
  conditions: readonly Located[],
  scope: Scope,
  templates: Templates,
): Verdict => {
  for (const located of conditions) {
    const list = Array.isArray(located.value) ? (located.value as unknown[]) : [located.value]
    for (const condition of list) {
      const truth = holds(condition, located, scope, templates)
      if (isUnknown(truth)) return { kind: 'unknown', unknown: truth }
      if (truth !== true) return { kind: 'false', condition: String(condition) }
    }
  }
  return { kind: 'true' }
}

const holds = (
  condition: unknown,
  { span }: Located,
  scope: Scope,
  templates: Templates,
): unknown => {
  if (typeof condition !== 'string')
    return condition === null || condition === undefined ? true : templates.truth(condition)
  if (condition.trim() === '') return true
  const value = templates.expression(bareCondition(condition), scope, span)
  const isText = typeof value === 'string' && value.trim() !== '' && condition.includes('{{')
  return templates.truth(isText ? ofText(value, span, scope, templates) : value)
}

const LOOKUP = /\b(?:lookup|query|q)\b/

/** What a template made is a condition again, as in Ansible. It may come from a host, so it asks the controller nothing. */
const ofText = (text: string, span: Span, scope: Scope, templates: Templates): unknown => {
  if (LOOKUP.test(text))
    throw new Mistake(
      error('template/lookup-in-text', 'a condition that is made by a template must not look up', {
        span,
        hint: 'write the lookup into the condition itself, without {{ }}',
      }),
    )
  return templates.expression(text, scope, span)
}
