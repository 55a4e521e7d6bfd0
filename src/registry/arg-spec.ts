// Values against a specification of role arguments, as meta/argument_specs.yml holds it. All that is wrong, in
// Ansible's words and order.
import { isDict } from '../base/value.ts'
import { specRules } from './arg-spec-rules.ts'
import { plainText, SPEC_TYPES, typeName } from './arg-spec-types.ts'

type Values = Record<string, unknown>
export type Spec = Readonly<Record<string, unknown>>

/** What is wrong with these values; nothing, where they are as specified. */
export const specErrors = (spec: Spec, values: Spec): readonly string[] => {
  const errors: string[] = []
  const strays: Stray[] = []
  checkLevel({ errors, strays, path: [] }, spec, {}, { ...values })
  const last = strays.at(-1)
  if (last) {
    const names = strays.map(({ name }) => name).sort()
    errors.push(`${names.join(', ')}. Supported parameters include: ${last.supported}.`)
  }
  return errors
}

type Stray = { readonly name: string; readonly supported: string }
type Level = {
  readonly errors: string[]
  readonly strays: Stray[]
  /** Options above this one. */
  readonly path: readonly string[]
}

/** One mapping of options; `rules` is the option that holds it. */
const checkLevel = (level: Level, spec: Spec, rules: Spec, values: Values): void => {
  const options = Object.entries(spec).filter((entry): entry is [string, Spec] => isDict(entry[1]))
  const found = level.path.length === 0 ? '' : ` found in ${level.path.join(' -> ')}`
  const tell = (messages: readonly string[]): void =>
    void level.errors.push(...messages.map(message => message + found))
  const aliases = takeAliases(options, values)
  for (const name of Object.keys(values))
    if (!Object.hasOwn(spec, name) && !aliases.includes(name))
      level.strays.push({
        name: [...level.path, name].join('.'),
        supported: supported(Object.keys(spec), aliases),
      })
  const { exclusive, others } = specRules(rules)
  tell(exclusive(values))
  for (const [name, option] of options)
    if (!Object.hasOwn(values, name) && notNone(option['default'])) values[name] = option['default']
  const missing = options.filter(
    ([name, { required }]) => required === true && !Object.hasOwn(values, name),
  )
  if (missing.length > 0) {
    const names = missing.map(([name]) => name).sort()
    tell([`missing required arguments: ${names.join(', ')}`])
  }
  for (const [name, option] of options) level.errors.push(...typed(level, name, option, values))
  for (const [name, { choices }] of options)
    if (Array.isArray(choices) && Object.hasOwn(values, name)) tell(chosen(name, choices, values))
  tell(others(values))
  for (const [name, option] of options) {
    if (!Object.hasOwn(values, name)) values[name] = null
    checkInside(level, name, option, values)
  }
}

const notNone = (value: unknown): boolean => value !== null && value !== undefined

const takeAliases = (options: readonly (readonly [string, Spec])[], values: Values): string[] =>
  options.flatMap(([name, option]) => {
    const aliases = Array.isArray(option['aliases']) ? option['aliases'].map(String) : []
    for (const alias of aliases) if (Object.hasOwn(values, alias)) values[name] = values[alias]
    return aliases
  })

const supported = (names: readonly string[], aliases: readonly string[]): string =>
  [...names].sort().join(', ') + (aliases.length > 0 ? ` (${[...aliases].sort().join(', ')})` : '')

/** Turns a value into its type, and the parts of a list into theirs. */
const typed = (level: Level, name: string, option: Spec, values: Values): string[] => {
  const value = values[name]
  if (!notNone(value)) return []
  const within = level.path.length === 0 ? '' : ` found in '${level.path.join(' -> ')}'`
  const type = plainText(option['type'] ?? 'str')
  const made = SPEC_TYPES[type]?.(value)
  if (!made || 'problem' in made) {
    const place = within === '' ? '' : `${within}.`
    return [
      `argument '${name}' is of type ${typeName(value)}${place} and we were unable to convert to ${type}: ${made?.problem ?? 'unknown type'}`,
    ]
  }
  values[name] = made.value
  const elements = option['elements']
  if (typeof elements !== 'string' || !Array.isArray(made.value)) return []
  const parts = made.value.map((part: unknown) => ({ part, made: SPEC_TYPES[elements]?.(part) }))
  values[name] = parts.flatMap(({ made: each }) => (each && 'value' in each ? [each.value] : []))
  return parts.flatMap(({ part, made: each }) =>
    each && 'value' in each
      ? []
      : [
          `Elements value for option '${name}'${within} is of type ${typeName(part)} and we were unable to convert to ${elements}: ${each?.problem ?? 'unknown type'}`,
        ],
  )
}

const chosen = (name: string, choices: readonly unknown[], values: Values): string[] => {
  const value = values[name]
  const has = (each: unknown): boolean => choices.some(choice => same(choice, each))
  const all = choices.map(plainText).join(', ')
  if (Array.isArray(value)) {
    const wrong = value.filter(each => !has(each)).map(plainText)
    return wrong.length === 0
      ? []
      : [`value of ${name} must be one or more of: ${all}. Got no match for: ${wrong.join(', ')}`]
  }
  if (has(value)) return []
  // What YAML took for a truth: where only one choice can have been meant, it was.
  const meant = value === 'True' || value === 'False' ? boolsAmong(choices, value) : []
  if (meant.length === 1) {
    values[name] = meant[0]
    return []
  }
  return [`value of ${name} must be one of: ${all}, got: ${plainText(value)}`]
}

const boolsAmong = (choices: readonly unknown[], word: 'True' | 'False'): readonly unknown[] => {
  const words = word === 'True' ? /^(?:1|on|t|true|y|yes)$/i : /^(?:0|off|f|false|n|no)$/i
  return choices.filter(choice => words.test(plainText(choice)))
}

const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === typeof b && JSON.stringify(a) === JSON.stringify(b))

/** The options inside of a mapping, or of each mapping in a list. */
const checkInside = (level: Level, name: string, option: Spec, values: Values): void => {
  const { type, elements, options, apply_defaults: applies } = option
  if (!isDict(options) || (type !== 'dict' && !(type === 'list' && elements === 'dict'))) return
  if (applies === true && !notNone(values[name])) values[name] = {}
  const value = values[name]
  if (!notNone(value)) return
  const path = [...level.path, name]
  for (const part of Array.isArray(value) ? (value as unknown[]) : [value])
    if (isDict(part)) checkLevel({ ...level, path }, options, option, { ...part })
    else level.errors.push(`value of '${name}' must be of type dict or list of dicts`)
}
