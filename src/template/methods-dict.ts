// Python's methods of dict. Those that change a dict are reached only on values the template owns
// (see run.ts).
import { dict, isDict } from '../base/value.ts'
import { callable, type Parameters } from './arguments.ts'
import { same } from './compare.ts'
import { keyText, repr } from './print.ts'
import { typeProblem } from './problem.ts'
import type { Run } from './run.ts'
import { iterate, tuple, typeName, view, known, type Keywords } from './values.ts'

type Dict = Record<string, unknown>
type Method = {
  readonly takes: Parameters
  readonly changes?: true
  run(self: Dict, values: readonly unknown[], keywords: Keywords): unknown
}

const pairs = (source: unknown): (readonly [string, unknown])[] => {
  known(source)
  if (isDict(source)) return Object.entries(source)
  return iterate(source).map(pair => {
    const parts = iterate(pair)
    if (parts.length !== 2)
      throw typeProblem('a dict is made of pairs: two parts each were expected')
    return [keyText(known(parts[0])), parts[1]] as const
  })
}

/** `dict(source, **keywords)`. */
export const makeDict = (source: unknown, keywords: Keywords): Dict =>
  dict([...(source === undefined ? [] : pairs(source)), ...keywords])

const take = (self: Dict, key: string): unknown => {
  const value = self[key]
  delete self[key]
  return value
}

const METHODS: Readonly<Record<string, Method>> = {
  get: {
    takes: ['key', 'default?'],
    run: (self, [key, other = null]) => {
      const text = keyText(known(key))
      return Object.hasOwn(self, text) ? (self[text] ?? null) : other
    },
  },
  keys: { takes: [], run: self => view('dict_keys', Object.keys(self)) },
  values: { takes: [], run: self => view('dict_values', Object.values(self)) },
  items: { takes: [], run: self => view('dict_items', Object.entries(self).map(tuple)) },
  copy: { takes: [], run: self => dict(Object.entries(self)) },
  update: {
    takes: ['other?', '**keywords'],
    changes: true,
    run: (self, [other], keywords) => {
      for (const [key, value] of Object.entries(makeDict(other, keywords))) self[key] = value
      return null
    },
  },
  pop: {
    takes: ['key', 'default?'],
    changes: true,
    run: (self, [key, other]) => {
      const text = keyText(known(key))
      if (Object.hasOwn(self, text)) return take(self, text)
      if (other !== undefined) return other
      throw typeProblem(`dict has no key ${repr(key)} to pop`)
    },
  },
  popitem: {
    takes: [],
    changes: true,
    run: self => {
      const last = Object.keys(self).at(-1)
      if (last === undefined) throw typeProblem('dict is empty: there is nothing to pop')
      return tuple([last, take(self, last)])
    },
  },
  setdefault: {
    takes: ['key', 'default?'],
    changes: true,
    run: (self, [key, other = null]) => {
      const text = keyText(known(key))
      if (!Object.hasOwn(self, text)) self[text] = other
      return self[text]
    },
  },
  clear: {
    takes: [],
    changes: true,
    run: self => {
      for (const key of Object.keys(self)) delete self[key]
      return null
    },
  },
  fromkeys: {
    takes: ['keys', 'value?'],
    run: (_self, [keys, value = null]) =>
      dict(iterate(keys).map(key => [keyText(key), value] as const)),
  },
  __contains__: { takes: ['key'], run: (self, [key]) => Object.hasOwn(self, keyText(known(key))) },
  __len__: { takes: [], run: self => Object.keys(self).length },
  __eq__: { takes: ['other'], run: (self, [other]) => same(self, other) },
  __getitem__: {
    takes: ['key'],
    run: (self, [key]) => {
      const text = keyText(known(key))
      if (Object.hasOwn(self, text)) return self[text]
      throw typeProblem(`dict has no key ${repr(key)}`)
    },
  },
  __setitem__: {
    takes: ['key', 'value'],
    changes: true,
    run: (self, [key, value]) => {
      self[keyText(known(key))] = value
      return null
    },
  },
}

/** Names of the methods that change a dict. */
export const dictChangers = Object.keys(METHODS).filter(name => METHODS[name]!.changes)

/** A bound method of a dict, or undefined. */
export const dictMethod = (self: Dict, name: string, run: Run): unknown => {
  if (!Object.hasOwn(METHODS, name)) return undefined
  const { takes, changes, run: act } = METHODS[name]!
  return callable(name, takes, (values, _rest, keywords) => {
    run.budget.spend(1)
    if (changes && Object.isFrozen(self))
      throw typeProblem(
        `${typeName(self)} belongs to a variable and cannot be changed by .${name}()`,
      )
    return act(self, values, keywords)
  })
}
