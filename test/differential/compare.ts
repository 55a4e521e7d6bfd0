// Two engines' results of one case → the names of what differs, with both values. Decides nothing about whether it may.
import { equal } from '../../src/base/value.ts'
import { stepName } from './playbook.ts'
import type { Results } from './run.ts'

export type Difference = { readonly name: string; readonly ours: unknown; readonly real: unknown }

/** Return values that two runs can't share, or that are the engines' own. */
const APART = new Set([
  'start',
  'end',
  'delta',
  'elapsed',
  'invocation',
  'warnings',
  'deprecations',
  'diff',
  'msg',
  'exception',
  'module_stderr',
  'module_stdout',
  'stdout_lines',
  'stderr_lines',
  'changed',
  'failed',
  'src',
  'attempts',
  'status',
  'atime',
  'mtime',
  'ctime',
  'inode',
  'dev',
  'backup',
  'backup_file',
])

type Vars = Readonly<Record<string, unknown>>

const named = (name: string, ours: unknown, real: unknown): Difference[] =>
  equal(ours, real) ? [] : [{ name, ...parted(ours, real) }]

/** Of two values only the parts that differ. */
const parted = (ours: unknown, real: unknown): { ours: unknown; real: unknown } => {
  if (!isObject(ours) || !isObject(real)) return { ours, real }
  const apart = [...new Set([...Object.keys(ours), ...Object.keys(real)])]
    .filter(key => !equal(ours[key], real[key]))
    .map(key => [key, parted(ours[key], real[key])] as const)
  return {
    ours: Object.fromEntries(apart.map(([key, part]) => [key, part.ours])),
    real: Object.fromEntries(apart.map(([key, part]) => [key, part.real])),
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Whether a task failed or changed something, whatever the words. */
const flag = (vars: Vars | undefined, name: string): boolean => vars?.[name] === true

/** All that differs in a case. `documented`: the return values that the real module's documentation lists. */
export const differencesOf = (
  index: number,
  ours: Results,
  real: Results,
  documented: readonly string[],
): readonly Difference[] => {
  const get = (from: Results, step: 'first' | 'again' | 'look' | 'forecast'): Vars | undefined =>
    from.get(stepName(index, step))
  const [our, their] = [get(ours, 'first'), get(real, 'first')]
  if (!our || !their) return [{ name: 'run', ours: our, real: their }]
  const forecast = get(ours, 'forecast')
  const told = forecast?.['status'] === 'unknown' ? flag(our, 'changed') : forecast?.['changed']
  const both = flag(our, 'failed') || flag(their, 'failed')
  return [
    ...named('failed', failure(our), failure(their)),
    ...named('changed', flag(our, 'changed'), flag(their, 'changed')),
    ...(both ? [] : named('forecast', told === true, flag(our, 'changed'))),
    ...named('end state', seen(get(ours, 'look')), seen(get(real, 'look'))),
    ...named('again', flag(get(ours, 'again'), 'changed'), flag(get(real, 'again'), 'changed')),
    ...(both ? [] : values(our, their, documented)),
  ]
}

/** What the look at the host printed; the real one asks for a terminal. */
const seen = (vars: Vars | undefined): string =>
  String(vars?.['stdout']).replaceAll('\r\n', '\n').trimEnd()

/** A failure shows its reason, so that a difference can be understood. */
const failure = (vars: Vars): unknown => (flag(vars, 'failed') ? 'failed' : 'went well')

const values = (our: Vars, their: Vars, documented: readonly string[]): Difference[] =>
  documented
    .filter(name => !APART.has(name) && name in their && their[name] !== null)
    .flatMap(name => named(name, normal(our[name]), normal(their[name])))

/** What is the same to a playbook: times and inodes left out at any depth. */
const normal = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(normal)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !APART.has(name) || name === 'src')
      .map(([name, part]) => [name, normal(part)]),
  )
}
