// Literals of expressions: numbers with Python's forms, names that are values, texts whose backslashes stay.
import { float, integer } from './values.ts'

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
