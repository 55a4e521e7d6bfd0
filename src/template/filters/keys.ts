// Filters that keep, remove and rename the keys of dicts: ansible.utils goes to any depth, community.general takes a
// list of dicts.
import { dict, isDict } from '../../base/value.ts'
import type { Filters } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { regexOf } from '../regex.ts'
import { iterate, truth, typeName } from '../values.ts'

type Dict = Record<string, unknown>
type Matches = (key: string, target: string) => boolean

const MATCHES: Readonly<Record<string, Matches>> = {
  equality: (key, target) => key === target,
  equal: (key, target) => key === target,
  starts_with: (key, target) => key.startsWith(target),
  ends_with: (key, target) => key.endsWith(target),
  regex: (key, target) => regexOf(`\\A(?:${target})`).test(key),
}

const matchesOf = (how: unknown, names: readonly string[]): Matches => {
  if (names.includes(str(how))) return MATCHES[str(how)]!
  throw typeProblem(`matching_parameter is one of ${names.join(', ')}, not '${str(how)}'`)
}
const UTILS = ['equality', 'starts_with', 'ends_with', 'regex']
const GENERAL = ['equal', 'starts_with', 'ends_with', 'regex']

const isEmpty = (value: unknown): boolean =>
  (Array.isArray(value) && value.length === 0) || (isDict(value) && Object.keys(value).length === 0)

const keep = (data: unknown, targets: readonly string[], matches: Matches): unknown => {
  if (Array.isArray(data)) return data.map(one => keep(one, targets, matches))
  if (!isDict(data)) return data
  const made = dict()
  for (const [key, value] of Object.entries(data))
    if (Array.isArray(value) || isDict(value)) {
      const inner = keep(value, targets, matches)
      const left = Array.isArray(inner) ? inner.filter(one => !isEmpty(one)) : inner
      const textsOnly = Array.isArray(left) && left.every(one => typeof one === 'string')
      if (targets.length > 0 && !textsOnly && !isEmpty(left)) made[key] = left
    } else if (targets.some(target => matches(key, target))) made[key] = value
  return made
}

const without = (data: unknown, targets: readonly string[], matches: Matches): unknown => {
  if (Array.isArray(data))
    return data.map(one => without(one, targets, matches)).filter(one => truth(one))
  if (!isDict(data)) return data
  return dict(
    Object.entries(data)
      .filter(([key]) => !targets.some(target => matches(key, target)))
      .map(([key, value]) => [key, without(value, targets, matches)] as const),
  )
}

type Names = { readonly before: string; readonly after: string }

const namesOf = (target: unknown): Names[] =>
  iterate(target).map(one => {
    if (!isDict(one) || !('before' in one) || !('after' in one))
      throw typeProblem('target of replace_keys wants dicts with before and after')
    return { before: str(one['before']), after: str(one['after']) }
  })

/** Renamed keys move to the end, where they were not there already. */
const rename = (data: unknown, names: readonly Names[], matches: Matches): unknown => {
  if (Array.isArray(data)) return data.map(one => rename(one, names, matches))
  if (!isDict(data)) return data
  const made = dict(Object.entries(data))
  for (const { before, after } of names)
    for (const key of Object.keys(made))
      if (matches(key, before)) {
        const value = made[key]
        delete made[key]
        made[after] = value
      }
  return dict(
    Object.entries(made).map(([key, value]) => [key, rename(value, names, matches)] as const),
  )
}

const wantNested = (data: unknown, filter: string): unknown => {
  if (Array.isArray(data) || isDict(data)) return data
  throw typeProblem(`${filter} wants a list or a dict, not '${typeName(data)}'`)
}
const wantDicts = (data: unknown, filter: string): readonly Dict[] => {
  if (Array.isArray(data) && data.every(isDict)) return data
  throw typeProblem(`${filter} wants a list of dicts, not '${typeName(data)}'`)
}
const texts = (target: unknown): string[] =>
  typeof target === 'string' ? [target] : iterate(target).map(str)

const TAKES = ['data', 'target', 'matching_parameter?'] as const

export const nestedKeyFilters: Filters = {
  keep_keys: {
    takes: TAKES,
    run: ([data, target, how = 'equality']) =>
      keep(wantNested(data, 'keep_keys'), texts(target), matchesOf(how, UTILS)),
  },
  remove_keys: {
    takes: TAKES,
    run: ([data, target, how = 'equality']) =>
      without(wantNested(data, 'remove_keys'), texts(target), matchesOf(how, UTILS)),
  },
  replace_keys: {
    takes: TAKES,
    run: ([data, target, how = 'equality']) =>
      rename(wantNested(data, 'replace_keys'), namesOf(target), matchesOf(how, UTILS)),
  },
}

const selected =
  (filter: string, wanted: boolean): Filters[string]['run'] =>
  ([data, target = null, how = 'equal']) => {
    const [matches, targets] = [matchesOf(how, GENERAL), texts(target)]
    return wantDicts(data, filter).map(one =>
      dict(
        Object.entries(one).filter(([key]) => targets.some(name => matches(key, name)) === wanted),
      ),
    )
  }

export const listKeyFilters: Filters = {
  keep_keys: { takes: TAKES, run: selected('keep_keys', true) },
  remove_keys: { takes: TAKES, run: selected('remove_keys', false) },
  replace_keys: {
    takes: TAKES,
    run: ([data, target, how = 'equal']) => {
      const [matches, names] = [matchesOf(how, GENERAL), namesOf(target)]
      return wantDicts(data, 'replace_keys').map(one =>
        dict(
          Object.entries(one).map(
            ([key, value]) =>
              [names.find(({ before }) => matches(key, before))?.after ?? key, value] as const,
          ),
        ),
      )
    },
  },
}
