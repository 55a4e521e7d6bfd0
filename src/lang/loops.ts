// The loop of a task: `loop`, or one of the `with_*` family, and how `loop_control` names its items.
import { didYouMean, error } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { isDict } from '../base/value.ts'
import type { Located, Task } from '../model/playbook.ts'
import type { Loading } from './loading.ts'
import { keySpan, valueSpan } from './places.ts'
import { describe, hasTemplate, isVariableName, misfit } from './shapes.ts'
import type { Shape } from './keywords.ts'

type Loop = NonNullable<Task['loop']>

/** Lookups that a loop may be made of. */
const LOOKUPS = [
  'cartesian',
  'config',
  'csvfile',
  'dict',
  'env',
  'file',
  'fileglob',
  'filetree',
  'first_found',
  'flattened',
  'indexed_items',
  'ini',
  'inventory_hostnames',
  'items',
  'lines',
  'list',
  'merge_variables',
  'nested',
  'password',
  'pipe',
  'random_choice',
  'random_string',
  'sequence',
  'subelements',
  'template',
  'together',
  'unvault',
  'url',
  'vars',
  'varnames',
]

const CONTROLS: Readonly<Record<string, Shape>> = {
  loop_var: 'text',
  index_var: 'text',
  label: 'any',
  pause: 'number',
  extended: 'bool',
  extended_allitems: 'bool',
}

/** The loop among a task's keys; `with_*` keys are taken out of `others`. */
export const readLoop = (
  loading: Loading,
  raw: Readonly<Record<string, unknown>>,
  loop: Located | undefined,
  others: string[],
  span: Span,
): Loop | undefined => {
  const found: { key: string; loop: Loop }[] = []
  if (loop && loop.value !== null)
    found.push({ key: 'loop', loop: { lookup: 'loop', terms: loop } })
  for (const key of others.filter(other => other.startsWith('with_'))) {
    others.splice(others.indexOf(key), 1)
    const lookup = lookupName(key.slice('with_'.length))
    if (!LOOKUPS.includes(lookup)) unknownLookup(loading, key, lookup, keySpan(raw, key, span))
    found.push({
      key,
      loop: { lookup, terms: { value: raw[key], span: valueSpan(raw, key, span) } },
    })
  }
  const order = Object.keys(raw)
  const [first, second] = found.sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key))
  if (first && second)
    loading.report(
      error(
        'task/two-loops',
        `"${second.key}" is a second loop in one task, beside "${first.key}"`,
        {
          span: keySpan(raw, second.key, span),
          hint: 'keep one of them',
          related: [{ message: 'the first one', span: keySpan(raw, first.key, span) }],
        },
      ),
    )
  return first?.loop
}

const lookupName = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

const unknownLookup = (loading: Loading, key: string, lookup: string, span: Span): void => {
  const guess = didYouMean(lookup, LOOKUPS)?.replace('"', '"with_')
  loading.report(
    error('loop/unknown', `"${key}" is no loop that mokplay knows`, {
      span,
      hint: guess ?? 'write "loop:" with a list',
    }),
  )
}

/** Checks the parts of `loop_control`. */
export const checkLoopControl = (loading: Loading, { value, span }: Located): void => {
  if (!isDict(value)) return
  for (const [key, part] of Object.entries(value)) {
    const shape = CONTROLS[key]
    if (!Object.hasOwn(CONTROLS, key) || !shape) {
      unknownControl(loading, key, keySpan(value, key, span))
      continue
    }
    const at = valueSpan(value, key, span)
    const expected = misfit(part, shape)
    if (expected !== undefined)
      loading.report(
        error('loop/control-type', `"${key}" takes ${expected}, not ${describe(part)}`, {
          span: at,
        }),
      )
    else if (key === 'loop_var' || key === 'index_var') checkName(loading, key, part, at)
  }
}

const unknownControl = (loading: Loading, key: string, span: Span): void =>
  loading.report(
    key === 'break_when'
      ? error('keyword/not-yet', `"${key}": mokplay does not do this yet`, { span })
      : error('loop/unknown-control', `"${key}" is no part of "loop_control"`, {
          span,
          hint: didYouMean(key, Object.keys(CONTROLS)),
        }),
  )

/** Reports what cannot be the name of a variable. */
export const checkName = (loading: Loading, key: string, value: unknown, span: Span): void => {
  if (value === null || hasTemplate(value) || isVariableName(String(value))) return
  loading.report(
    error(
      'vars/name',
      `"${key}" names a variable: letters, digits and _ only, no digit first, not ${describe(value)}`,
      {
        span,
        hint: /^[\w-]+$/.test(String(value))
          ? `write "${String(value).replaceAll('-', '_').replace(/^(\d)/, '_$1')}"`
          : undefined,
      },
    ),
  )
}
