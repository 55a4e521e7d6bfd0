// What a plain scalar of YAML 1.1 is, as PyYAML resolves it. The writer asks the same question to
// know what to quote.
import { dateOf } from './date-read.ts'
import { float, integer } from './values.ts'

const BOOLEANS: Readonly<Record<string, boolean>> = {
  yes: true,
  true: true,
  on: true,
  no: false,
  false: false,
  off: false,
}
const BOOL = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/
const FLOAT =
  /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const INT =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/
const NULL = /^(?:~|null|Null|NULL|)$/
const DATE =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/

export type ScalarKind = 'bool' | 'float' | 'int' | 'merge' | 'null' | 'timestamp' | 'value' | 'str'

/** The type that a plain scalar would have. */
export const plainKind = (text: string): ScalarKind => {
  if (BOOL.test(text)) return 'bool'
  if (FLOAT.test(text)) return 'float'
  if (INT.test(text)) return 'int'
  if (text === '<<') return 'merge'
  if (NULL.test(text)) return 'null'
  if (DATE.test(text)) return 'timestamp'
  return text === '=' ? 'value' : 'str'
}

const sexagesimal = (digits: string): number =>
  digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

const number = (text: string, isFloat: boolean): unknown => {
  const plain = text.replaceAll('_', '').toLowerCase()
  const sign = plain.startsWith('-') ? -1 : 1
  const digits = plain.replace(/^[-+]/, '')
  if (isFloat) {
    if (digits === '.inf') return sign * Infinity
    if (digits === '.nan') return Number.NaN
    return float(sign * (digits.includes(':') ? sexagesimal(digits) : Number(digits)))
  }
  if (digits.includes(':')) return sign * sexagesimal(digits)
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits
  return integer(BigInt(sign) * BigInt(octal))
}

/** The value of a plain scalar. */
export const resolvePlain = (text: string): unknown => {
  switch (plainKind(text)) {
    case 'bool':
      return BOOLEANS[text.toLowerCase()]
    case 'float':
      return number(text, true)
    case 'int':
      return number(text, false)
    case 'null':
      return null
    case 'timestamp':
      return dateOf(text)
    default:
      return text
  }
}
