// Equality, order and membership as Python has them.
import { Sealed } from '../base/sealed.ts'
import { Float, isDict } from '../base/value.ts'
import { typeProblem } from './problem.ts'
import { keyText } from './print.ts'
import { iterate, isNumber, known, Thing, Tuple, typeName } from './values.ts'

/** `==`. Numbers and booleans by value, texts only with texts, lists never with tuples. */
export const same = (a: unknown, b: unknown): boolean => {
  if (typeof a === 'string' && typeof b === 'string') return a === b
  if (a instanceof Sealed || b instanceof Sealed) return same(known(a), known(b))
  known(a)
  known(b)
  if (isNumber(a) && isNumber(b)) {
    if (typeof a === 'bigint' && typeof b === 'bigint') return a === b
    return Number(a) === Number(b)
  }
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a instanceof Tuple !== b instanceof Tuple || a.length !== b.length) return false
    for (let index = 0; index < a.length; index++) if (!same(a[index], b[index])) return false
    return true
  }
  if (isDict(a) && isDict(b)) {
    const keys = Object.keys(a)
    if (keys.length !== Object.keys(b).length) return false
    for (const key of keys) if (!Object.hasOwn(b, key) || !same(a[key], b[key])) return false
    return true
  }
  if (
    a instanceof Thing &&
    b instanceof Thing &&
    a.type === b.type &&
    a.member('__value__') !== undefined
  )
    return a.member('__value__') === b.member('__value__')
  return (a ?? null) === (b ?? null)
}

const noOrder = (sign: string, a: unknown, b: unknown) =>
  typeProblem(`'${sign}' is not supported between '${typeName(a)}' and '${typeName(b)}'`)

const compareTexts = (a: string, b: string): number => {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    if (a.charCodeAt(index) === b.charCodeAt(index)) continue
    // By code point: a surrogate stands above all other units.
    return (a.codePointAt(index) ?? 0) - (b.codePointAt(index) ?? 0)
  }
  return a.length - b.length
}

/** Negative, zero or positive; NaN where neither is less. Values without an order are an error. */
export const order = (a: unknown, b: unknown, sign = '<'): number => {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  if (a instanceof Sealed || b instanceof Sealed) return order(known(a), known(b), sign)
  known(a)
  known(b)
  if (isNumber(a) && isNumber(b)) {
    if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0
    const [left, right] = [a instanceof Float ? a.value : a, b instanceof Float ? b.value : b]
    return left < right ? -1 : left > right ? 1 : left == right ? 0 : Number.NaN
  }
  if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) {
    const length = Math.min(a.length, b.length)
    for (let index = 0; index < length; index++)
      if (!same(a[index], b[index])) return order(a[index], b[index], sign)
    return a.length - b.length
  }
  if (a instanceof Thing && b instanceof Thing && a.type === b.type) {
    const [left, right] = [a.member('__value__'), b.member('__value__')]
    if (typeof left === 'number' && typeof right === 'number') return left - right
  }
  throw noOrder(sign, a, b)
}

/** `in`. */
export const contains = (container: unknown, item: unknown): boolean => {
  known(container)
  if (typeof container === 'string') {
    known(item)
    if (typeof item === 'string') return container.includes(item)
    throw typeProblem(`'in' on a text wants a text on its left, not '${typeName(item)}'`)
  }
  if (isDict(container)) {
    known(item)
    return !Array.isArray(item) && !isDict(item) && Object.hasOwn(container, keyText(item))
  }
  if (!Array.isArray(container) && !(container instanceof Thing))
    throw typeProblem(`'in' wants a text, list or dict on its right, not '${typeName(container)}'`)
  known(item)
  return iterate(container).some(part => same(part, item))
}

/** A text that equal values share, for sets and counting; undefined for what Python cannot hash. */
export const hashKey = (value: unknown): string | undefined => {
  if (typeof value === 'string') return `s${value}`
  if (value instanceof Sealed) return `s${value.open()}`
  known(value)
  if (isNumber(value)) return `n${Number(value)}`
  if (value === null || value === undefined) return 'None'
  if (value instanceof Tuple) {
    const parts = Array.from(value, hashKey)
    return parts.includes(undefined) ? undefined : `t${JSON.stringify(parts)}`
  }
  return undefined
}
