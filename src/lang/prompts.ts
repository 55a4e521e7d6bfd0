// vars_prompt: what a play asks the user for, checked as it was written.
import { didYouMean, error } from '../base/diagnostic.ts'
import { isDict } from '../base/value.ts'
import type { Located } from '../model/playbook.ts'
import type { Shape } from './keywords.ts'
import type { Loading } from './loading.ts'
import { keySpan, partsOf, valueSpan } from './places.ts'
import { describe, hasTemplate, isVariableName, misfit } from './shapes.ts'

const FIELDS: Readonly<Record<string, Shape>> = {
  name: 'text',
  prompt: 'text',
  default: 'any',
  private: 'bool',
  confirm: 'bool',
  encrypt: 'text',
  salt: 'text',
  salt_size: 'integer',
  unsafe: 'bool',
}

/** Reports what is wrong with the prompts of a play. */
export const checkPrompts = (loading: Loading, located: Located): void => {
  for (const { value, span } of partsOf(located)) {
    if (!isDict(value) || !Object.hasOwn(value, 'name')) {
      loading.report(
        error(
          'play/prompt',
          `a prompt is a mapping with "name", not ${isDict(value) ? 'one without' : describe(value)}`,
          { span, hint: 'for example "- { name: release, prompt: Which release? }"' },
        ),
      )
      continue
    }
    for (const [key, part] of Object.entries(value)) {
      const shape = Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined
      const expected = shape && misfit(part, shape)
      if (!shape)
        loading.report(
          error('play/prompt-field', `"${key}" is no part of a prompt`, {
            span: keySpan(value, key, span),
            hint: didYouMean(key, Object.keys(FIELDS)),
          }),
        )
      else if (expected !== undefined)
        loading.report(
          error('play/prompt-field', `"${key}" takes ${expected}, not ${describe(part)}`, {
            span: valueSpan(value, key, span),
          }),
        )
    }
    const { name } = value
    if (typeof name === 'string' && !hasTemplate(name) && !isVariableName(name))
      loading.report(
        error('vars/name', `"${name}" cannot be the name of a variable`, {
          span: valueSpan(value, 'name', span),
          hint: 'letters, digits and _ only, no digit first',
        }),
      )
  }
}

/** Names that the user would be asked for. */
export const promptNames = (prompts: Located | undefined): Record<string, unknown> =>
  Object.fromEntries(
    (prompts ? partsOf(prompts) : []).flatMap(({ value }) =>
      isDict(value) && typeof value['name'] === 'string' ? [[value['name'], '']] : [],
    ),
  )
