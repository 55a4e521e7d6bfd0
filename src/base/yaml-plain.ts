// What an unquoted scalar of YAML 1.1 means, as PyYAML resolves it. Readers take its value from here, and the writer
// what it must quote.
import { Float } from './value.ts'

export type PlainKind = 'bool' | 'float' | 'int' | 'merge' | 'null' | 'timestamp' | 'value' | 'text'

const whole = (...parts: readonly string[]): RegExp => new RegExp(`^(?:${parts.join('|')})$`)

const TRUE = whole('yes|Yes|YES|true|True|TRUE|on|On|ON')
const FALSE = whole('no|No|NO|false|False|FALSE|off|Off|OFF')
const NULL = whole('~|null|Null|NULL|')
const INT = whole(
  '[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)',
)
const FLOAT = whole(
  String.raw`[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?`,
  String.raw`[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)`,
)
const TIMESTAMP = whole(
  '[0-9]{4}-[0-9]{2}-[0-9]{2}',
  String.raw`[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?`,
)

/** The type that a text has where it stands without quotes. */
export const plainKind = (text: string): PlainKind => {
  if (TRUE.test(text) || FALSE.test(text)) return 'bool'
  if (FLOAT.test(text)) return 'float'
  if (INT.test(text)) return 'int'
  if (NULL.test(text)) return 'null'
  if (TIMESTAMP.test(text)) return 'timestamp'
  if (text === '<<') return 'merge'
  return text === '=' ? 'value' : 'text'
}

/** The value of an unquoted scalar; whole numbers that JavaScript cannot hold exactly are bigints, dates stay texts. */
export const plainValue = (text: string): null | boolean | number | bigint | Float | string => {
  switch (plainKind(text)) {
    case 'bool':
      return TRUE.test(text)
    case 'null':
      return null
    case 'int':
      return integer(text.replaceAll('_', ''))
    case 'float':
      return float(text.replaceAll('_', '').toLowerCase())
    default:
      return text
  }
}

const signOf = (text: string): number => (text.startsWith('-') ? -1 : 1)

const integer = (text: string): number | bigint => {
  const digits = text.replace(/^[-+]/, '')
  if (digits.includes(':')) return signOf(text) * sexagesimal(digits)
  const size = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits)
  const value = text.startsWith('-') ? -size : size
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

const float = (text: string): number | Float => {
  if (text.endsWith('.nan')) return Number.NaN
  if (text.endsWith('.inf')) return signOf(text) * Infinity
  const value = text.includes(':')
    ? signOf(text) * sexagesimal(text.replace(/^[-+]/, ''))
    : Number(text)
  return Number.isInteger(value) ? new Float(value) : value
}

const sexagesimal = (text: string): number =>
  text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
