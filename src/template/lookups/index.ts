// Finds lookups by name and runs them: for lookup(), query() and `with_*`.
import { didYouMean } from '../../base/diagnostic.ts'
import { findUnknown, UnknownRead } from '../../base/unknown.ts'
import { str } from '../print.ts'
import { notYet, Problem, typeProblem } from '../problem.ts'
import { Located, type Run } from '../run.ts'
import { known, truth, type Keywords } from '../values.ts'
import { config } from './config.ts'
import { csvfile } from './csvfile.ts'
import { fileLookups } from './file.ts'
import { filetree } from './filetree.ts'
import { generalLookups } from './general.ts'
import { ini } from './ini.ts'
import { listLookups } from './list.ts'
import { passwordLookup } from './password.ts'
import type { Lookup, Lookups, Options } from './lookup.ts'
import { sequenceLookup } from './sequence.ts'
import { systemLookups } from './system.ts'
import { unvaultLookup } from './unvault.ts'
import { url } from './url.ts'

const LOOKUPS: Lookups = {
  ...fileLookups,
  ...listLookups,
  ...systemLookups,
  password: passwordLookup,
  sequence: sequenceLookup,
  unvault: unvaultLookup,
  ...generalLookups,
  config,
  csvfile,
  filetree,
  ini,
  url,
}

/** Names that come with a collection of their own, beside Ansible's. */
const GENERAL: ReadonlySet<string> = new Set([
  'cartesian',
  'filetree',
  'flattened',
  'merge_variables',
  'random_string',
])

/** Known to Ansible's users, and left out; why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  dig: "asks name servers, which is a program's work: lookup('pipe', 'dig +short …') does it",
  dig_srv: "asks name servers, which is a program's work: lookup('pipe', 'dig +short …') does it",
  passwordstore: "lookup('pipe', 'pass show …') asks the same program",
}

const LATER = /^(?:redis|hashi_vault|k8s|\w+\.\w+\.\w+)$/

const find = (name: string): Lookup => {
  const short = name.replace(/^ansible\.(?:builtin|legacy)\./, '')
  const general = short.replace(/^community\.general\./, '')
  const bare = GENERAL.has(general) ? general : short
  if (Object.hasOwn(LOOKUPS, bare)) return LOOKUPS[bare]!
  if (Object.hasOwn(LEFT_OUT, general))
    throw new Problem('template/not-yet', `lookup "${name}": mokplay does not do this yet`, {
      hint: LEFT_OUT[general],
    })
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
  // What is undefined among the arguments is no failure of the lookup.
  if (!plugin.lenient) for (const term of [...terms, ...Object.values(options)]) known(term)
  let items: unknown[]
  try {
    run.budget.spend(10)
    items = plugin.run(terms, options, run)
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
  if (items.length === 0) return items
  return items.every(item => typeof item === 'string') ? items.join(',') : items
}

/** All lookups there are, by their short names. */
export const lookupNames = (): readonly string[] => Object.keys(LOOKUPS).sort()
