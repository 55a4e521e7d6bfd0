// Filters of community.general on dicts, texts and versions.
import { crc32 } from '../crc32.ts'
import { dict, isDict } from '../../base/value.ts'
import { hashKey, order } from '../compare.ts'
import type { Filters } from '../plugin.ts'
import { keyText, repr, str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { randomBelow } from '../randomness.ts'
import { iterate, truth, typeName } from '../values.ts'
import { looseOrder } from '../versions.ts'
import { combined } from './dict.ts'

type Dict = Record<string, unknown>

const wantList = (value: unknown, filter: string): readonly unknown[] => {
  if (Array.isArray(value)) return value
  throw typeProblem(`${filter} wants a list, not '${typeName(value)}'`)
}

const counter = (value: unknown): Dict => {
  if (typeof value !== 'string' && !Array.isArray(value))
    throw typeProblem(`counter wants a list or a text, not '${typeName(value)}'`)
  const made = dict()
  for (const one of iterate(value)) {
    if (hashKey(one) === undefined)
      throw typeProblem(`counter counts texts and numbers, not '${typeName(one)}'`)
    const key = keyText(one)
    made[key] = ((made[key] as number | undefined) ?? 0) + 1
  }
  return made
}

const groupByKey = (value: unknown, attribute: unknown): Dict => {
  const made = dict()
  wantList(value, 'groupby_as_dict').forEach((one, index) => {
    if (!isDict(one)) throw typeProblem(`groupby_as_dict: element ${index} is no dict`)
    if (!Object.hasOwn(one, keyText(attribute)))
      throw typeProblem(`groupby_as_dict: element ${index} has no ${repr(attribute)}`)
    const key = keyText(one[keyText(attribute)])
    if (Object.hasOwn(made, key))
      throw typeProblem(`groupby_as_dict: several elements have the value ${repr(key)}`)
    made[key] = one
  })
  return made
}

/** The dicts of several lists, those with the same value of a key made one. */
const mergeBy = (
  value: unknown,
  rest: readonly unknown[],
  merge: (dicts: readonly Dict[]) => Dict,
): unknown => {
  const index = rest.at(-1)
  if (rest.length === 0) throw typeProblem('lists_mergeby needs lists and the key to merge by')
  const lists = [value, ...rest.slice(0, -1)]
    .map(one => wantList(one, 'lists_mergeby'))
    .flatMap(list =>
      list.length > 0 && list.every(one => Array.isArray(one) || typeof one === 'string')
        ? (list as unknown[][])
        : list.length > 0
          ? [list]
          : [],
    )
  if (lists.length < 2) return lists[0] ?? []
  if (typeof index !== 'string')
    throw typeProblem(`lists_mergeby wants the name of a key last, not '${typeName(index)}'`)
  const groups = new Map<string, Dict[]>()
  for (const one of lists.flat()) {
    if (!isDict(one)) throw typeProblem(`lists_mergeby merges dicts, not '${typeName(one)}'`)
    if (!Object.hasOwn(one, index)) continue
    const key = hashKey(one[index]) ?? repr(one[index])
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].map(merge).sort((a, b) => order(a[index], b[index]))
}

const randomMac = (value: unknown, below: (bound: number) => number): string => {
  if (typeof value !== 'string')
    throw typeProblem(`random_mac wants the beginning of an address, not '${typeName(value)}'`)
  const prefix = value.toLowerCase()
  const parts = prefix.split(':')
  if (parts.length > 5 || !parts.every(part => /^[a-f0-9]{2}/.test(part)))
    throw typeProblem(`'${value}' is not the beginning of a hardware address: 52:54:00 is one`)
  const drawn = 68719476736 + below(1099511627775 - 68719476736 + 1)
  const digits = drawn.toString(16).slice(0, 2 * (6 - parts.length))
  return prefix + digits.replace(/(..)/g, ':$1')
}

const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD']

export const generalFilters: Filters = {
  counter: { takes: ['sequence'], run: ([value]) => counter(value) },
  crc32: {
    takes: ['value'],
    run: ([value]) => {
      if (typeof value !== 'string')
        throw typeProblem(`crc32 wants a text, not '${typeName(value)}'`)
      return crc32(Buffer.from(value)).toString(16)
    },
  },
  dict: {
    takes: ['sequence'],
    run: ([value]) =>
      isDict(value)
        ? value
        : dict(
            iterate(value).map(pair => {
              const [key, part, ...more] = iterate(pair)
              if (part === undefined || more.length > 0)
                throw typeProblem(`dict wants pairs, not ${repr(pair)}`)
              return [keyText(key), part] as const
            }),
          ),
  },
  dict_kv: { takes: ['value', 'key'], run: ([value, key]) => dict([[keyText(key), value]]) },
  groupby_as_dict: {
    takes: ['sequence', 'attribute'],
    run: ([value, attribute]) => groupByKey(value, attribute),
  },
  lists_mergeby: {
    takes: ['value', '*lists', '**options'],
    run: ([value], _context, { rest, keywords }) =>
      mergeBy(value, rest, dicts => combined('lists_mergeby', dicts, keywords)),
  },
  random_mac: {
    takes: ['value', 'seed?'],
    run: ([value, seed = null], { run }) => randomMac(value, randomBelow(seed, run)),
  },
  unicode_normalize: {
    takes: ['data', 'form?'],
    run: ([value, form = 'NFC']) => {
      if (typeof value !== 'string')
        throw typeProblem(`unicode_normalize wants a text, not '${typeName(value)}'`)
      if (!FORMS.includes(str(form)))
        throw typeProblem(`unicode_normalize knows the forms ${FORMS.join(', ')}`)
      return value.normalize(str(form))
    },
  },
  version_sort: {
    takes: ['value', 'reverse?'],
    run: ([value, reverse = false]) => {
      const sign = truth(reverse) ? -1 : 1
      return [...iterate(value)].sort((a, b) => sign * looseOrder(str(a), str(b)))
    },
  },
}
