// An inventory in Ansible's YAML form: groups with `hosts`, `children` and `vars`, nested at will.
import { didYouMean, error, warning } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { placeOfKey, placeOfValue } from '../base/span.ts'
import { dict, isDict } from '../base/value.ts'
import type { Vars } from '../model/inventory.ts'
import { isConstructed, readConstructed } from './inventory-constructed.ts'
import type { Reading } from './inventory-draft.ts'
import { addGroupVars, addHosts } from './inventory-hosts.ts'
import { splitPort } from './ranges.ts'
import { readYaml } from './read-yaml.ts'

const SECTIONS = ['hosts', 'children', 'vars'] as const
type Section = (typeof SECTIONS)[number]

const EMPTY: Vars = dict()

/** Reads a whole YAML inventory. */
export const readInventoryYaml = (reading: Reading): void => {
  const { source, diagnostics } = reading
  const { value, span, diagnostics: found } = readYaml(source)
  diagnostics.push(...found)
  if (value === undefined && found.length > 0) return
  if (value === undefined || value === null) {
    diagnostics.push(warning('inventory/empty', 'the inventory is empty', { span }))
    return
  }
  if (!isDict(value)) {
    diagnostics.push(
      error(
        'inventory/not-a-mapping',
        `an inventory must be a mapping of groups, not ${nameOf(value)}`,
        {
          span: firstLine(reading, span),
          hint: 'write "all:" with "hosts:" below it',
        },
      ),
    )
    return
  }
  if (typeof value.plugin === 'string' && isConstructed(value.plugin) && reading.templates)
    return readConstructed(reading, value, reading.templates)
  if (typeof value.plugin === 'string') {
    diagnostics.push(
      error('inventory/plugin', `mokplay does not do inventory plugins yet: ${value.plugin}`, {
        span: placeOfKey(value, 'plugin'),
        hint: 'write the output of "ansible-inventory --list" to a file, or use an executable inventory',
      }),
    )
    return
  }
  for (const name of Object.keys(value)) readGroup(reading, value, name)
}

/** Reads the group under a key of a mapping; false when it is none. */
const readGroup = (reading: Reading, container: object, name: string): boolean => {
  const group = (container as Record<string, unknown>)[name]
  const at = placeOfKey(container, name)
  if (group !== null && !isDict(group)) {
    const isSection = (SECTIONS as readonly string[]).includes(name)
    reading.diagnostics.push(
      error('inventory/group', `the group "${name}" must be a mapping, not ${nameOf(group)}`, {
        span: at,
        hint: isSection
          ? `"${name}:" belongs below a group`
          : 'hosts stand below "hosts:" of a group',
      }),
    )
    return false
  }
  reading.draft.addGroup(name, at)
  for (const key of Object.keys(group ?? {})) readKey(reading, name, group ?? {}, key)
  return true
}

const readKey = (
  reading: Reading,
  group: string,
  body: Record<string, unknown>,
  key: string,
): void => {
  if (!isSection(key)) {
    reading.diagnostics.push(
      warning(
        'inventory/group-key',
        `"${key}" of the group "${group}" is ignored: it must be ${SECTIONS.join(', ')}`,
        {
          span: placeOfKey(body, key),
          hint:
            didYouMean(key, SECTIONS) ?? `subgroups stand below "children:", hosts below "hosts:"`,
        },
      ),
    )
    return
  }
  const value =
    typeof body[key] === 'string' && key !== 'vars' ? dict([[body[key], null]]) : body[key]
  if (value === null) return
  if (!isDict(value)) {
    reading.diagnostics.push(
      error(
        'inventory/section',
        `"${key}" of the group "${group}" must be a mapping, not ${nameOf(value)}`,
        {
          span: placeOfKey(body, key),
          hint: sectionHint(value),
        },
      ),
    )
    return
  }
  const place = placeOfValue(body, key) ?? wholeOf(reading)
  if (key === 'vars') addGroupVars(reading, group, value)
  else if (key === 'children') readChildren(reading, group, value)
  else for (const name of Object.keys(value)) readHost(reading, group, value, name, place)
}

const isSection = (key: string): key is Section => (SECTIONS as readonly string[]).includes(key)

const sectionHint = (value: unknown): string | undefined => {
  const [first] = Array.isArray(value) ? value : []
  return typeof first === 'string' ? `write "${first}:" instead of "- ${first}"` : undefined
}

const readChildren = (reading: Reading, group: string, children: Record<string, unknown>): void => {
  for (const child of Object.keys(children))
    if (readGroup(reading, children, child))
      reading.draft.addChild(group, child, placeOfKey(children, child))
}

const readHost = (
  reading: Reading,
  group: string,
  hosts: Record<string, unknown>,
  name: string,
  place: Span,
): void => {
  const vars = hosts[name] ?? EMPTY
  const span = placeOfKey(hosts, name) ?? place
  if (isDict(vars)) {
    addHosts(reading, name, group, vars, span)
    return
  }
  reading.diagnostics.push(
    error(
      'inventory/host-vars',
      `the variables of "${name}" must be a mapping, not ${nameOf(vars)}`,
      {
        span: placeOfValue(hosts, name) ?? span,
        hint: hostHint(vars),
      },
    ),
  )
}

const hostHint = (vars: unknown): string | undefined => {
  if (typeof vars !== 'string') return undefined
  if (vars.includes('=')) return 'key=value is the INI form; write one "key: value" a line'
  return splitPort(vars) ? `for its address, write {ansible_host: ${vars}}` : undefined
}

const nameOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list'
  if (isDict(value)) return 'a mapping'
  if (typeof value === 'string')
    return `the text "${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`
  return String(value)
}

const wholeOf = (reading: Reading): Span => ({ file: reading.source.file, from: 0, to: 1 })

const firstLine = (reading: Reading, span: Span): Span => {
  const end = reading.source.text.indexOf('\n', span.from)
  return { ...span, to: end === -1 ? span.to : Math.min(span.to, end) }
}
