// Finds filters and tests by name, with and without their collection, and applies them.
import { didYouMean } from '../base/diagnostic.ts'
import { opened } from '../base/sealed.ts'
import { bind } from './arguments.ts'
import { dictFilters } from './filters/dict.ts'
import { hashFilters } from './filters/hash.ts'
import { jsonFilters } from './filters/json.ts'
import { listFilters } from './filters/list.ts'
import { numberFilters } from './filters/number.ts'
import { pairingFilters } from './filters/pairing.ts'
import { pathFilters } from './filters/path.ts'
import { regexFilters } from './filters/regex.ts'
import { selectFilters } from './filters/select.ts'
import { setFilters } from './filters/set.ts'
import { textFilters } from './filters/text.ts'
import { timeFilters } from './filters/time.ts'
import { valueFilters } from './filters/value.ts'
import { vaultFilters } from './filters/vault.ts'
import type { Context, FilterPlugin, Filters, TestPlugin, Tests } from './plugin.ts'
import { notYet, Problem } from './problem.ts'
import { str } from './print.ts'
import type { Frame } from './run.ts'
import { fileTests } from './tests/file.ts'
import { resultTests } from './tests/result.ts'
import { valueTests } from './tests/value.ts'
import { vaultTests } from './tests/vault.ts'
import { Blank, known, Undefined, type Keywords } from './values.ts'
import { isUnknown, UnknownRead } from '../base/unknown.ts'

const FILTERS: Filters = {
  ...valueFilters,
  ...textFilters,
  ...listFilters,
  ...pairingFilters,
  ...selectFilters,
  ...setFilters,
  ...dictFilters,
  ...numberFilters,
  ...pathFilters,
  ...regexFilters,
  ...jsonFilters,
  ...hashFilters,
  ...timeFilters,
  ...vaultFilters,
}
const isKnown = (table: () => Readonly<Record<string, unknown>>): TestPlugin => ({
  takes: ['name'],
  run: ([name]) => Object.hasOwn(table(), str(name).replace(OURS, '')),
})

const TESTS: Tests = {
  ...valueTests,
  ...resultTests,
  ...fileTests,
  ...vaultTests,
  filter: isKnown(() => FILTERS),
  test: isKnown(() => TESTS),
}

const OURS = /^ansible\.(?:builtin|legacy)\./
/** Known to Ansible's users, not done here. */
const LATER =
  /^(?:ansible\.(?:utils|netcommon|posix|windows)|community\.\w+)\.\w+$|^(?:json_query|ip(?:addr|v4|v6|wrap|subnet|math)|win_\w+|xml\w*|urlize|xmlattr)$/

const find = <T>(table: Readonly<Record<string, T>>, name: string, what: 'filter' | 'test'): T => {
  const short = name.replace(OURS, '')
  if (Object.hasOwn(table, short)) return table[short]!
  if (LATER.test(short)) throw notYet(`${what} "${name}"`)
  throw new Problem(`template/unknown-${what}`, `there is no ${what} "${name}"`, {
    hint: didYouMean(short, Object.keys(table)),
  })
}

export const findFilter = (name: string): FilterPlugin => find(FILTERS, name, 'filter')
export const findTest = (name: string): TestPlugin => find(TESTS, name, 'test')

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
