// Python's `text % values`: printf with names.
import { isDict } from '../base/value.ts'
import type { Budget } from './budget.ts'
import { realText } from './format-number.ts'
import { repr, str } from './print.ts'
import { typeProblem } from './problem.ts'
import { isFloat, isNumber, known, Tuple, typeName } from './values.ts'

const SPEC = /%(?:\(([^)]*)\))?([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([\s\S]?)/g

type Spec = { flags: string; width: number; precision: number | undefined; letter: string }

const whole = (value: unknown, letter: string): bigint => {
  known(value)
  if (!isNumber(value)) throw typeProblem(`%${letter} wants a number, not '${typeName(value)}'`)
  if (isFloat(value) && letter !== 'd' && letter !== 'i' && letter !== 'u')
    throw typeProblem(`%${letter} wants an integer, not 'float'`)
  return typeof value === 'bigint' ? value : BigInt(Math.trunc(Number(value)))
}

const wholeText = (value: bigint, { letter, flags, precision = 0 }: Spec): string => {
  const base = letter === 'o' ? 8 : letter.toLowerCase() === 'x' ? 16 : 10
  const digits = (value < 0n ? -value : value).toString(base).padStart(precision, '0')
  const prefix = !flags.includes('#') || base === 10 ? '' : base === 8 ? '0o' : '0x'
  const text = `${value < 0n ? '-' : ''}${prefix}${digits}`
  return letter === 'X' ? text.toUpperCase() : text
}

const convert = (value: unknown, spec: Spec): string => {
  const { letter, precision } = spec
  if (letter === 's') return str(value).slice(0, precision)
  if (letter === 'r' || letter === 'a') return repr(known(value)).slice(0, precision)
  if (letter === 'c')
    return typeof value === 'string' ? value : String.fromCodePoint(Number(whole(value, 'c')))
  if ('diuoxX'.includes(letter) && letter !== '') return wholeText(whole(value, letter), spec)
  if ('eEfFgG'.includes(letter) && letter !== '') {
    known(value)
    if (!isNumber(value)) throw typeProblem(`%${letter} wants a number, not '${typeName(value)}'`)
    return realText(Number(value), letter, precision ?? 6)
  }
  throw typeProblem(
    letter === '' ? 'incomplete format' : `unsupported format character '${letter}'`,
  )
}

const pad = (text: string, { flags, width, letter }: Spec): string => {
  const numeric = !'srac'.includes(letter)
  let shown = text
  if (numeric && !shown.startsWith('-'))
    shown = flags.includes('+') ? `+${shown}` : flags.includes(' ') ? ` ${shown}` : shown
  if (flags.includes('-')) return shown.padEnd(width)
  if (!numeric || !flags.includes('0')) return shown.padStart(width)
  const sign = /^[-+ ]?(0[xo])?/i.exec(shown)?.[0] ?? ''
  return sign + shown.slice(sign.length).padStart(width - sign.length, '0')
}

/** `format % values`. */
export const formatPercent = (format: string, values: unknown, budget: Budget): string => {
  const list = values instanceof Tuple ? values : [values]
  let next = 0
  const take = (): unknown => {
    if (next >= list.length) throw typeProblem('not enough arguments for format string')
    return list[next++]
  }
  let named = false
  const made = format.replace(
    SPEC,
    (_all, name: string | undefined, flags: string, width, precision, letter: string) => {
      if (letter === '%') return '%'
      if (name !== undefined) named = true
      const spec = {
        flags,
        width: Number(width === '*' ? take() : (width ?? 0)),
        precision:
          precision === undefined ? undefined : Number(precision === '*' ? take() : precision),
        letter,
      }
      budget.room(spec.width + (spec.precision ?? 0))
      if (name === undefined) return pad(convert(take(), spec), spec)
      known(values)
      if (!isDict(values)) throw typeProblem('format requires a mapping')
      if (!Object.hasOwn(values, name)) throw typeProblem(`no key '${name}' to format`)
      return pad(convert(values[name], spec), spec)
    },
  )
  const loose = isDict(values) || (Array.isArray(values) && !(values instanceof Tuple))
  if (!named && next < list.length && !loose) {
    known(values)
    throw typeProblem('not all arguments converted during string formatting')
  }
  return made
}
