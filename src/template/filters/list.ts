// Filters on lists: order, grouping, flattening, pairing.
import { isDict } from '../../base/value.ts'
import { order, same } from '../compare.ts'
import { item } from '../members.ts'
import type { Context, Filters } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { randomBelow } from '../randomness.ts'
import {
  characters,
  Group,
  isNumber,
  iterate,
  known,
  toIndex,
  truth,
  type Tuple,
  Undefined,
} from '../values.ts'
import { add } from '../operators.ts'

/** Reads a dotted path (`a.b.0`) of an item; a whole number is an index. */
export const pathGetter =
  (path: unknown, context: Context, other?: unknown) =>
  (value: unknown): unknown => {
    const parts = typeof path === 'number' ? [path] : str(path).split('.')
    let found = value
    for (const part of parts) {
      const key = typeof part === 'string' && /^\d+$/.test(part) ? Number(part) : part
      found = item(found, key, context.run)
      if (found instanceof Undefined && other !== undefined && other !== null) return other
    }
    return found
  }

/** Texts are compared without their case unless told otherwise. */
const folded =
  (caseSensitive: unknown) =>
  (value: unknown): unknown =>
    typeof value === 'string' && !truth(caseSensitive) ? value.toLowerCase() : value

const sortBy = <T>(items: readonly T[], keys: (item: T) => unknown, reverse: boolean): T[] => {
  const made = items.map(one => ({ one, key: keys(one) }))
  // Python keeps equal items in their order even when it sorts backwards.
  made.sort((a, b) => (reverse ? order(b.key, a.key) : order(a.key, b.key)))
  return made.map(({ one }) => one)
}

const sortKey = (attributes: unknown, caseSensitive: unknown, context: Context) => {
  const fold = folded(caseSensitive)
  if (attributes === null) return fold
  const paths = typeof attributes === 'string' ? attributes.split(',') : [attributes]
  const getters = paths.map(path =>
    pathGetter(typeof path === 'string' ? path.trim() : path, context),
  )
  return (value: unknown): unknown => {
    const keys = getters.map(get => fold(known(get(value))))
    return keys.length === 1 ? keys[0] : keys
  }
}

const extreme = (sign: 1 | -1): Filters[string] => ({
  takes: ['value', 'case_sensitive?', 'attribute?'],
  run: ([value, sensitive = false, path = null], context) => {
    const items = iterate(value)
    if (items.length === 0) return new Undefined('no item: the list is empty')
    const key = sortKey(path, sensitive, context)
    let best = items[0]
    for (const one of items) if (order(key(one), key(best)) * sign < 0) best = one
    return best
  },
})

const flatten = (
  items: readonly unknown[],
  levels: number,
  skipNulls: boolean,
  context: Context,
): unknown[] => {
  const made: unknown[] = []
  for (const one of items) {
    context.run.budget.spend(1)
    if (skipNulls && (one === null || one === 'None' || one === 'null')) continue
    if (Array.isArray(one) && levels !== 0)
      for (const inner of flatten(one, levels - 1, skipNulls, context)) made.push(inner)
    else made.push(one)
  }
  return made
}

