// The inventory source `plugin: constructed`: variables and groups made of those that the sources before it brought.
import { didYouMean, error, Mistake } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { placeOfKey, placeOfValue } from '../base/span.ts'
import { dict, isDict } from '../base/value.ts'
import type { Host, Inventory } from '../model/inventory.ts'
import type { Scope, Templates } from '../model/template.ts'
import type { Reading } from './inventory-draft.ts'

const OPTIONS = ['plugin', 'strict', 'compose', 'groups', 'keyed_groups', 'leading_separator']
const KEYED = ['key', 'prefix', 'separator', 'parent_group', 'default_value', 'trailing_separator']

type Raw = Readonly<Record<string, unknown>>
type Making = Reading & {
  readonly templates: Templates
  readonly raw: Raw
  readonly strict: boolean
}

/** Whether a source is for this reader. */
export const isConstructed = (plugin: string): boolean =>
  /^(?:ansible\.(?:builtin|legacy)\.)?constructed$/.test(plugin)

/** Reads the source: the hosts are those that are there already. */
export const readConstructed = (reading: Reading, raw: Raw, templates: Templates): void => {
  const making = { ...reading, templates, raw, strict: isTrue(raw['strict']) }
  refuseUnknown(making, raw, OPTIONS)
  const inventory = reading.draft.snapshot()
  for (const host of inventory.hosts.values()) {
    const vars = varsOf(host, inventory)
    compose(making, host, vars)
    const scope = scopeOver(vars, templates)
    conditional(making, host, scope)
    keyed(making, host, scope)
  }
}

const isTrue = (value: unknown): boolean => /^(?:true|yes|on|1|t|y)$/i.test(String(value))

const refuseUnknown = ({ diagnostics }: Reading, body: Raw, known: readonly string[]): void => {
  for (const key of Object.keys(body))
    if (!known.includes(key))
      diagnostics.push(
        error('inventory/plugin', `"${key}" is no option of constructed inventories here`, {
          span: placeOfKey(body, key),
          hint: didYouMean(key, known) ?? `it takes ${known.join(', ')}`,
        }),
      )
}

type Value = { readonly value: unknown; readonly trusted: boolean }

const varsOf = (host: Host, { groups }: Inventory): Map<string, Value> => {
  const found = new Map<string, Value>()
  const layers = [...host.groups.flatMap(name => groups.get(name)?.layers ?? []), ...host.layers]
  for (const { vars, trusted } of layers)
    for (const [name, value] of Object.entries(vars)) found.set(name, { value, trusted })
  const own = {
    inventory_hostname: host.name,
    inventory_hostname_short: host.name.split('.')[0],
    group_names: host.groups.filter(name => name !== 'all').sort(),
  }
  for (const [name, value] of Object.entries(own)) found.set(name, { value, trusted: false })
  return found
}

const scopeOver = (vars: ReadonlyMap<string, Value>, templates: Templates): Scope => {
  const open = new Set<string>()
  const scope: Scope = {
    get: name => {
      const found = vars.get(name)
      if (!found?.trusted || !templates.isTemplate(found.value)) return found?.value
      if (open.has(name))
        throw new Mistake(error('vars/recursive', `the variable "${name}" is made of itself`))
      open.add(name)
      try {
        return templates.deep(found.value, scope)
      } finally {
        open.delete(name)
      }
    },
    has: name => vars.has(name),
    names: () => vars.keys(),
  }
  return scope
}

/** What a text or expression comes to; undefined where it fails, which `strict` makes a mistake. */
const tried = <T>(making: Making, make: () => T, what: string, span?: Span): T | undefined => {
  try {
    return make()
  } catch (problem) {
    if (!(problem instanceof Mistake)) throw problem
    if (making.strict)
      making.diagnostics.push(
        error('inventory/constructed', `${what}: ${problem.diagnostic.message}`, { span }),
      )
    return undefined
  }
}

const section = (making: Making, name: string): Raw => {
  const body = making.raw[name] ?? {}
  if (isDict(body)) return body
  const span = placeOfKey(making.raw, name)
  making.diagnostics.push(error('inventory/plugin', `"${name}" must be a mapping`, { span }))
  return {}
}

const compose = (making: Making, { name }: Host, vars: Map<string, Value>): void => {
  const body = section(making, 'compose')
  const made = dict()
  for (const [key, text] of Object.entries(body)) {
    const scope = scopeOver(vars, making.templates)
    const span = placeOfValue(body, key)
    const render = (): unknown => making.templates.render(`{{${String(text)}}}`, scope, span)
    const value = tried(making, render, `the variable "${key}" of "${name}"`, span)
    if (value === undefined) continue
    made[key] = value
  }
  for (const [key, value] of Object.entries(made)) vars.set(key, { value, trusted: false })
  making.draft.addHostVars(name, { vars: made, trusted: false, from: making.source.file })
}

const conditional = (making: Making, { name }: Host, scope: Scope): void => {
  const { templates, draft, magic } = making
  const body = section(making, 'groups')
  for (const [group, text] of Object.entries(body)) {
    const span = placeOfValue(body, group)
    const decide = (): unknown => templates.truth(templates.expression(String(text), scope, span))
    if (tried(making, decide, `the group "${group}" of "${name}"`, span) !== true) continue
    draft.addGroup(group, placeOfKey(body, group))
    draft.addHost(name, group, magic)
  }
}

const keyed = (making: Making, { name }: Host, scope: Scope): void => {
  const { templates, draft, magic, raw } = making
  for (const entry of Array.isArray(raw['keyed_groups'])
    ? (raw['keyed_groups'] as unknown[])
    : []) {
    if (!isDict(entry)) continue
    refuseUnknown(making, entry, KEYED)
    const span = placeOfValue(entry, 'key')
    const text = `{{${String(entry['key'])}}}`
    const key = tried(making, () => templates.render(text, scope, span), 'a keyed group', span)
    for (const group of namesOf(entry, key, raw['leading_separator'] !== false)) {
      draft.addGroup(group, span)
      draft.addHost(name, group, magic)
      const parent = entry['parent_group']
      if (typeof parent !== 'string' || parent === '') continue
      const above = String(templates.deep(parent, scope, placeOfValue(entry, 'parent_group')))
      draft.addGroup(above)
      draft.addChild(above, group)
    }
  }
}

/** Names of groups by the value of a key: a text, a list of texts, or a mapping. */
const namesOf = (entry: Raw, key: unknown, leads: boolean): readonly string[] => {
  const { prefix = '', separator = '_', default_value: otherwise } = entry
  const of = (value: unknown): string =>
    String(value === '' && otherwise !== undefined ? otherwise : value)
  const pair = ([name, value]: readonly [string, unknown]): string =>
    value === '' && otherwise === undefined && entry['trailing_separator'] === false
      ? name
      : `${name}${String(separator)}${of(value)}`
  const bare = isDict(key)
    ? Object.entries(key).map(pair)
    : Array.isArray(key)
      ? key.map(of)
      : typeof key === 'string' && (key !== '' || otherwise !== undefined)
        ? [of(key)]
        : []
  const between = prefix === '' && !leads ? '' : String(separator)
  return bare.map(name => `${String(prefix)}${between}${name}`)
}
