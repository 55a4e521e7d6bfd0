// meta/main.yml of a role: what it depends on, and whether it may run twice.
import { posix } from 'node:path'
import { didYouMean, error } from '../base/diagnostic.ts'
import { isDict } from '../base/value.ts'
import type { Located } from '../model/playbook.ts'
import type { Loading } from './loading.ts'
import { keySpan, valueSpan } from './places.ts'
import { namesIn } from './items.ts'
import { rolePart } from './role-files.ts'
import { describe } from './shapes.ts'

export type RoleMeta = {
  readonly file: string
  readonly dependencies: Located
  readonly allowDuplicates: boolean
  readonly argumentSpecs: Located
  readonly collections: readonly string[]
}

const KEYS = ['allow_duplicates', 'argument_specs', 'collections', 'dependencies', 'galaxy_info']

/** What a role says of itself; a role without meta needs nothing. */
export const roleMeta = (loading: Loading, path: string): RoleMeta => {
  const file = rolePart(loading, path, 'meta') ?? posix.join(path, 'meta', 'main.yml')
  const yaml = loading.read(file)
  const span = yaml?.span ?? { file, from: 0, to: 0 }
  const nothing = { value: null, span }
  const none = {
    file,
    dependencies: nothing,
    allowDuplicates: false,
    argumentSpecs: nothing,
    collections: [],
  }
  if (!yaml || yaml.value === null || yaml.value === undefined) return none
  if (!isDict(yaml.value)) {
    loading.report(
      error('role/meta', `the meta of a role is a mapping, not ${describe(yaml.value)}`, {
        span: { ...span, to: span.from + 1 },
      }),
    )
    return none
  }
  for (const key of Object.keys(yaml.value))
    if (!KEYS.includes(key))
      loading.report(
        error('role/meta', `"${key}" is no part of a role's meta`, {
          span: keySpan(yaml.value, key, span),
          hint: didYouMean(key, KEYS),
        }),
      )
  const dependencies = {
    value: yaml.value['dependencies'],
    span: valueSpan(yaml.value, 'dependencies', span),
  }
  const argumentSpecs = {
    value: yaml.value['argument_specs'],
    span: valueSpan(yaml.value, 'argument_specs', span),
  }
  return {
    file,
    dependencies,
    allowDuplicates: isYes(yaml.value['allow_duplicates']),
    argumentSpecs,
    collections: namesIn({ value: yaml.value['collections'], span }),
  }
}

const isYes = (value: unknown): boolean =>
  value === true || (typeof value === 'string' && /^(?:yes|true|on|y|1)$/i.test(value))
