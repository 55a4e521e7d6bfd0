// Finds filters and tests by name, with and without their collection, and applies them.
import { didYouMean } from '../base/diagnostic.ts'
import { opened } from '../base/sealed.ts'
import { bind } from './arguments.ts'
import { MISSING } from './coverage.ts'
import { FILTERS as FILTERS_BY_COLLECTION } from './filters/index.ts'
import type { Context, FilterPlugin, TestPlugin, Tests } from './plugin.ts'
import { Problem } from './problem.ts'
import { str } from './print.ts'
import type { Frame } from './run.ts'
import { TESTS as TESTS_BY_COLLECTION } from './tests/index.ts'
import { Blank, known, Undefined, type Keywords } from './values.ts'
import { isUnknown, UnknownRead } from '../base/unknown.ts'

type Kind = 'filter' | 'test'
type Plugins<T> = Readonly<Record<string, Readonly<Record<string, T>>>>

/** By full name, and by short name: the first collection that has it. */
const tableOf = <T>(collections: Plugins<T>): ReadonlyMap<string, T> => {
  const made = new Map<string, T>()
  for (const [collection, plugins] of Object.entries(collections))
    for (const [name, plugin] of Object.entries(plugins)) {
      made.set(`${collection}.${name}`, plugin)
      if (!made.has(name)) made.set(name, plugin)
    }
  return made
}

const isKnown = (kind: Kind): TestPlugin => ({
  takes: ['name'],
  run: ([name]) => TABLES[kind].has(full(str(name))),
})
const own: Tests = { filter: isKnown('filter'), test: isKnown('test') }

const TABLES = {
  filter: tableOf(FILTERS_BY_COLLECTION),
  test: tableOf({
    ...TESTS_BY_COLLECTION,
    'ansible.builtin': { ...TESTS_BY_COLLECTION['ansible.builtin'], ...own },
  }),
} as const

const COLLECTIONS = new Set([
  ...Object.keys(FILTERS_BY_COLLECTION),
  ...Object.keys(TESTS_BY_COLLECTION),
  ...[...Object.keys(MISSING.filter), ...Object.keys(MISSING.test)].map(name =>
    name.replace(/\.\w+$/, ''),
  ),
])

const full = (name: string): string => name.replace(/^ansible\.legacy\./, 'ansible.builtin.')

/** A name that Ansible has and we do not. */
const leftOut = (name: string, kind: Kind): Problem | undefined => {
  const missing = MISSING[kind]
  const known = Object.keys(missing).find(one => one === name || one.endsWith(`.${name}`))
  if (known !== undefined)
    return new Problem('template/not-yet', `${kind} "${name}": mokplay does not do this`, {
      hint: missing[known],
    })
  const collection = /^(\w+\.\w+)\.\w+$/.exec(name)?.[1]
  if (collection === undefined || COLLECTIONS.has(collection)) return undefined
  return new Problem('template/not-yet', `${kind} "${name}": mokplay does not do this yet`, {
    hint: `it has no ${kind}s of the collection ${collection}`,
  })
}

const find = <T>(table: ReadonlyMap<string, T>, name: string, kind: Kind): T => {
  const found = table.get(full(name))
  if (found !== undefined) return found
  const isShort = !name.includes('.')
  const names = [...table.keys()].filter(one => one.includes('.') !== isShort)
  throw (
    leftOut(full(name), kind) ??
    new Problem(`template/unknown-${kind}`, `there is no ${kind} "${name}"`, {
      hint: didYouMean(full(name), names),
    })
  )
}

export const findFilter = (name: string): FilterPlugin => find(TABLES.filter, name, 'filter')
export const findTest = (name: string): TestPlugin => find(TABLES.test, name, 'test')

/** What filters and tests see of the evaluator. */
export const contextOf = (frame: Frame): Context => ({
  run: frame.run,
  frame,
  filter: (name, value, args, keywords) =>
    applyFilter(name, findFilter(name), value, args, keywords, frame),
  test: (name, value, args, keywords) =>
    applyTest(name, findTest(name), value, args, keywords, frame),
})

const refuse = (values: readonly unknown[]): void => {
  for (const value of values) if (!(value instanceof Blank)) known(value)
}

/** `value | name(args)`; an unknown among them makes the result unknown. */
export const applyFilter = (
  name: string,
  plugin: FilterPlugin,
  value: unknown,
  args: readonly unknown[],
  keywords: Keywords,
  frame: Frame,
): unknown => {
  frame.run.budget.spend(1)
  const bound = bind(`filter "${name}"`, plugin.takes, [value, ...args], keywords)
  if (!plugin.lenient) {
    refuse(bound.values)
    refuse(bound.rest)
  }
  const read = plugin.closed ? bound.values : bound.values.map(opened)
  return plugin.run(read, contextOf(frame), { rest: bound.rest, keywords })
}

/** `value is name(args)`; throws UnknownRead where only the run can tell. */
export const applyTest = (
  name: string,
  plugin: TestPlugin,
  value: unknown,
  args: readonly unknown[],
  keywords: Keywords,
  frame: Frame,
): boolean => {
  frame.run.budget.spend(1)
  const { values } = bind(`test "${name}"`, plugin.takes, [value, ...args], keywords)
  for (const one of values) {
    if (isUnknown(one)) throw new UnknownRead(one)
    if (!plugin.lenient && one instanceof Undefined && !(one instanceof Blank)) throw one.error()
  }
  return plugin.run(plugin.closed ? values : values.map(opened), contextOf(frame))
}