export const listFilters: Filters = {
  list: { takes: ['value'], run: ([value]) => [...iterate(value)] },
  first: {
    takes: ['value'],
    run: ([value]) => {
      const items = iterate(value)
      return items.length > 0 ? items[0] : new Undefined('no first item: the list is empty')
    },
  },
  last: {
    takes: ['value'],
    run: ([value]) => {
      const items = iterate(value)
      return items.length > 0 ? items.at(-1) : new Undefined('no last item: the list is empty')
    },
  },
  min: extreme(1),
  max: extreme(-1),
  reverse: {
    takes: ['value'],
    run: ([value]) => {
      if (typeof value === 'string') return characters(value).reverse().join('')
      return [...iterate(value)].reverse()
    },
  },
  sort: {
    takes: ['value', 'reverse?', 'case_sensitive?', 'attribute?'],
    run: ([value, reverse = false, sensitive = false, path = null], context) =>
      sortBy(iterate(value), sortKey(path, sensitive, context), truth(reverse)),
  },
  groupby: {
    takes: ['value', 'attribute', 'default?', 'case_sensitive?'],
    run: ([value, path, other, sensitive = false], context) => {
      const get = pathGetter(path, context, other)
      const fold = folded(sensitive)
      const sorted = sortBy(iterate(value), one => fold(known(get(one))), false)
      const groups: { key: unknown; items: unknown[] }[] = []
      for (const one of sorted) {
        const key = get(one)
        const last = groups.at(-1)
        if (last && same(fold(last.key), fold(key))) last.items.push(one)
        else groups.push({ key, items: [one] })
      }
      return groups.map(({ key, items }) => group(key, items))
    },
  },
  join: {
    takes: ['value', 'd?', 'attribute?'],
    run: ([value, by = '', path = null], context) => {
      const get = path === null ? (one: unknown) => one : pathGetter(path, context)
      const parts = iterate(value).map(one => str(get(one)))
      const glue = str(by)
      context.run.budget.room(parts.reduce((sum, part) => sum + part.length + glue.length, 0))
      return parts.join(glue)
    },
  },
  sum: {
    takes: ['iterable', 'attribute?', 'start?'],
    run: ([value, path = null, start = 0], context) => {
      const get = path === null ? (one: unknown) => one : pathGetter(path, context)
      if (typeof start === 'string')
        throw typeProblem('sum() adds numbers or lists, not texts: use join')
      return iterate(value).reduce((sum, one) => add(sum, get(one), context.run.budget), start)
    },
  },
  batch: {
    takes: ['value', 'linecount', 'fill_with?'],
    run: ([value, count, fill = null], { run }) => {
      const [items, size] = [iterate(value), toIndex(count)]
      if (fill !== null) run.budget.room(size)
      if (size <= 0) throw typeProblem('batch() needs a size above zero')
      const rows: unknown[][] = []
      for (let at = 0; at < items.length; at += size) rows.push(items.slice(at, at + size))
      const last = rows.at(-1)
      if (last && fill !== null) while (last.length < size) last.push(fill)
      return rows
    },
  },
  slice: {
    takes: ['value', 'slices', 'fill_with?'],
    run: ([value, slices, fill = null], { run }) => {
      const [items, count] = [iterate(value), toIndex(slices)]
      run.budget.room(count)
      if (count <= 0) throw typeProblem('slice() needs a number above zero')
      const [each, more] = [Math.floor(items.length / count), items.length % count]
      let at = 0
      return Array.from({ length: count }, (_, index) => {
        const part = items.slice(at, (at += each + (index < more ? 1 : 0)))
        return fill !== null && index >= more ? [...part, fill] : part
      })
    },
  },
  flatten: {
    takes: ['mylist', 'levels?', 'skip_nulls?'],
    run: ([value, levels = null, skip = true], context) =>
      flatten(iterate(value), levels === null ? -1 : toIndex(levels), truth(skip), context),
  },
  random: {
    takes: ['end', 'start?', 'step?', 'seed?'],
    run: ([end, start = null, step = null, seed = null], { run }) => {
      const below = randomBelow(seed, run)
      if (isNumber(end)) {
        const [from, by] = [start === null ? 0 : toIndex(start), step === null ? 1 : toIndex(step)]
        const choices = Math.ceil((toIndex(end) - from) / by)
        if (choices <= 0) throw typeProblem('random() has no number to choose from')
        return from + by * below(choices)
      }
      if (start !== null || step !== null)
        throw typeProblem('start and step of random() work on numbers only')
      if (isDict(end)) throw typeProblem('random() cannot choose from a dict: use dict2items')
      const items = iterate(end)
      if (items.length === 0) throw typeProblem('random() cannot choose from an empty list')
      return items[below(items.length)]
    },
  },
  shuffle: {
    takes: ['mylist', 'seed?'],
    run: ([value, seed = null], { run }) => {
      if (isNumber(value) || value === null) return value
      const below = randomBelow(truth(seed) ? seed : null, run)
      const items = [...iterate(value)]
      for (let last = items.length - 1; last > 0; last--) {
        const other = below(last + 1)
        ;[items[last], items[other]] = [items[other], items[last]]
      }
      return items
    },
  },
}

/** A pair that can also be asked for `.grouper` and `.list`. */
const group = (key: unknown, items: unknown[]): Tuple => {
  const made = new Group()
  made.push(key, items)
  return made
}
