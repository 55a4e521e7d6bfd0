// From what people write to what an argument's schema says, as Ansible turns one into the other: "yes" is true,
// "a,b" is a list, 0644 in YAML is a mode. What cannot be turned stays as it is, for the schema to refuse.
import { Float, floatText, isDict } from '../base/value.ts'
import { modeText } from '../base/units.ts'
import type { JsonSchema } from '../model/module.ts'

const TRUE = new Set(['y', 'yes', 'on', '1', 'true', 't', '1.0'])
const FALSE = new Set(['n', 'no', 'off', '0', 'false', 'f', '0.0'])

/** A value as its schema wants it; `home` takes the place of a leading `~` in paths. */
export const coerce = (value: unknown, schema: JsonSchema, home?: string): unknown => {
  const plain = value instanceof Float && schema['type'] !== 'string' ? value.value : value
  switch (schema['type']) {
    case 'boolean':
      return toBoolean(plain)
    case 'integer':
    case 'number':
      return typeof plain === 'string' && /^\s*[-+]?\d+(\.\d+)?\s*$/.test(plain)
        ? Number(plain)
        : plain
    case 'string':
      return toText(plain, schema, home)
    case 'array':
      return toList(plain, (schema['items'] ?? {}) as JsonSchema, home)
    case 'object':
      return typeof plain === 'string' ? toDict(plain) : plain
    default:
      return plain
  }
}

const toBoolean = (value: unknown): unknown => {
  if (value === 0 || value === 1) return value === 1
  if (typeof value !== 'string') return value
  const word = value.trim().toLowerCase()
  return TRUE.has(word) ? true : FALSE.has(word) ? false : value
}

const toText = (value: unknown, schema: JsonSchema, home: string | undefined): unknown => {
  if (schema['format'] === 'mode' && typeof value === 'number' && value >= 0) return modeText(value)
  // A choice such as yes/no that YAML made a boolean.
  const choices = schema['enum']
  if (typeof value === 'boolean' && Array.isArray(choices))
    return choices.find(choice => toBoolean(choice) === value) ?? pythonText(value)
  const text = pythonText(value)
  if (
    schema['format'] === 'path' &&
    typeof text === 'string' &&
    home !== undefined &&
    /^~(\/|$)/.test(text)
  )
    return home.replace(/\/$/, '') + text.slice(1)
  return text
}

const pythonText = (value: unknown): unknown => {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (value instanceof Float) return String(value)
  return typeof value === 'number'
    ? Number.isInteger(value)
      ? String(value)
      : floatText(value)
    : value
}

const toList = (value: unknown, items: JsonSchema, home: string | undefined): unknown => {
  const list =
    typeof value === 'string'
      ? value.split(',').map(part => part.trim())
      : typeof value === 'number' || typeof value === 'boolean' || value instanceof Float
        ? [value]
        : isDict(value) && items['type'] === 'object'
          ? [value]
          : value
  return Array.isArray(list) ? list.map(item => coerce(item, items, home)) : list
}

/** `a=1, b=2` or JSON. */
const toDict = (text: string): unknown => {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) {
    try {
      return JSON.parse(trimmed) as unknown
    } catch {
      return text
    }
  }
  const pairs = trimmed.split(/\s*,\s*|\s+/).map(pair => /^([^=]+)=(.*)$/s.exec(pair))
  return pairs.every(pair => pair !== null)
    ? Object.fromEntries(pairs.map(pair => [pair[1]!, pair[2]!]))
    : text
}
