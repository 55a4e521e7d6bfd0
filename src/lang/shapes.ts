// Whether a keyword's value looks as it must. Templates pass where a keyword may be templated: what they give is
// checked by whoever renders them.
import { Sealed } from '../base/sealed.ts'
import { Float, isDict } from '../base/value.ts'
import type { Shape } from './keywords.ts'

/** Whether a text holds a template. */
export const hasTemplate = (value: unknown): boolean =>
  typeof value === 'string' && /\{[{%#]/.test(value)

const BOOL_WORD = /^(?:y|yes|on|true|t|1|n|no|off|false|f|0)$/i

/** What a value is, for people. */
export const describe = (value: unknown): string => {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'string') return value.length <= 40 ? `the text "${value}"` : 'a text'
  if (typeof value === 'number' || value instanceof Float) return `the number ${String(value)}`
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (value instanceof Sealed) return 'a text'
  return Array.isArray(value) ? 'a list' : 'a mapping'
}

const isText = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) ||
  value instanceof Float ||
  value instanceof Sealed
const isInteger = (value: unknown): boolean =>
  hasTemplate(value) ||
  (typeof value === 'number'
    ? Number.isInteger(value)
    : typeof value === 'string' && /^-?\d+$/.test(value.trim()))
const isNumber = (value: unknown): boolean =>
  isInteger(value) ||
  typeof value === 'number' ||
  value instanceof Float ||
  (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()))
const isPercent = (value: unknown): boolean =>
  isNumber(value) || (typeof value === 'string' && /^\d+(\.\d+)?%$/.test(value.trim()))
const isListOf =
  (test: (part: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) ? value.every(test) : test(value)

type Rule = { readonly fits: (value: unknown) => boolean; readonly expected: string }

const RULES: Readonly<Record<Shape, Rule>> = {
  any: { fits: () => true, expected: '' },
  bool: {
    fits: value =>
      typeof value === 'boolean' ||
      value === 0 ||
      value === 1 ||
      hasTemplate(value) ||
      (typeof value === 'string' && BOOL_WORD.test(value)),
    expected: 'yes or no',
  },
  conditions: { fits: isListOf(isText), expected: 'a condition or a list of conditions' },
  defaults: {
    fits: isListOf(isDict),
    expected: 'a mapping of modules and their arguments',
  },
  environment: {
    fits: isListOf(part => isDict(part) || hasTemplate(part)),
    expected: 'a mapping of names and values',
  },
  files: {
    fits: isListOf(part => (Array.isArray(part) ? part.every(isText) : isText(part))),
    expected: 'a list of files',
  },
  hosts: { fits: isListOf(isText), expected: 'a host pattern or a list of them' },
  integer: { fits: isInteger, expected: 'a whole number' },
  loop: { fits: value => Array.isArray(value) || hasTemplate(value), expected: 'a list' },
  'loop control': { fits: isDict, expected: 'a mapping' },
  mapping: { fits: isDict, expected: 'a mapping' },
  number: { fits: isNumber, expected: 'a number' },
  percent: { fits: isPercent, expected: 'a percentage' },
  roles: { fits: Array.isArray, expected: 'a list of roles' },
  serial: {
    fits: isListOf(isPercent),
    expected: 'a number of hosts, a percentage, or a list of them',
  },
  tasks: { fits: Array.isArray, expected: 'a list of tasks' },
  text: { fits: isText, expected: 'a text' },
  texts: { fits: isListOf(isText), expected: 'a text or a list of texts' },
  vars: { fits: isDict, expected: 'a mapping of names and values' },
}

/** What was expected instead, if a value is not of a shape. Nothing at all is always fine. */
export const misfit = (value: unknown, shape: Shape): string | undefined =>
  value === null || value === undefined || RULES[shape].fits(value)
    ? undefined
    : RULES[shape].expected

/** Whether a text may be the name of a variable. */
export const isVariableName = (text: string): boolean => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text)
