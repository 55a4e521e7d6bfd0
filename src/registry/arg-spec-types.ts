// The types of role arguments: what a value becomes, or why it cannot, in Ansible's words, for playbooks look at them.
import { Float, floatText, isDict } from '../base/value.ts'

/** A value as its type wants it, or why it is none. */
export type Made = { readonly value: unknown } | { readonly problem: string }

const TRUE = ['1', 'on', 't', 'true', 'y', 'yes']
const FALSE = ['0', 'f', 'false', 'n', 'no', 'off']

/** The name of a value's type in Python. */
export const typeName = (value: unknown): string => `<class '${pythonType(value)}'>`

const pythonType = (value: unknown): string => {
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (value instanceof Float) return 'float'
  if (value === null || value === undefined) return 'NoneType'
  return Array.isArray(value) ? 'list' : 'dict'
}

/** `str()` of a value that came from YAML. */
export const plainText = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (value instanceof Float) return floatText(value.value)
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : floatText(value)
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`
  return `{${Object.entries(value as object)
    .map(([key, part]) => `'${key}': ${shown(part)}`)
    .join(', ')}}`
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? `'${value}'` : plainText(value)

const cannot = (value: unknown, what: string): Made => ({
  problem: `${typeName(value)} cannot be converted to ${what}`,
})

const toList = (value: unknown): Made => {
  if (Array.isArray(value)) return { value: value as unknown[] }
  if (typeof value === 'string') return { value: value.split(',') }
  return typeof value === 'number' || typeof value === 'boolean' || value instanceof Float
    ? { value: [plainText(value)] }
    : cannot(value, 'a list')
}

const toDict = (value: unknown): Made => {
  if (isDict(value)) return { value }
  if (typeof value !== 'string') return cannot(value, 'a dict')
  if (value.startsWith('{')) {
    try {
      return { value: JSON.parse(value) as unknown }
    } catch {
      return { problem: 'unable to evaluate string as dictionary' }
    }
  }
  if (!value.includes('='))
    return { problem: 'dictionary requested, could not parse JSON or key=value' }
  const pairs = value
    .trim()
    .split(/[,\s]+/)
    .map(pair => /^([^=]*)=(.*)$/s.exec(pair))
  return pairs.every(pair => pair !== null)
    ? { value: Object.fromEntries(pairs.map(pair => [pair[1]!, pair[2]!])) }
    : { problem: 'dictionary requested, could not parse JSON or key=value' }
}

const toBool = (value: unknown): Made => {
  if (typeof value === 'boolean') return { value }
  if (!['string', 'number'].includes(typeof value) && !(value instanceof Float))
    return cannot(value, 'a bool')
  const word = plainText(value).toLowerCase().trim().replace(/\.0$/, '')
  if (TRUE.includes(word)) return { value: true }
  if (FALSE.includes(word)) return { value: false }
  const all = [...TRUE, ...FALSE].map(each => `'${each}'`).join(', ')
  return {
    problem: `The value '${plainText(value)}' is not a valid boolean.  Valid booleans include: ${all}`,
  }
}

const toInt = (value: unknown): Made => {
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isInteger(value)))
    return { value }
  return typeof value === 'string' && /^\s*[-+]?\d+(?:_\d+)*\s*$/.test(value)
    ? { value: Number(value.replaceAll('_', '')) }
    : cannot(value, 'an int')
}

const toFloat = (value: unknown): Made => {
  if (value instanceof Float) return { value }
  const isNumber =
    typeof value === 'number' ||
    (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
  return isNumber ? { value: new Float(Number(value)) } : cannot(value, 'a float')
}

const UNITS = 'bkmgtpezy'

const toBytes =
  (what: string) =>
  (value: unknown): Made => {
    const found = /^\s*(\d*\.?\d+)\s*([a-z]*)\s*$/i.exec(plainText(value))
    const power = found?.[2] === '' ? 0 : UNITS.indexOf((found?.[2] ?? '?')[0]!.toLowerCase())
    return found && power >= 0
      ? { value: Math.round(Number(found[1]) * 1024 ** power) }
      : cannot(value, `a ${what} value`)
  }

const toJson = (value: unknown): Made => {
  if (typeof value === 'string') return { value: value.trim() }
  return isDict(value) || Array.isArray(value)
    ? { value: JSON.stringify(value) }
    : cannot(value, 'a json string')
}

const toText = (value: unknown): Made => ({ value: plainText(value) })

/** All types, by name. */
export const SPEC_TYPES: Readonly<Record<string, (value: unknown) => Made>> = {
  str: toText,
  list: toList,
  dict: toDict,
  bool: toBool,
  int: toInt,
  float: toFloat,
  path: toText,
  raw: value => ({ value }),
  jsonarg: toJson,
  json: toJson,
  bytes: toBytes('Byte'),
  bits: toBytes('Bit'),
}
