// Literals of expressions: texts with Python's escapes, numbers with Python's forms.
import { float, integer } from './values.ts'

const SHORT: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
}

const ESCAPE = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[\s\S])/g

/** A text's value; an unknown escape keeps its backslash. */
export const unescape = (body: string): string =>
  !body.includes('\\')
    ? body
    : body.replace(ESCAPE, (all, code: string) => {
        if (/^[0-7]/.test(code)) return String.fromCodePoint(Number.parseInt(code, 8))
        const short = SHORT[code]
        if (short !== undefined) return short
        if (code.length === 1) return all
        const point = Number.parseInt(code.slice(1), 16)
        return point <= 0x10ffff ? String.fromCodePoint(point) : all
      })

/**
 * Inside `{{ }}` of playbook texts Ansible takes backslashes as they are (YAML had its own escapes already);
 * only the quote that would end the text can be escaped.
 */
export const keepBackslashes = (body: string, quote: string): string =>
  body.replaceAll(`\\${quote}`, quote)

/** A number's value of its digits. */
export const numberValue = (text: string): unknown => {
  const digits = text.replaceAll('_', '')
  if (/^0[box]/i.test(digits)) return integer(BigInt(digits.toLowerCase()))
  if (/^\d+$/.test(digits)) return integer(BigInt(digits))
  return float(Number(digits))
}

/** Names that are values. */
export const CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
])
