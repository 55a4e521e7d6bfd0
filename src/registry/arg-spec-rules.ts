// The rules between the options of a specification: which exclude or need each other.
import { isDict } from '../base/value.ts'
import { plainText } from './arg-spec-types.ts'

type Values = Readonly<Record<string, unknown>>
type Check = (values: Values) => readonly string[]

const lists = (value: unknown): readonly (readonly string[])[] =>
  Array.isArray(value)
    ? (Array.isArray(value[0]) ? (value as unknown[][]) : [value]).map(part => part.map(String))
    : []

const present = (values: Values, names: readonly string[]): readonly string[] =>
  names.filter(name => Object.hasOwn(values, name))

/** The rules that stand at an option, to be asked before and after its values are known. */
export const specRules = (
  rules: Readonly<Record<string, unknown>>,
): { readonly exclusive: Check; readonly others: Check } => ({
  exclusive: values => {
    const broken = lists(rules['mutually_exclusive']).filter(
      names => present(values, names).length > 1,
    )
    return broken.length === 0
      ? []
      : [`parameters are mutually exclusive: ${broken.map(names => names.join('|')).join(', ')}`]
  },
  others: values => [
    ...together(rules['required_together'], values),
    ...oneOf(rules['required_one_of'], values),
    ...requiredIf(rules['required_if'], values),
    ...requiredBy(rules['required_by'], values),
  ],
})

const together = (rule: unknown, values: Values): readonly string[] =>
  lists(rule)
    .filter(names => ![0, names.length].includes(present(values, names).length))
    .slice(0, 1)
    .map(names => `parameters are required together: ${names.join(', ')}`)

const oneOf = (rule: unknown, values: Values): readonly string[] =>
  lists(rule)
    .filter(names => present(values, names).length === 0)
    .slice(0, 1)
    .map(names => `one of the following is required: ${names.join(', ')}`)

const requiredIf = (rule: unknown, values: Values): readonly string[] => {
  for (const each of Array.isArray(rule) ? (rule as unknown[]) : []) {
    if (!Array.isArray(each)) continue
    const [name, wanted, needed, any] = each as [unknown, unknown, unknown, unknown]
    const names = (Array.isArray(needed) ? needed : [needed]).map(String)
    if (values[String(name)] !== wanted) continue
    const missing = names.filter(each => !Object.hasOwn(values, each))
    if (missing.length === 0 || (any === true && missing.length < names.length)) continue
    const how = any === true ? 'any' : 'all'
    return [
      `${String(name)} is ${plainText(wanted)} but ${how} of the following are missing: ${missing.join(', ')}`,
    ]
  }
  return []
}

const requiredBy = (rule: unknown, values: Values): readonly string[] => {
  const has = (name: string): boolean => values[name] !== null && values[name] !== undefined
  for (const [name, needed] of Object.entries(isDict(rule) ? rule : {})) {
    const missing = (Array.isArray(needed) ? needed : [needed]).map(String).filter(n => !has(n))
    if (has(name) && missing.length > 0)
      return [`missing parameter(s) required by '${name}': ${missing.join(', ')}`]
  }
  return []
}
