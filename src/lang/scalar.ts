// What a plain YAML scalar means, as PyYAML (YAML 1.1) resolves it. Dates stay texts.
import { Float } from '../base/value.ts'

const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/
const NULL = /^(?:~|null|Null|NULL|)$/
const INT = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/

/** The value of an unquoted scalar: null, boolean, number, or the text itself. */
export const plainScalar = (text: string): unknown => {
  if (TRUE.test(text)) return true
  if (FALSE.test(text)) return false
  if (NULL.test(text)) return null
  if (INT.test(text)) return integer(text)
  if (FLOAT.test(text)) return float(text)
  return text
}

/** Numbers that JavaScript cannot hold exactly stay texts: they are ids, and their digits matter. */
const integer = (text: string): number | string => {
  const sign = text.startsWith('-') ? -1 : 1
  const digits = text.replace(/^[-+]/, '').replaceAll('_', '')
  const value = digits.includes(':')
    ? sexagesimal(digits)
    : /^0[0-7]+$/.test(digits)
      ? Number.parseInt(digits, 8)
      : Number(digits)
  return Number.isSafeInteger(value) ? sign * value || 0 : text
}

const float = (text: string): number | Float => {
  const plain = text.replaceAll('_', '').toLowerCase()
  if (plain.endsWith('.nan')) return Number.NaN
  if (plain.endsWith('.inf')) return plain.startsWith('-') ? -Infinity : Infinity
  const sign = plain.startsWith('-') ? -1 : 1
  const value = plain.includes(':') ? sign * sexagesimal(plain.replace(/^[-+]/, '')) : Number(plain)
  return Number.isInteger(value) ? new Float(value) : value
}

const sexagesimal = (text: string): number => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
