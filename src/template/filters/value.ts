// Filters on any value: defaults, conversions, questions of type.
import { isDict } from '../../base/value.ts'
import { isUnknown, UnknownRead } from '../../base/unknown.ts'
import { contains } from '../compare.ts'
import type { Filters } from '../plugin.ts'
import { pretty } from '../pretty.ts'
import { repr, str } from '../print.ts'
import { Problem, typeProblem } from '../problem.ts'
import { attribute, item } from '../members.ts'
import { readFloat, readInt } from '../read-number.ts'
import {
  float,
  integer,
  isNumber,
  known,
  size,
  toIndex,
  toNumber,
  truth,
  typeName,
  Undefined,
} from '../values.ts'

const TRUE = ['yes', 'on', '1', 'true', 1]

/** Ansible's `bool`: a fixed list of words is true, everything else false; None stays. */
export const toBool = (value: unknown): boolean | null => {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value
  return contains(TRUE, typeof value === 'string' ? value.toLowerCase() : known(value))
}

/** `int`: of a number or of the text of one. */
const toInt = (value: unknown, other: unknown, base: number): unknown => {
  if (typeof value === 'bigint') return value
  if (isNumber(value)) {
    const number = Math.trunc(Number(value))
    return Number.isFinite(number) ? integer(BigInt(number)) : other
  }
  if (typeof value !== 'string') return other
  const read = readInt(value, base)
  if (read !== undefined) return read
  const real = Number(readFloat(value) ?? Number.NaN)
  if (Math.abs(real) === Infinity) throw typeProblem('infinity is no whole number')
  return Number.isFinite(real) ? integer(BigInt(Math.trunc(real))) : other
}

const toFloat = (value: unknown, other: unknown): unknown => {
  if (isNumber(value)) return float(Number(value))
  return typeof value === 'string' ? (readFloat(value) ?? other) : other
}

const orElse = {
  takes: ['value', 'default_value?', 'boolean?'],
  lenient: true,
  run: ([value, other = '', boolean = false]) =>
    value instanceof Undefined || (!isUnknown(value) && truth(boolean) && !truth(value))
      ? other
      : value,
} satisfies Filters[string]

const count = {
  takes: ['value'],
  run: ([value]: readonly unknown[]) => size(value),
} satisfies Filters[string]

export const valueFilters: Filters = {
  default: orElse,
  d: orElse,
  bool: { takes: ['value'], run: ([value]) => toBool(value) },
  int: {
    takes: ['value', 'default?', 'base?'],
    run: ([value, other = 0, base = 10]) => toInt(value, other, toIndex(base)),
  },
  float: {
    takes: ['value', 'default?'],
    run: ([value, other = float(0)]) => toFloat(value, other),
  },
  string: { takes: ['value'], run: ([value]) => str(value) },
  length: count,
  count,
  abs: {
    takes: ['value'],
    run: ([value]) => {
      if (typeof value === 'bigint') return value < 0n ? -value : value
      const number = toNumber(value)
      return typeof value === 'number' || typeof value === 'boolean'
        ? Math.abs(number)
        : float(Math.abs(number))
    },
  },
  attr: {
    takes: ['value', 'name'],
    run: ([value, name], { run }) => {
      const found = attribute(value, str(name), run)
      // Only attributes: the keys of a dict are none.
      return isDict(value) && Object.hasOwn(value, str(name)) && found === value[str(name)]
        ? new Undefined(`'dict object' has no attribute ${repr(name)}`)
        : found
    },
  },
  extract: {
    takes: ['key', 'container', 'morekeys?'],
    lenient: true,
    run: ([key, container, more = null], { run }) => {
      const keys = more === null ? [key] : Array.isArray(more) ? [key, ...more] : [key, more]
      let value: unknown = known(container)
      for (const one of keys) value = item(value, one, run)
      return value
    },
  },
  ternary: {
    takes: ['value', 'true_val', 'false_val', 'none_val?'],
    lenient: true,
    run: ([value, yes, no, none = null]) => {
      if (isUnknown(value)) throw new UnknownRead(value)
      if (value === null && none !== null) return none
      return toTruth(value) ? yes : no
    },
  },
  mandatory: {
    takes: ['value', 'msg?'],
    lenient: true,
    run: ([value, message = null]) => {
      if (!(value instanceof Undefined)) return value
      if (message !== null) throw new Problem('template/undefined', str(message))
      const name = /^'(.*)' is undefined$/.exec(value.message)?.[1]
      throw new Problem(
        'template/undefined',
        `mandatory variable ${name === undefined ? '' : `'${name}' `}is not defined`,
      )
    },
  },
  type_debug: {
    takes: ['value'],
    lenient: true,
    run: ([value]) => {
      if (isUnknown(value)) throw new UnknownRead(value)
      return typeName(value)
    },
  },
  pprint: { takes: ['value'], run: ([value]) => pretty(value) },
  safe: { takes: ['value'], run: ([value]) => str(value) },
}

const toTruth = (value: unknown): boolean => truth(known(value))
