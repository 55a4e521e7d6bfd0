// Filters that pair the items of lists: product, permutations, combinations, zip.
import type { Context, Filters } from '../plugin.ts'
import { iterate, toIndex, type Tuple, tuple } from '../values.ts'

const product = (lists: readonly (readonly unknown[])[], context: Context): Tuple[] => {
  context.run.budget.room(
    lists.reduce((size, list) => size * list.length, 1) * Math.max(1, lists.length),
  )
  let made: unknown[][] = [[]]
  for (const list of lists) made = made.flatMap(head => list.map(one => [...head, one]))
  return made.map(tuple)
}

/** How many ways there are to pick some of them. */
const ways = (of: number, size: number, ordered: boolean): number => {
  let count = 1
  for (let index = 0; index < size; index++) count *= (of - index) / (ordered ? 1 : index + 1)
  return count
}

const choose = (
  items: readonly unknown[],
  size: number,
  ordered: boolean,
  context: Context,
): Tuple[] => {
  if (size < 0 || size > items.length) return []
  context.run.budget.room(ways(items.length, size, ordered) * Math.max(1, size) * 8)
  const made: Tuple[] = []
  const used = new Set<number>()
  const pick = (chosen: number[], from: number): void => {
    context.run.budget.spend(1)
    if (chosen.length === size) {
      made.push(tuple(chosen.map(index => items[index])))
      return
    }
    for (let index = ordered ? 0 : from; index < items.length; index++) {
      if (used.has(index)) continue
      used.add(index)
      pick([...chosen, index], index + 1)
      used.delete(index)
    }
  }
  pick([], 0)
  return made
}

const zip = (lists: readonly (readonly unknown[])[], length: number, fill: unknown): Tuple[] =>
  Array.from({ length }, (_, index) =>
    tuple(lists.map(list => (index < list.length ? list[index] : fill))),
  )

export const pairingFilters: Filters = {
  product: {
    takes: ['value', '*lists', '**options'],
    run: ([value], context, { rest, keywords }) => {
      const lists = [value, ...rest].map(iterate)
      const repeat = toIndex(keywords.get('repeat') ?? 1)
      context.run.budget.room(repeat)
      return product(Array.from({ length: repeat }, () => lists).flat(), context)
    },
  },
  permutations: {
    takes: ['value', 'r?'],
    run: ([value, size = null], context) => {
      const items = iterate(value)
      return choose(items, size === null ? items.length : toIndex(size), true, context)
    },
  },
  combinations: {
    takes: ['value', 'r'],
    run: ([value, size], context) => choose(iterate(value), toIndex(size), false, context),
  },
  zip: {
    takes: ['value', '*lists'],
    run: ([value], _context, { rest }) => {
      const lists = [value, ...rest].map(iterate)
      return zip(lists, Math.min(...lists.map(list => list.length)), null)
    },
  },
  zip_longest: {
    takes: ['value', '*lists', '**options'],
    run: ([value], _context, { rest, keywords }) => {
      const lists = [value, ...rest].map(iterate)
      return zip(
        lists,
        Math.max(...lists.map(list => list.length)),
        keywords.get('fillvalue') ?? null,
      )
    },
  },
}
