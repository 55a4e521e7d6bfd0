// Finds lookups by name and runs them: for lookup(), query() and `with_*`.
import { didYouMean } from '../../base/diagnostic.ts'
import { findUnknown, UnknownRead } from '../../base/unknown.ts'
import { str } from '../print.ts'
import { notYet, Problem, typeProblem } from '../problem.ts'
import { Located, type Run } from '../run.ts'
import { known, truth, type Keywords } from '../values.ts'
import { fileLookups } from './file.ts'
import { listLookups } from './list.ts'
import { passwordLookup } from './password.ts'
import type { Lookups, Options } from './lookup.ts'
import { sequenceLookup } from './sequence.ts'
import { systemLookups } from './system.ts'
import { unvaultLookup } from './unvault.ts'

const LOOKUPS: Lookups = {
  ...fileLookups,
  ...listLookups,
  ...systemLookups,
  password: passwordLookup,
  sequence: sequenceLookup,
  unvault: unvaultLookup,
}

const LATER =
  /^(?:url|csvfile|ini|config|dig|redis|passwordstore|hashi_vault|k8s|community\.\w+\.\w+|ansible\.\w+\.\w+)$/

const find = (name: string) => {
  const short = name.replace(/^ansible\.(?:builtin|legacy)\./, '')
  if (Object.hasOwn(LOOKUPS, short)) return LOOKUPS[short]!
  if (LATER.test(short)) throw notYet(`lookup "${name}"`)
  throw new Problem('template/unknown-lookup', `there is no lookup "${name}"`, {
    hint: didYouMean(short, Object.keys(LOOKUPS)),
  })
}

/** The items of a lookup, as `with_*` loops over them. */
export const runWith = (
  name: string,
  terms: readonly unknown[],
  options: Options,
  run: Run,
): unknown[] => {
  for (const term of [...terms, ...Object.values(options)]) known(term)
  run.budget.spend(10)
  return find(name).run(terms, options, run)
}

/**
 * `lookup('name', …)`: texts are joined with commas, a lone item stands for itself; `query` gives
 * the list.
 */
export const runLookup = (
  name: string,
  terms: readonly unknown[],
  keywords: Keywords,
  wantList: boolean,
  run: Run,
): unknown => {
  const { errors = 'strict', wantlist = wantList, ...options } = Object.fromEntries(keywords)
  if (!['strict', 'warn', 'ignore'].includes(str(errors)))
    throw typeProblem(`errors= of a lookup is strict, warn or ignore, not '${str(errors)}'`)
  const listed = truth(wantlist)
  const unknown = findUnknown(terms) ?? findUnknown(options)
  if (unknown) throw new UnknownRead(unknown)
  const plugin = find(name)
  let items: unknown[]
  try {
    items = plugin.lenient ? plugin.run(terms, options, run) : runWith(name, terms, options, run)
  } catch (error) {
    const isOurs = error instanceof Problem || error instanceof Located
    if (
      !isOurs ||
      errors === 'strict' ||
      (error instanceof Problem && error.code === 'template/budget')
    )
      throw error
    return listed ? [] : null
  }
  if (listed) return items
  if (items.length === 1) return items[0]
  return items.every(item => typeof item === 'string') ? items.join(',') : items
}
