// Python's `'{}'.format(…)` and its format specifications. Fields reach members only through
// members.ts.
import { isDict } from '../base/value.ts'
import { realText } from './format-number.ts'
import { attribute, item } from './members.ts'
import { repr, str } from './print.ts'
import { typeProblem } from './problem.ts'
import type { Run } from './run.ts'
import { center } from './text.ts'
import {
  Callable,
  isFloat,
  isNumber,
  known,
  size,
  Thing,
  typeName,
  type Keywords,
} from './values.ts'

const SPEC =
  /^(?:([\s\S])?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/u

const grouped = (digits: string, by: string, every: number): string =>
  digits.replace(new RegExp(`\\B(?=([0-9a-fA-F]{${every}})+(?![0-9a-fA-F]))`, 'g'), by)

const numberText = (
  value: number | bigint,
  isReal: boolean,
  letter: string,
  precision: string | undefined,
): string => {
  if (letter === '%') return `${realText(Number(value) * 100, 'f', Number(precision ?? 6))}%`
  if ('eEfFgG'.includes(letter) && letter !== '')
    return realText(Number(value), letter, Number(precision ?? 6))
  if (isReal) {
    if (letter !== '' && letter !== 'n')
      throw typeProblem(`format code '${letter}' does not work on 'float'`)
    if (precision === undefined) return str(Number.isInteger(value) ? `${String(value)}.0` : value)
    const text = realText(Number(value), 'g', Number(precision))
    return /[.en]/.test(text) ? text : `${text}.0`
  }
  if (letter === 'c') return String.fromCodePoint(Number(value))
  const base = { b: 2, o: 8, x: 16, X: 16 }[letter] ?? 10
  const text = BigInt(value).toString(base)
  return letter === 'X' ? text.toUpperCase() : text
}

/** `format(value, spec)`. */
export const formatValue = (value: unknown, spec: string, run: Run): string => {
  known(value)
  if (spec === '') return str(value)
  const own = value instanceof Thing ? value.member('__format__') : undefined
  if (own instanceof Callable) return str(own.call([spec], new Map()))
  const match = SPEC.exec(spec)
  if (!match) throw typeProblem(`'${spec}' is no format specification`)
  const [
    ,
    fill = ' ',
    align,
    sign = '-',
    alternate,
    zero,
    wide = '0',
    group,
    precision,
    letter = '',
  ] = match
  const width = Number(wide)
  run.budget.room(width + Number(precision ?? 0))
  if (!isNumber(value) || (typeof value === 'boolean' && letter === '')) {
    if (typeof value !== 'string' && typeof value !== 'boolean')
      throw typeProblem(`a format specification does not work on '${typeName(value)}'`)
    if (letter !== '' && letter !== 's')
      throw typeProblem(`format code '${letter}' does not work on 'str'`)
    const shown = precision === undefined ? str(value) : str(value).slice(0, Number(precision))
    return place(shown, width, zero && !align ? '0' : fill, align ?? '<')
  }
  if (letter === 's') throw typeProblem(`format code 's' does not work on '${typeName(value)}'`)
  const plain = typeof value === 'bigint' ? value : Number(value)
  let digits = numberText(plain, isFloat(value), letter, precision)
  const minus = digits.startsWith('-')
  if (minus) digits = digits.slice(1)
  const prefix =
    (minus ? '-' : sign === '-' ? '' : sign) +
    (alternate && 'boxX'.includes(letter) && letter ? `0${letter}` : '')
  if (group) {
    const [whole = '', ...rest] = digits.split('.')
    digits = [grouped(whole, group, 'boxX'.includes(letter) && letter ? 4 : 3), ...rest].join('.')
  }
  if (align === '=' || (zero && !align))
    return prefix + digits.padStart(width - prefix.length, align && match[1] ? fill : '0')
  return place(prefix + digits, width, fill, align ?? '>')
}

const place = (text: string, width: number, fill: string, align: string): string => {
  const room = Math.max(0, width - size(text))
  if (align === '<') return text + fill.repeat(room)
  if (align === '^')
    return room % 2 === 0
      ? center(text, width, fill)
      : fill.repeat(room >> 1) + text + fill.repeat(room - (room >> 1))
  return fill.repeat(room) + text
}

/** `{a.b}` is an attribute only: Python does not look among the keys of a dict here. */
const member = (value: unknown, name: string, run: Run): unknown => {
  if (isDict(value) && Object.hasOwn(value, name))
    throw typeProblem(`'dict' object has no attribute '${name}': write {x[${name}]}`)
  return attribute(value, name, run)
}

/** `text.format(*args, **keywords)`. */
export const formatBraces = (
  text: string,
  args: readonly unknown[],
  keywords: Keywords,
  run: Run,
): string => {
  let next = 0
  const field = (path: string): unknown => {
    const [, first = '', rest = ''] = /^([^.[]*)([\s\S]*)$/.exec(path) ?? []
    const index = first === '' ? next++ : /^\d+$/.test(first) ? Number(first) : undefined
    if (index !== undefined && index >= args.length)
      throw typeProblem(`format() has no argument ${index} (of ${args.length})`)
    if (index === undefined && !keywords.has(first))
      throw typeProblem(`format() has no argument '${first}'`)
    let value = index === undefined ? keywords.get(first) : args[index]
    for (const [, name, key] of rest.matchAll(/\.([^.[]+)|\[([^\]]*)\]/g))
      value =
        name === undefined
          ? item(value, /^\d+$/.test(key!) ? Number(key) : key, run)
          : member(value, name, run)
    return value
  }
  const expand = (format: string, depth: number): string => {
    if (depth > 2) throw typeProblem('format() is nested too deeply')
    let made = ''
    let rest = format
    while (rest !== '') {
      const at = rest.search(/[{}]/)
      if (at === -1) return made + rest
      made += rest.slice(0, at)
      rest = rest.slice(at)
      if (rest.startsWith('{{') || rest.startsWith('}}')) {
        made += rest[0]
        rest = rest.slice(2)
        continue
      }
      const match = /^\{([^{}:!]*)(?:!([rsa]))?(?::((?:[^{}]|\{[^{}]*\})*))?\}/.exec(rest)
      if (!match)
        throw typeProblem(`format(): single '${rest[0]}' in the text; write it twice for itself`)
      const value = field(match[1]!)
      const shown =
        match[2] === undefined ? value : match[2] === 's' ? str(value) : repr(known(value))
      made += formatValue(shown, expand(match[3] ?? '', depth + 1), run)
      run.budget.room(made.length >> 4)
      rest = rest.slice(match[0].length)
    }
    return made
  }
  return expand(text, 0)
}
