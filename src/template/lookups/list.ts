// Lookups that only rearrange what they are given: the old `with_*` loops.
import { dict, isDict } from '../../base/value.ts'
import { subelements as expand } from '../filters/dict.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { randomBelow } from '../randomness.ts'
import type { Run } from '../run.ts'
import { iterate, tuple, truth, typeName, type Tuple } from '../values.ts'
import type { Lookups } from './lookup.ts'

const flat = (values: readonly unknown[], levels = Infinity): unknown[] =>
  values.flatMap(value => (Array.isArray(value) && levels > 0 ? flat(value, levels - 1) : [value]))

const lists = (terms: readonly unknown[]): unknown[][] =>
  terms.map(term => (Array.isArray(term) ? (term as unknown[]) : [term]))

const nested = (terms: readonly unknown[], run: Run): unknown[] => {
  const all = lists(terms)
  if (all.length === 0) throw typeProblem('nested wants at least one list')
  run.budget.room(all.reduce((size, list) => size * list.length, 1))
  let made: unknown[][] = [[]]
  for (const list of all) made = made.flatMap(head => list.map(one => [...head, one]))
  return made.map(one => flat(one, 1))
}

const subelements = (terms: readonly unknown[], run: Run): unknown[] => {
  const [source, path, options] = terms
  if (terms.length < 2) throw typeProblem('subelements wants a list and the name of a key')
  const skip = isDict(options) && truth(options['skip_missing'] ?? false)
  const elements = (isDict(source) ? Object.values(source) : iterate(source)).filter(
    one => !(isDict(one) && truth(one['skipped'] ?? false)),
  )
  const pairs = expand(elements, path, skip, run) as Tuple[]
  return pairs.map(([element, one]) => tuple([withoutPath(element, str(path).split('.')), one]))
}

/** The element of a pair comes without the list that it was expanded by. */
const withoutPath = (element: unknown, [key = '', ...rest]: readonly string[]): unknown => {
  if (!isDict(element)) return element
  return dict(
    Object.entries(element).flatMap(([name, value]) =>
      name !== key
        ? [[name, value] as const]
        : rest.length > 0
          ? [[name, withoutPath(value, rest)] as const]
          : [],
    ),
  )
}

export const listLookups: Lookups = {
  items: { run: terms => flat(terms, 1) },
  list: { run: terms => [...terms] },
  flattened: { run: terms => flat(terms).filter(one => one !== null) },
  indexed_items: { run: terms => flat(terms, 1).map((one, index) => tuple([index, one])) },
  together: {
    run: terms => {
      const all = lists(terms)
      if (all.length === 0) throw typeProblem('together wants at least one list')
      const length = Math.max(...all.map(list => list.length))
      return Array.from({ length }, (_, index) =>
        flat(
          all.map(list => list[index] ?? null),
          1,
        ),
      )
    },
  },
  nested: { run: (terms, _options, run) => nested(terms, run) },
  cartesian: { run: (terms, _options, run) => nested(terms, run) },
  subelements: { run: (terms, _options, run) => subelements(terms, run) },
  dict: {
    run: terms =>
      terms.flatMap(term => {
        if (!isDict(term)) throw typeProblem(`dict wants a dict, not '${typeName(term)}'`)
        return Object.entries(term).map(([key, value]) =>
          dict([
            ['key', key],
            ['value', value],
          ]),
        )
      }),
  },
  random_choice: {
    run: (terms, _options, run) => {
      const items = terms
      return items.length === 0 ? [] : [items[randomBelow(undefined, run)(items.length)]]
    },
  },
  inventory_hostnames: {
    run: (terms, _options, run) => {
      const groups = run.scope.get('groups')
      const all = isDict(groups) ? groups : {}
      const named = (name: string): string[] => {
        const group = Object.hasOwn(all, name) ? all[name] : undefined
        const known = Object.hasOwn(all, 'all') ? iterate(all['all']).map(str) : []
        if (group !== undefined) return iterate(group).map(str)
        const pattern = new RegExp(
          `^${name
            .replace(/[.+^${}()|[\]\\]/g, '\\$&')
            .replaceAll('*', '.*')
            .replaceAll('?', '.')}$`,
        )
        const groupsLike = Object.keys(all)
          .filter(one => name !== 'all' && pattern.test(one))
          .flatMap(one => iterate(all[one]).map(str))
        return [...new Set([...known.filter(host => pattern.test(host)), ...groupsLike])]
      }
      let hosts: string[] = []
      for (const part of terms.flatMap(term => str(term).split(/[,:]/)).filter(one => one !== '')) {
        if (part.startsWith('!')) hosts = hosts.filter(host => !named(part.slice(1)).includes(host))
        else if (part.startsWith('&'))
          hosts = hosts.filter(host => named(part.slice(1)).includes(host))
        else hosts = [...new Set([...hosts, ...named(part)])]
      }
      return hosts
    },
  },
}
