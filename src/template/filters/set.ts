// Lists as sets: unique, union, difference. Order is that of the first occurrence, as Ansible's
// result is.
import { hashKey, same } from '../compare.ts'
import type { Filters } from '../plugin.ts'
import { iterate, truth } from '../values.ts'
import { pathGetter } from './list.ts'

/** Membership by value, fast where values can be hashed. */
class Members {
  readonly #keys = new Set<string>()
  readonly #others: unknown[] = []
  has(value: unknown): boolean {
    const key = hashKey(value)
    return key === undefined ? this.#others.some(one => same(one, value)) : this.#keys.has(key)
  }
  /** Adds a value; false when it was there. */
  add(value: unknown): boolean {
    if (this.has(value)) return false
    const key = hashKey(value)
    if (key === undefined) this.#others.push(value)
    else this.#keys.add(key)
    return true
  }
}

const members = (values: readonly unknown[]): Members => {
  const made = new Members()
  for (const value of values) made.add(value)
  return made
}

const unique = (
  values: readonly unknown[],
  key = (value: unknown): unknown => value,
): unknown[] => {
  const seen = new Members()
  return values.filter(value => seen.add(key(value)))
}

type Items = readonly unknown[]

export const union = (a: Items, b: Items): unknown[] => unique([...a, ...b])
export const intersection = (a: Items, b: Items): unknown[] => {
  const others = members(b)
  return unique(a).filter(value => others.has(value))
}
export const difference = (a: Items, b: Items): unknown[] => {
  const others = members(b)
  return unique(a).filter(value => !others.has(value))
}
export const symmetric = (a: Items, b: Items): unknown[] => [
  ...difference(a, b),
  ...difference(b, a),
]

const binary = (act: (a: Items, b: Items) => unknown[]): Filters[string] => ({
  takes: ['a', 'b'],
  run: ([a, b]) => act(iterate(a), iterate(b)),
})

export const setFilters: Filters = {
  unique: {
    takes: ['a', 'case_sensitive?', 'attribute?'],
    run: ([value, sensitive = false, path = null], context) => {
      const get = path === null ? (one: unknown) => one : pathGetter(path, context)
      const fold = !truth(sensitive)
      return unique(iterate(value), one => {
        const key = get(one)
        return fold && typeof key === 'string' ? key.toLowerCase() : key
      })
    },
  },
  union: binary(union),
  intersect: binary(intersection),
  difference: binary(difference),
  symmetric_difference: binary(symmetric),
}
