// Values as Python prints them: `str` for output, `repr` inside containers.
import { Sealed } from '../base/sealed.ts'
import { Float, floatText, isDict } from '../base/value.ts'
import { Problem } from './problem.ts'
import { Blank, known, Thing, Tuple, Undefined, View } from './values.ts'

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
// What Python's isprintable() refuses: controls, formats, surrogates, unassigned, blanks but the
// plain one.
const UNPRINTABLE = /[\\\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu

const escape = (character: string): string => {
  const short = ESCAPES[character]
  if (short) return short
  const code = character.codePointAt(0)!
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}

/** A text in quotes. */
export const textRepr = (text: string): string => {
  const body = text.replace(UNPRINTABLE, escape)
  if (!body.includes("'")) return `'${body}'`
  return body.includes('"') ? `'${body.replaceAll("'", "\\'")}'` : `"${body}"`
}

const DEEPEST = 100

/** `repr()`. */
export const repr = (value: unknown, depth = 0): string => {
  if (typeof value === 'string') return textRepr(value)
  if (value instanceof Sealed) return textRepr(value.open())
  if (depth > DEEPEST)
    throw new Problem('template/budget', 'value is nested too deeply to be printed')
  if (value instanceof View) {
    if (value.shown !== undefined) return value.shown
    return `${value.kind}([${value.map(item => repr(item, depth + 1)).join(', ')}])`
  }
  if (Array.isArray(value)) {
    const items = Array.from(value, item => repr(item, depth + 1)).join(', ')
    if (!(value instanceof Tuple)) return `[${items}]`
    return value.length === 1 ? `(${items},)` : `(${items})`
  }
  if (isDict(value))
    return `{${Object.entries(value)
      .map(([key, part]) => `${textRepr(key)}: ${repr(part, depth + 1)}`)
      .join(', ')}}`
  if (value instanceof Undefined && !(value instanceof Blank)) throw value.error()
  return str(value)
}

/** `str()`. */
export const str = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : floatText(value)
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Float) return floatText(value.value)
  if (value instanceof Blank) return ''
  if (value instanceof Sealed) return value.open()
  known(value)
  if (value instanceof Thing) return value.toString()
  if (Array.isArray(value) || isDict(value)) return repr(value)
  return '<object>'
}

/** The text under which a value is a key of a dict. */
export const keyText = (key: unknown): string => (typeof key === 'string' ? key : str(key))
