// The functions of JMESPath, each with the types that it takes.
import { dict, isDict } from '../../base/value.ts'
import { jsonText } from '../../base/json-text.ts'
import { contains, order } from '../compare.ts'
import { add } from '../operators.ts'
import { Budget } from '../budget.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { readInt, readFloat } from '../read-number.ts'
import { characters, float, integer, isInteger, isNumber, size, toNumber } from '../values.ts'
import { Reference } from './reference.ts'

type Type = 'number' | 'string' | 'boolean' | 'array' | 'object' | 'null' | 'expref'
type Wanted = Type | 'array-number' | 'array-string'
type Run = (values: readonly unknown[]) => unknown

const typeOf = (value: unknown): Type => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean') return 'boolean'
  if (isNumber(value)) return 'number'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Reference) return 'expref'
  return isDict(value) ? 'object' : 'string'
}

const fits = (value: unknown, wanted: Wanted): boolean => {
  const [outer, inner] = wanted.split('-')
  if (typeOf(value) !== outer) return false
  return inner === undefined || (value as unknown[]).every(one => typeOf(one) === inner)
}

/** A function that takes so many values of such types ('any' where none are given). */
const takes = (name: string, signature: readonly (readonly Wanted[])[], run: Run): Run => {
  return values => {
    if (values.length !== signature.length)
      throw typeProblem(
        `json_query: ${name}() takes ${signature.length} values, not ${values.length}`,
      )
    values.forEach((value, index) => {
      const wanted = signature[index]!
      if (wanted.length > 0 && !wanted.some(one => fits(value, one)))
        throw typeProblem(
          `json_query: ${name}() wants ${wanted.join(' or ')} for value ${index + 1}, not ${typeOf(value)}`,
        )
    })
    return run(values)
  }
}

const list = (value: unknown): readonly unknown[] => value as readonly unknown[]
const NUMBERS = ['array-number'] as const
const ORDERED = ['array-number', 'array-string'] as const

const sum = (values: readonly unknown[]): unknown =>
  values.reduce((all, one) => add(all, one, new Budget()), 0)

/** Values by what an expression says of them: all numbers, or all texts. */
const keyed = (name: string, values: readonly unknown[]): { one: unknown; key: unknown }[] => {
  const by = values[1] as Reference
  const made = list(values[0]).map(one => ({ one, key: by.apply(one) }))
  const kind = made[0] && typeOf(made[0].key)
  for (const { key } of made)
    if (typeOf(key) !== kind || (kind !== 'number' && kind !== 'string'))
      throw typeProblem(`json_query: ${name}() wants numbers or texts alone to order by`)
  return made
}

const extreme = (items: readonly { one: unknown; key: unknown }[], sign: 1 | -1): unknown =>
  items.length === 0
    ? null
    : items.reduce((best, next) => (order(next.key, best.key) * sign > 0 ? next : best)).one
const plain = (values: readonly unknown[]): { one: unknown; key: unknown }[] =>
  list(values[0]).map(one => ({ one, key: one }))

const whole = (round: (value: number) => number): Run => {
  return ([value]) => (isInteger(value) ? value : integer(BigInt(round(toNumber(value)))))
}

const toNumberOf = (value: unknown): unknown => {
  const type = typeOf(value)
  if (type === 'number') return value
  return type === 'string' ? (readInt(str(value)) ?? readFloat(str(value)) ?? null) : null
}

const any = [] as const

export const FUNCTIONS: Readonly<Record<string, Run>> = {
  abs: takes('abs', [['number']], ([value]) =>
    isInteger(value)
      ? integer(BigInt(value) < 0n ? -BigInt(value) : BigInt(value))
      : float(Math.abs(toNumber(value))),
  ),
  avg: takes('avg', [NUMBERS], ([values]) =>
    list(values).length === 0 ? null : float(toNumber(sum(list(values))) / list(values).length),
  ),
  ceil: takes('ceil', [['number']], whole(Math.ceil)),
  contains: takes('contains', [['array', 'string'], any], ([subject, part]) =>
    contains(subject, part),
  ),
  ends_with: takes('ends_with', [['string'], ['string']], ([text, end]) =>
    str(text).endsWith(str(end)),
  ),
  floor: takes('floor', [['number']], whole(Math.floor)),
  join: takes('join', [['string'], ['array-string']], ([by, parts]) =>
    list(parts).map(str).join(str(by)),
  ),
  keys: takes('keys', [['object']], ([value]) => Object.keys(value as object)),
  length: takes('length', [['string', 'array', 'object']], ([value]) => size(value)),
  map: takes('map', [['expref'], ['array']], ([by, values]) =>
    list(values).map((by as Reference).apply),
  ),
  max: takes('max', [ORDERED], values => extreme(plain(values), 1)),
  max_by: takes('max_by', [['array'], ['expref']], values => extreme(keyed('max_by', values), 1)),
  merge: values => {
    if (values.length === 0 || !values.every(isDict))
      throw typeProblem('json_query: merge() wants objects')
    return dict((values as Record<string, unknown>[]).flatMap(one => Object.entries(one)))
  },
  min: takes('min', [ORDERED], values => extreme(plain(values), -1)),
  min_by: takes('min_by', [['array'], ['expref']], values => extreme(keyed('min_by', values), -1)),
  not_null: values => {
    if (values.length === 0) throw typeProblem('json_query: not_null() wants values')
    return values.find(value => value !== null) ?? null
  },
  reverse: takes('reverse', [['array', 'string']], ([value]) =>
    typeof value === 'string' ? characters(value).reverse().join('') : [...list(value)].reverse(),
  ),
  sort: takes('sort', [ORDERED], ([values]) => [...list(values)].sort(order)),
  sort_by: takes('sort_by', [['array'], ['expref']], values =>
    keyed('sort_by', values)
      .sort((a, b) => order(a.key, b.key))
      .map(({ one }) => one),
  ),
  starts_with: takes('starts_with', [['string'], ['string']], ([text, start]) =>
    str(text).startsWith(str(start)),
  ),
  sum: takes('sum', [NUMBERS], ([values]) => sum(list(values))),
  to_array: takes('to_array', [any], ([value]) => (Array.isArray(value) ? value : [value])),
  to_number: takes('to_number', [any], ([value]) => toNumberOf(value)),
  to_string: takes('to_string', [any], ([value]) =>
    typeOf(value) === 'string'
      ? value
      : jsonText(value, { ascii: true, separators: [',', ':'], other: str }),
  ),
  type: takes('type', [any], ([value]) => typeOf(value)),
  values: takes('values', [['object']], ([value]) => Object.values(value as object)),
}
