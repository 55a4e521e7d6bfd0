// Filters of community.general that take any number of lists, and keep their order.
import { difference, intersection, symmetric, union } from './set.ts'
import type { Filters } from '../plugin.ts'
import { typeProblem } from '../problem.ts'
import { truth, typeName } from '../values.ts'
import { add } from '../operators.ts'

type Lists = readonly (readonly unknown[])[]

const many = (filter: string, act: (lists: Lists) => readonly unknown[]): Filters[string] => ({
  takes: ['value', '*lists', '**options'],
  run: ([value], _context, { rest, keywords }) => {
    for (const name of keywords.keys())
      if (name !== 'flatten') throw typeProblem(`${filter} has no argument '${name}', but flatten`)
    const given = [value, ...rest].map(one => {
      if (Array.isArray(one)) return one as readonly unknown[]
      throw typeProblem(`${filter} wants lists, not '${typeName(one)}'`)
    })
    if (!truth(keywords.get('flatten') ?? false)) return act(given)
    // `[list1, list2] | lists_union(flatten=true)`
    return act(given.flatMap(one => (one.every(Array.isArray) ? (one as Lists) : [one])))
  },
})

const fold = (
  act: (a: readonly unknown[], b: readonly unknown[]) => readonly unknown[],
): ((lists: Lists) => readonly unknown[]) => {
  return lists => (lists.length < 2 ? union(lists[0] ?? [], []) : lists.reduce(act))
}

export const listSetFilters: Filters = {
  lists_union: many('lists_union', fold(union)),
  lists_intersect: many('lists_intersect', fold(intersection)),
  lists_difference: many('lists_difference', fold(difference)),
  lists_symmetric_difference: many('lists_symmetric_difference', fold(symmetric)),
  accumulate: {
    takes: ['value'],
    run: ([value], { run }) => {
      if (!Array.isArray(value) && typeof value !== 'string')
        throw typeProblem(`accumulate wants a list, not '${typeName(value)}'`)
      const sums: unknown[] = []
      for (const one of value)
        sums.push(sums.length === 0 ? one : add(sums.at(-1), one, run.budget))
      return sums
    },
  },
}
