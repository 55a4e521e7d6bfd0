// JSON as Python's json.dumps prints it, and read as json.loads reads it.
import { dict, Float, floatText, isDict } from '../base/value.ts'

import { str } from './print.ts'
import { Problem, typeProblem } from './problem.ts'
import { float, integer, isFloat, known, Thing } from './values.ts'

export type JsonStyle = {
  readonly indent?: number
  readonly sortKeys?: boolean
  readonly ascii?: boolean
  readonly separators?: readonly [string, string]
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
}

const hex = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

const textJson = (text: string, ascii: boolean): string =>
  `"${text.replace(ascii ? /["\\\0-\x1f]|[^\0-\x7e]/g : /["\\\0-\x1f]/g, one => SHORT[one] ?? hex(one))}"`

const numberJson = (value: number | Float): string => {
  const number = Number(value)
  if (Number.isNaN(number)) return 'NaN'
  if (!Number.isFinite(number)) return number > 0 ? 'Infinity' : '-Infinity'
  return isFloat(value) ? floatText(number) : String(number)
}

/** The text of a value; what is unknown or undefined in it stops the printing. */
export const toJson = (value: unknown, style: JsonStyle = {}, level = 0): string => {
  const { indent, sortKeys = false, ascii = true } = style
  const [comma, colon] = style.separators ?? [indent === undefined ? ', ' : ',', ': ']
  if (typeof value === 'string') return textJson(value, ascii)
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number' || value instanceof Float) return numberJson(value)
  if (typeof value === 'bigint') return String(value)
  known(value)
  if (level > 100) throw new Problem('template/budget', 'value is nested too deeply for JSON')
  if (value instanceof Thing) return textJson(str(value), ascii)
  const isList = Array.isArray(value)
  if (!isList && !isDict(value)) throw typeProblem('value cannot be put into JSON')
  const parts = isList
    ? Array.from(value, part => toJson(part, style, level + 1))
    : entries(value as Record<string, unknown>, sortKeys).map(
        ([key, part]) => `${textJson(key, ascii)}${colon}${toJson(part, style, level + 1)}`,
      )
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  if (parts.length === 0) return open + close
  if (indent === undefined) return open + parts.join(comma) + close
  const inner = `\n${' '.repeat(indent * (level + 1))}`
  return `${open}${inner}${parts.join(comma.trimEnd() + inner)}\n${' '.repeat(indent * level)}${close}`
}

const entries = (value: Record<string, unknown>, sorted: boolean): [string, unknown][] => {
  const all = Object.entries(value)
  return sorted ? all.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) : all
}

const TOKEN =
  /\s*(?:([{}[\],:])|("(?:[^"\\]|\\[\s\S])*")|(-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?)|(true|false|null|NaN|-?Infinity))/y

const WORDS: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  NaN: Number.NaN,
  Infinity,
  '-Infinity': -Infinity,
}

/** A value of JSON text; numbers keep their kind (1.0 is no 1), whole ones all their digits. */
export const fromJson = (text: string): unknown => {
  TOKEN.lastIndex = 0
  let depth = 0
  const fail = (at: number): never => {
    throw typeProblem(
      `text is no JSON: unexpected ${at < text.length ? `"${text[at]}" at character ${at}` : 'end'}`,
    )
  }
  const next = (): RegExpExecArray => {
    const from = TOKEN.lastIndex
    return TOKEN.exec(text) ?? fail(from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0))
  }
  const value = (token: RegExpExecArray): unknown => {
    const [, sign, quoted, number, fraction, exponent, word] = token
    if (quoted !== undefined) return textOf(quoted)
    if (number !== undefined)
      return fraction || exponent ? float(Number(number)) : integer(BigInt(number))
    if (word !== undefined) return WORDS[word]
    if (++depth > 500) throw new Problem('template/budget', 'JSON is nested too deeply')
    const made = sign === '[' ? list() : sign === '{' ? object() : fail(TOKEN.lastIndex - 1)
    depth--
    return made
  }
  const textOf = (quoted: string): string => {
    try {
      return JSON.parse(quoted) as string
    } catch {
      return fail(TOKEN.lastIndex - quoted.length)
    }
  }
  const list = (): unknown[] => {
    const items: unknown[] = []
    let token = next()
    if (token[1] === ']') return items
    for (;;) {
      items.push(value(token))
      const after = next()[1]
      if (after === ']') return items
      if (after !== ',') fail(TOKEN.lastIndex - 1)
      token = next()
    }
  }
  const object = (): Record<string, unknown> => {
    const made = dict()
    let token = next()
    if (token[1] === '}') return made
    for (;;) {
      if (token[2] === undefined) fail(TOKEN.lastIndex - 1)
      const key = textOf(token[2]!)
      if (next()[1] !== ':') fail(TOKEN.lastIndex - 1)
      made[key] = value(next())
      const after = next()[1]
      if (after === '}') return made
      if (after !== ',') fail(TOKEN.lastIndex - 1)
      token = next()
    }
  }
  const made = value(next())
  const end = TOKEN.lastIndex
  return /^\s*$/.test(text.slice(end)) ? made : fail(end)
}
