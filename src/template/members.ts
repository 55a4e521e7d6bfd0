// `a.b`, `a['b']`, `a[1:2]`: own properties of plain data and an allow-list of methods. Nothing of
// JavaScript's (prototypes, constructors, functions) can be reached from here.
import { isDict } from '../base/value.ts'
import { Unknown } from '../base/unknown.ts'
import { dictMethod } from './methods-dict.ts'
import { listMethod } from './methods-list.ts'
import { textMethod } from './methods-text.ts'
import { numberMember } from './methods-number.ts'
import { keyText, repr } from './print.ts'
import { typeProblem } from './problem.ts'
import type { Run } from './run.ts'
import {
  Blank,
  characters,
  Group,
  isInteger,
  isNumber,
  known,
  Thing,
  toIndex,
  Tuple,
  tuple,
  typeName,
  Undefined,
  View,
} from './values.ts'

const method = (target: unknown, name: string, run: Run): unknown => {
  if (typeof target === 'string') return textMethod(target, name, run)
  if (target instanceof Group && (name === 'grouper' || name === 'list'))
    return target[name === 'list' ? 1 : 0]
  if (Array.isArray(target)) return listMethod(target, name, run)
  if (isNumber(target)) return numberMember(target, name)
  return isDict(target) ? dictMethod(target, name, run) : undefined
}

const missing = (target: unknown, key: unknown): Undefined => {
  const type = target === null ? 'None' : `${typeName(target)} object`
  return typeof key === 'string'
    ? new Undefined(`'${type}' has no attribute ${repr(key)}`)
    : new Undefined(`${type} has no element ${repr(key)}`)
}

/** `target.name`: attributes first, then keys, as Jinja2 has it. */
export const attribute = (target: unknown, name: string, run: Run): unknown => {
  if (target instanceof Blank) return new Undefined(target.message)
  if (target instanceof Unknown || target instanceof Undefined) return target
  if (target instanceof Thing) return target.member(name) ?? missing(target, name)
  const found = method(target, name, run)
  if (found !== undefined) return found
  if (isDict(target) && Object.hasOwn(target, name)) return target[name] ?? null
  return missing(target, name)
}

const elementAt = (items: readonly unknown[] | string, index: number): unknown => {
  const list = typeof items === 'string' ? characters(items) : items
  return list[index < 0 ? list.length + index : index]
}

/** `target[key]`: keys first, then attributes. */
export const item = (target: unknown, key: unknown, run: Run): unknown => {
  if (target instanceof Blank) return new Undefined(target.message)
  if (target instanceof Unknown || target instanceof Undefined) return target
  if (key instanceof Unknown) return key
  known(key)
  if (target instanceof Thing) return target.member(keyText(key)) ?? missing(target, key)
  if (isDict(target)) {
    if ((Array.isArray(key) && !(key instanceof Tuple)) || isDict(key)) return missing(target, key)
    const text = keyText(key)
    if (Object.hasOwn(target, text)) return target[text] ?? null
  } else if (isInteger(key) || typeof key === 'boolean') {
    const indexable = typeof target === 'string' || (Array.isArray(target) && !isDictView(target))
    const found = indexable ? elementAt(target, Number(key)) : undefined
    return found === undefined ? missing(target, key) : found
  }
  const found = typeof key === 'string' ? method(target, key, run) : undefined
  return found ?? missing(target, key)
}

const isDictView = (value: unknown): boolean => value instanceof View && value.kind !== 'range'

/** `target[from:to:step]`. */
export const slice = (target: unknown, from: unknown, to: unknown, by: unknown): unknown => {
  if (target instanceof Undefined) return target
  known(target)
  if (typeof target !== 'string' && (!Array.isArray(target) || isDictView(target)))
    throw typeProblem(`'${typeName(target)}' cannot be sliced: a text or list was expected`)
  const list: readonly unknown[] = typeof target === 'string' ? characters(target) : target
  const length = list.length
  const step = by === null ? 1 : toIndex(by)
  if (step === 0) throw typeProblem('slice step cannot be zero')
  const bound = (value: unknown, none: number): number => {
    if (value === null) return none
    const index = toIndex(value)
    const low = step < 0 ? -1 : 0
    const high = step < 0 ? length - 1 : length
    return Math.min(Math.max(index < 0 ? index + length : index, low), high)
  }
  const start = bound(from, step < 0 ? length - 1 : 0)
  const end = bound(to, step < 0 ? -1 : length)
  const made: unknown[] = []
  for (let index = start; step < 0 ? index > end : index < end; index += step)
    made.push(list[index])
  if (typeof target === 'string') return made.join('')
  return target instanceof Tuple ? tuple(made) : made
}
