// What set_stats set, added up over a run: Ansible's rules for values that meet under one name.
import { Float, isDict } from '../base/value.ts'
import type { CustomStats, RunEvent } from '../model/event.ts'
import type { Vars } from '../model/inventory.ts'
import { oneLine } from './harmless.ts'
import { pythonJson } from './python-json.ts'

type Done = Extract<RunEvent, { type: 'task.end' | 'item.end' }>

/** The figures with those of one result; a loop's are those of its items. */
export const withStats = (
  stats: CustomStats | undefined,
  event: Done,
  module: string,
): CustomStats | undefined => {
  const { host, result } = event
  const told = result.vars['ansible_stats']
  if (module !== 'set_stats' || result.status !== 'ok' || !isDict(told)) return stats
  if ((event.type === 'task.end' && event.looped) || !isDict(told['data'])) return stats
  const { hosts, run } = stats ?? { hosts: {}, run: {} }
  const enter = (had: Vars = {}): Vars => ({
    ...had,
    ...Object.fromEntries(
      Object.entries(told['data'] as Vars).map(([name, value]) => [
        name,
        told['aggregate'] === false || !Object.hasOwn(had, name) ? value : sum(had[name], value),
      ]),
    ),
  })
  return told['per_host'] === true
    ? { hosts: { ...hosts, [host]: enter(hosts[host]) }, run }
    : { hosts, run: enter(run) }
}

const isFloat = (value: unknown): value is number | Float =>
  value instanceof Float || (typeof value === 'number' && !Number.isInteger(value))

/** What does not fit leaves what is there as it is. */
const sum = (a: unknown, b: unknown): unknown => {
  if (Array.isArray(a) && Array.isArray(b)) return [...(a as unknown[]), ...(b as unknown[])]
  if (isDict(a) && isDict(b)) return merged(a, b)
  if (typeof a === 'string' && typeof b === 'string') return a + b
  if (isFloat(a) && isFloat(b)) {
    const total = Number(a) + Number(b)
    return Number.isInteger(total) ? new Float(total) : total
  }
  if (isFloat(a) || isFloat(b)) return a
  return typeof a === 'number' && typeof b === 'number' ? a + b : a
}

const merged = (a: Vars, b: Vars): Vars => ({
  ...a,
  ...Object.fromEntries(
    Object.entries(b).map(([name, value]) => {
      const had = a[name]
      return [name, isDict(had) && isDict(value) ? merged(had, value) : value]
    }),
  ),
})

/** The lines below "CUSTOM STATS", as Ansible prints them. */
export const statsLines = ({ hosts, run }: CustomStats): readonly string[] => {
  const flat = (values: Vars): string => pythonJson(values, 1).replaceAll('\n', '')
  const own = Object.keys(hosts)
    .sort()
    .map(host => `\t${oneLine(host)}: ${flat(hosts[host]!)}`)
  return Object.keys(run).length === 0 ? own : [...own, '', `\tRUN: ${flat(run)}`]
}
