// Plain data as JSON text, to the letter as Python's json.dumps prints it: ", " and ": " between parts, floats with
// their point.
import { Float, floatText, isDict, sortedEntries } from './value.ts'

export type JsonOptions = {
  /** Blanks for each level; without it all stands on one line. */
  readonly indent?: number
  readonly sortKeys?: boolean
  /** Letters outside of ASCII as escapes. */
  readonly ascii?: boolean
  readonly separators?: readonly [comma: string, colon: string]
  /** What stands for a value that is no plain data. */
  readonly other?: (value: unknown) => unknown
}

const DEEPEST = 100

// prettier-ignore
const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f',
}

const hex = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

const quoted = (text: string, ascii: boolean): string =>
  `"${text.replace(ascii ? /["\\\0-\x1f]|[^\0-\x7e]/g : /["\\\0-\x1f]/g, one => SHORT[one] ?? hex(one))}"`

/** The text of a value. Throws RangeError where it is nested too deeply. */
export const jsonText = (value: unknown, options: JsonOptions = {}, level = 0): string => {
  const { indent, sortKeys = false, ascii = false, other } = options
  const [comma, colon] = options.separators ?? [indent === undefined ? ', ' : ',', ': ']
  if (typeof value === 'string') return quoted(value, ascii)
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value === 'number' || value instanceof Float) return numberJson(value)
  if (level > DEEPEST) throw new RangeError('value is nested too deeply for JSON')
  const inner = (part: unknown): string => jsonText(part, options, level + 1)
  const wrapped = (open: string, parts: readonly string[], close: string): string => {
    if (parts.length === 0) return open + close
    if (indent === undefined) return open + parts.join(comma) + close
    const line = `\n${' '.repeat(indent * level)}`
    const deeper = line + ' '.repeat(indent)
    return `${open}${deeper}${parts.join(comma.trimEnd() + deeper)}${line}${close}`
  }
  if (Array.isArray(value)) return wrapped('[', Array.from(value, inner), ']')
  if (!isDict(value)) return inner(other ? other(value) : String(value))
  const entries = sortKeys ? sortedEntries(value) : Object.entries(value)
  const parts = entries.map(([key, part]) => `${quoted(key, ascii)}${colon}${inner(part)}`)
  return wrapped('{', parts, '}')
}

const numberJson = (value: number | Float): string => {
  const number = Number(value)
  if (Number.isNaN(number)) return 'NaN'
  if (!Number.isFinite(number)) return number > 0 ? 'Infinity' : '-Infinity'
  return value instanceof Float || !Number.isInteger(number) ? floatText(number) : String(number)
}
