// module_defaults: arguments that tasks get unless they say them themselves. Of several words about one module the
// closest to the task counts, whole; groups are accepted, and none of them holds a module of ours.
import { nearest, warning } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { isDict } from '../base/value.ts'
import type { AnyModule, ArgsSpec } from '../model/module.ts'
import type { Located } from '../model/playbook.ts'
import type { Loading } from './loading.ts'
import { keySpan, mergeMappings, partsOf, valueSpan, withPlacesOf } from './places.ts'

type Args = Readonly<Record<string, unknown>>

const shortName = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/** What is said of a module, with the outermost word first; undefined when nothing is. */
export const defaultsOf = (said: readonly Located[], module: string): Located | undefined => {
  const wanted = shortName(module)
  for (const { value, span } of said.flatMap(partsOf).reverse()) {
    if (!isDict(value)) continue
    const key = Object.keys(value).findLast(
      name => !name.startsWith('group/') && shortName(name) === wanted,
    )
    if (key !== undefined) return { value: value[key], span: valueSpan(value, key, span) }
  }
  return undefined
}

/** A task's arguments over the defaults of its module: what it says by an alias, it says. */
export const overDefaults = (module: AnyModule, own: Args, defaults: Args): Args => {
  const said = new Set(Object.keys(own).map(name => ownName(module, name)))
  const left = Object.entries(defaults).filter(([name]) => !said.has(ownName(module, name)))
  return left.length === 0
    ? own
    : mergeMappings([withPlacesOf(defaults, Object.fromEntries(left)), own])
}

const ownName = (module: AnyModule, name: string): string =>
  Object.entries(module.args as ArgsSpec).find(
    ([, { schema }]) =>
      Array.isArray(schema['aliases']) && (schema['aliases'] as unknown[]).includes(name),
  )?.[0] ?? name

/** A module that nobody has may still be Ansible's, and unused: only one that looks like a slip gets a word. */
export const checkDefaults = (loading: Loading, located: Located): void => {
  for (const { value, span } of partsOf(located))
    if (isDict(value))
      for (const name of Object.keys(value)) checkName(loading, name, keySpan(value, name, span))
}

const checkName = (loading: Loading, name: string, span: Span): void => {
  const { modules } = loading.edges
  if (name.startsWith('group/') || name === 'gather_facts' || modules.find(name)) return
  const near = nearest(shortName(name), modules.names)
  if (near !== undefined)
    loading.report(
      warning('task/module-defaults', `"${name}" is no module that mokplay knows`, {
        span,
        hint: `did you mean "${near}"?`,
      }),
    )
}
