// Python's methods of list and tuple. Those that change a list are reached only on values the
// template owns.
import { callable, noKeywords, type Parameters } from './arguments.ts'
import { order, same } from './compare.ts'
import { repr } from './print.ts'
import { typeProblem } from './problem.ts'
import type { Run } from './run.ts'
import { Callable, iterate, toIndex, truth, Tuple, View } from './values.ts'

type Method = {
  readonly takes: Parameters
  readonly changes?: true
  run(self: unknown[], values: readonly unknown[], run: Run): unknown
}

const position = (self: readonly unknown[], value: unknown): number => {
  const index = self.findIndex(part => same(part, value))
  if (index === -1) throw typeProblem(`${repr(value)} is not in the list`)
  return index
}

const METHODS: Readonly<Record<string, Method>> = {
  index: { takes: ['value'], run: (self, [value]) => position(self, value) },
  count: {
    takes: ['value'],
    run: (self, [value]) => self.filter(part => same(part, value)).length,
  },
  copy: { takes: [], run: self => [...self] },
  __len__: { takes: [], run: self => self.length },
  __contains__: { takes: ['value'], run: (self, [value]) => self.some(part => same(part, value)) },
  append: {
    takes: ['value'],
    changes: true,
    run: (self, [value]) => {
      self.push(value)
      return null
    },
  },
  extend: {
    takes: ['values'],
    changes: true,
    run: (self, [values], run) => {
      const more = iterate(values)
      run.budget.room(self.length + more.length)
      // Not push(...more): the arguments of a call are limited.
      for (const value of [...more]) self.push(value)
      return null
    },
  },
  insert: {
    takes: ['index', 'value'],
    changes: true,
    run: (self, [index, value]) => {
      self.splice(toIndex(index), 0, value)
      return null
    },
  },
  pop: {
    takes: ['index?'],
    changes: true,
    run: (self, [index = -1]) => {
      const at = toIndex(index)
      const real = at < 0 ? self.length + at : at
      if (real < 0 || real >= self.length)
        throw typeProblem(self.length ? 'pop index out of range' : 'pop from empty list')
      return self.splice(real, 1)[0]
    },
  },
  remove: {
    takes: ['value'],
    changes: true,
    run: (self, [value]) => {
      self.splice(position(self, value), 1)
      return null
    },
  },
  clear: {
    takes: [],
    changes: true,
    run: self => {
      self.length = 0
      return null
    },
  },
  reverse: {
    takes: [],
    changes: true,
    run: self => {
      self.reverse()
      return null
    },
  },
  sort: {
    takes: ['key?', 'reverse?'],
    changes: true,
    run: (self, [key = null, backwards = false]) => {
      const by = (value: unknown): unknown =>
        key instanceof Callable ? key.call([value], noKeywords()) : value
      const sorted = [...self].sort((a, b) => order(by(a), by(b)))
      self.splice(0, self.length, ...(truth(backwards) ? sorted.reverse() : sorted))
      return null
    },
  },
}

/** Names of the methods that change a list. */
export const listChangers = Object.keys(METHODS).filter(name => METHODS[name]!.changes)

/** A bound method of a list or tuple, or undefined. */
export const listMethod = (self: unknown[], name: string, run: Run): unknown => {
  if (self instanceof View || !Object.hasOwn(METHODS, name)) return undefined
  const { takes, changes, run: act } = METHODS[name]!
  if (self instanceof Tuple && (changes || name === 'copy')) return undefined
  return callable(name, takes, values => {
    run.budget.spend(1)
    if (changes && Object.isFrozen(self))
      throw typeProblem(`list belongs to a variable and cannot be changed by .${name}()`)
    return act(self, values, run)
  })
}
