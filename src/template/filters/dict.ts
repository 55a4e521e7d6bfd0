// Filters on dicts.
import { dict, isDict } from '../../base/value.ts'
import { order } from '../compare.ts'
import type { Filters } from '../plugin.ts'
import { keyText, str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { isUnknown, UnknownRead } from '../../base/unknown.ts'
import { contains } from '../compare.ts'
import { item } from '../members.ts'
import { iterate, type Keywords, known, truth, tuple, typeName, Undefined } from '../values.ts'

type Dict = Record<string, unknown>

const wantDict = (value: unknown, filter: string): Dict => {
  if (isDict(known(value))) return value as Dict
  throw typeProblem(`${filter} wants a dict, not '${typeName(value)}'`)
}

const MERGES = ['replace', 'keep', 'append', 'prepend', 'append_rp', 'prepend_rp'] as const

const mergeLists = (
  old: readonly unknown[],
  fresh: readonly unknown[],
  how: string,
): readonly unknown[] => {
  switch (how) {
    case 'keep':
      return old
    case 'append':
      return [...old, ...fresh]
    case 'prepend':
      return [...fresh, ...old]
    case 'append_rp':
      return [...old.filter(one => !contains(fresh, one)), ...fresh]
    case 'prepend_rp':
      return [...fresh, ...old.filter(one => !contains(fresh, one))]
    default:
      return fresh
  }
}

const merge = (old: Dict, fresh: Dict, recursive: boolean, lists: string): Dict => {
  const made = dict(Object.entries(old))
  for (const [key, value] of Object.entries(fresh)) {
    const before = Object.hasOwn(made, key) ? made[key] : undefined
    if (recursive && isDict(before) && isDict(value))
      made[key] = merge(before, value, recursive, lists)
    else if (Array.isArray(before) && Array.isArray(value))
      made[key] = mergeLists(before, value, lists)
    else made[key] = value
  }
  return made
}

/** Dicts made one, later ones winning, as `recursive` and `list_merge` say. */
export const combined = (filter: string, dicts: readonly Dict[], options: Keywords): Dict => {
  for (const name of options.keys())
    if (name !== 'recursive' && name !== 'list_merge')
      throw typeProblem(`${filter} has no argument '${name}', but recursive and list_merge`)
  const lists = str(options.get('list_merge') ?? 'replace')
  if (!(MERGES as readonly string[]).includes(lists))
    throw typeProblem(`${filter}'s list_merge must be one of ${MERGES.join(', ')}, not '${lists}'`)
  const recursive = truth(options.get('recursive') ?? false)
  const [first = dict(), ...more] = dicts
  return more.reduce((all, one) => merge(all, one, recursive, lists), first)
}

/** The dicts among arguments that may be lists of dicts. */
const dictsOf = (values: readonly unknown[]): Dict[] =>
  values
    .flatMap(value => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .map(value => wantDict(value, 'combine'))

/** Each element with each item of a list in it. */
export const subelements = (
  value: unknown,
  path: unknown,
  skipMissing: boolean,
  context: Parameters<typeof item>[2],
): unknown[] => {
  const elements = isDict(value) ? Object.values(value) : Array.isArray(value) ? value : undefined
  if (!elements) throw typeProblem(`subelements wants a list or dict, not '${typeName(value)}'`)
  const keys = typeof path === 'string' ? path.split('.') : iterate(path)
  return elements.flatMap(element => {
    let found: unknown = element
    for (const key of keys) {
      if (isDict(found) && !Object.hasOwn(found, keyText(key))) {
        if (skipMissing) return []
        throw typeProblem(`could not find ${keys.map(str).join('.')} in one of the elements`)
      }
      if (!isDict(found))
        throw typeProblem(`the key ${str(key)} should point to a dict, not '${typeName(found)}'`)
      found = item(found, key, context)
    }
    if (isUnknown(found)) throw new UnknownRead(found)
    if (!Array.isArray(found))
      throw typeProblem(
        `the key ${keys.map(str).join('.')} should point to a list, not '${typeName(found)}'`,
      )
    return found.map(one => tuple([element, one]))
  })
}

export const dictFilters: Filters = {
  combine: {
    takes: ['value', '*dicts', '**options'],
    run: ([value], _context, { rest, keywords }) =>
      combined('combine', dictsOf([value, ...rest]), keywords),
  },
  dict2items: {
    partial: 'keys are texts',
    takes: ['mydict', 'key_name?', 'value_name?'],
    run: ([value, key = 'key', name = 'value']) =>
      Object.entries(wantDict(value, 'dict2items')).map(([one, part]) =>
        dict([
          [str(key), one],
          [str(name), part],
        ]),
      ),
  },
  items2dict: {
    takes: ['mylist', 'key_name?', 'value_name?'],
    run: ([value, key = 'key', name = 'value'], { run }) => {
      if (!Array.isArray(value))
        throw typeProblem(`items2dict wants a list, not '${typeName(value)}'`)
      return dict(
        value.map(one => {
          const [k, v] = [item(wantDict(one, 'items2dict'), key, run), item(one, name, run)]
          if (v instanceof Undefined) throw v.error()
          return [keyText(known(k)), v] as const
        }),
      )
    },
  },
  dictsort: {
    partial: 'keys are texts',
    takes: ['value', 'case_sensitive?', 'by?', 'reverse?'],
    run: ([value, sensitive = false, by = 'key', reverse = false]) => {
      const index = by === 'key' ? 0 : by === 'value' ? 1 : undefined
      if (index === undefined) throw typeProblem("dictsort can sort by 'key' or 'value'")
      const key = (pair: readonly unknown[]): unknown => {
        const part = pair[index]
        return typeof part === 'string' && !truth(sensitive) ? part.toLowerCase() : part
      }
      const sign = truth(reverse) ? -1 : 1
      return Object.entries(wantDict(value, 'dictsort'))
        .map(pair => tuple(pair))
        .sort((a, b) => sign * order(key(a), key(b)))
    },
  },
  items: {
    partial: 'keys are texts',
    takes: ['value'],
    lenient: true,
    run: ([value]) =>
      value instanceof Undefined
        ? []
        : Object.entries(wantDict(value, 'items')).map(pair => tuple(pair)),
  },
  subelements: {
    takes: ['obj', 'subelements', 'skip_missing?'],
    run: ([value, path, skip = false], { run }) => subelements(value, path, truth(skip), run),
  },
  rekey_on_member: {
    takes: ['data', 'key', 'duplicates?'],
    run: ([value, key, duplicates = 'error']) => {
      const items = isDict(value) ? Object.values(value) : iterate(value)
      if (duplicates !== 'error' && duplicates !== 'overwrite')
        throw typeProblem(`rekey_on_member's duplicates is error or overwrite`)
      const made = dict()
      for (const one of items) {
        const member = wantDict(one, 'rekey_on_member')
        if (!Object.hasOwn(member, keyText(key))) throw typeProblem(`key ${str(key)} was not found`)
        const name = keyText(member[keyText(key)])
        if (Object.hasOwn(made, name) && duplicates !== 'overwrite')
          throw typeProblem(`key ${name} is not unique, cannot turn to dict`)
        made[name] = one
      }
      return made
    },
  },
}
