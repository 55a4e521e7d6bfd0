// Filters on numbers: rounding, sizes, logarithms.
import type { Filters } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { fixed } from '../format-number.ts'
import { readFloat } from '../read-number.ts'
import { float, integer, isInteger, toIndex, toNumber, truth } from '../values.ts'

/** Python's round: to the nearest, exact ties to the even neighbour. */
const round = (value: number, digits: number, method: string): number => {
  const scale = 10 ** digits
  if (method === 'ceil') return Math.ceil(value * scale) / scale
  if (method === 'floor') return Math.floor(value * scale) / scale
  if (method !== 'common') throw typeProblem("round's method must be common, ceil or floor")
  if (digits >= 0) return Number(fixed(value, digits))
  return Number(fixed(value * scale, 0)) / scale || 0
}

/** A number, or the text of one. */
const numeric = (value: unknown): number => {
  const number = Number(typeof value === 'string' ? readFloat(value) : toNumber(value))
  if (Number.isFinite(number)) return number
  throw typeProblem(`'${str(value)}' is no number`)
}

const UNITS = ['Y', 'Z', 'E', 'P', 'T', 'G', 'M', 'K'] as const
const LIMITS = new Map<string, number>(UNITS.map((unit, index) => [unit, 1024 ** (8 - index)]))

const humanReadable = (value: number, bits: boolean, unit: string | null): string => {
  const base = bits ? 'bits' : 'Bytes'
  const [letter = '', limit = 1] =
    [...LIMITS].find(([name, size]) =>
      unit === null ? value >= size : unit.toUpperCase() === name,
    ) ?? []
  const suffix = limit === 1 ? base : letter + (bits ? 'b' : 'B')
  return `${fixed(value / limit, 2)} ${suffix}`
}

const whole = (value: number): number | bigint => integer(BigInt(fixed(value, 0)))

const humanToBytes = (size: unknown, unit: unknown, bits: boolean): number | bigint => {
  const match = /^\s*(\d*\.?\d*)\s*([A-Za-z]+)?/.exec(str(size))
  if (!match || match[1] === '')
    throw typeProblem(`'${str(size)}' is no size: a number and a unit were expected`)
  const word = match[2] ?? (unit === null ? '' : str(unit))
  const value = Number(match[1])
  if (word === '') return whole(value)
  const limit =
    LIMITS.get(word[0]!.toUpperCase()) ?? (word[0]!.toUpperCase() === 'B' ? 1 : undefined)
  const kind = bits ? 'b' : 'B'
  const isLong = bits ? /bit|bits/i.test(word) : /byte|bytes/i.test(word)
  if (limit === undefined || (word.length > 1 && !isLong && word[1] !== kind))
    throw typeProblem(
      `'${word}' is no unit of ${bits ? 'bits' : 'bytes'}: K, M, G, T, … with ${kind} were expected`,
    )
  return whole(value * limit)
}

const sizeText = (value: number, binary: boolean): string => {
  const base = binary ? 1024n : 1000n
  const names = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'].map(one =>
    binary ? `${one.toUpperCase()}iB` : `${one}B`,
  )
  if (value === 1) return '1 Byte'
  if (value < Number(base)) return `${Math.trunc(value)} Bytes`
  // A number of this size is rarely the one that was meant, so powers are compared exactly.
  const bytes = BigInt(Math.trunc(value))
  const at = names.findIndex((_, index) => bytes < base ** BigInt(index + 2))
  const index = at === -1 ? names.length - 1 : at
  return `${fixed(value / Number(base ** BigInt(index + 1)), 1)} ${names[index]}`
}

const real = (value: number, filter: string): unknown => {
  if (!Number.isNaN(value)) return float(value)
  throw typeProblem(`${filter} gives no real number for these`)
}

export const numberFilters: Filters = {
  round: {
    takes: ['value', 'precision?', 'method?'],
    run: ([value, digits = 0, method = 'common']) => {
      // Python's round() of an int gives an int.
      const isWhole = isInteger(value) && method === 'common'
      if (isWhole && toIndex(digits) >= 0) return value
      const made = round(toNumber(value), toIndex(digits), str(method))
      return isWhole ? made : float(made)
    },
  },
  log: {
    takes: ['x', 'base?'],
    run: ([value, base = Math.E]) => {
      const [x, b] = [toNumber(value), toNumber(base)]
      if (x <= 0) throw typeProblem('log() wants a number above zero')
      return float(
        b === 10 ? Math.log10(x) : b === Math.E ? Math.log(x) : Math.log(x) / Math.log(b),
      )
    },
  },
  pow: { takes: ['x', 'y'], run: ([x, y]) => real(toNumber(x) ** toNumber(y), 'pow') },
  root: {
    takes: ['x', 'base?'],
    run: ([x, base = 2]) =>
      real(
        toNumber(base) === 2 ? Math.sqrt(toNumber(x)) : toNumber(x) ** (1 / toNumber(base)),
        'root',
      ),
  },
  human_readable: {
    takes: ['size', 'isbits?', 'unit?'],
    run: ([size, bits = false, unit = null]) =>
      humanReadable(toNumber(size), truth(bits), unit === null ? null : str(unit)),
  },
  human_to_bytes: {
    takes: ['size', 'default_unit?', 'isbits?'],
    run: ([size, unit = null, bits = false]) => humanToBytes(size, unit, truth(bits)),
  },
  filesizeformat: {
    takes: ['value', 'binary?'],
    run: ([value, binary = false]) => sizeText(numeric(value), truth(binary)),
  },
}
