// The plan as people read it: each task once, below it the hosts that share a change, then one line
// of sums.
import type { Diff } from '../model/change.ts'
import type { Result, RunRecord } from '../model/event.ts'
import { diffLines } from './diff.ts'
import { oneLine } from './harmless.ts'
import { HIDDEN_REASON } from './hidden.ts'
import { hostsText } from './names.ts'
import { type Ink, signs, type Theme } from './theme.ts'

type Task = RunRecord['plays'][number]['tasks'][number]
type Ended = Task['results'][string]
type Group = { readonly result: Result; readonly diffs: readonly Diff[]; readonly hosts: string[] }
/** A task in all batches of a play. */
type Row = { readonly title: string; readonly groups: Map<string, Group> }

const INKS: Partial<Record<Result['status'], Ink>> = {
  changed: 'changed',
  unknown: 'unknown',
  failed: 'failed',
  unreachable: 'unreachable',
}

/** The diffs of a result: those of its items, where it was a loop. */
const diffsOf = ({ items, diffs }: Ended): readonly Diff[] =>
  items && items.length > 0 ? items.flatMap(item => item.result.diffs) : diffs

const add = (row: Row, host: string, result: Ended): void => {
  if (!(result.status in INKS)) return
  const diffs = diffsOf(result)
  const key = JSON.stringify([result.status, result.reason, result.hidden, result.ignored, diffs])
  const group = row.groups.get(key)
  if (group) group.hosts.push(host)
  else row.groups.set(key, { result, diffs, hosts: [host] })
}

/** Rows of the plays with one name that follow each other: the batches of `serial`. */
const rowsOf = (plays: RunRecord['plays']): Row[] => {
  const rows = new Map<string, Row>()
  for (const { tasks } of plays) {
    for (const { id, name, module, results } of tasks) {
      const row = rows.get(id) ?? {
        title: `${oneLine(name)} (${oneLine(module)})`,
        groups: new Map(),
      }
      rows.set(id, row)
      for (const [host, result] of Object.entries(results)) add(row, host, result)
    }
  }
  return [...rows.values()].filter(({ groups }) => groups.size > 0)
}

const reasonText = (status: Result['status'], reason = ''): string => {
  if (status === 'changed') return ''
  const word = status === 'unknown' ? 'decided by the run' : status
  return `: ${word}${reason === '' ? '' : `: ${oneLine(reason)}`}`
}

const groupLines = ({ result, diffs, hosts }: Group, theme: Theme): string[] => {
  const { status, reason, hidden, ignored } = result
  const ink = ignored ? 'warning' : (INKS[status] ?? 'dim')
  const why = reasonText(status, reason) + (ignored ? ' (ignored)' : '')
  const title = `${signs[status]} on ${hostsText(hosts)}${why}`
  const shown =
    hidden && status === 'changed'
      ? [`      ${HIDDEN_REASON}`]
      : diffs.flatMap(diff => diffLines(diff, theme, '      '))
  return [`    ${theme.paint(ink, title)}`, ...shown]
}

/** Counts of all hosts: `3 hosts: 28 to change, 2 unknown, 0 failed`. */
export const summary = ({ recap, mode }: RunRecord): string => {
  const counts = Object.values(recap)
  const sum = (key: 'changed' | 'unknown' | 'failed' | 'unreachable'): number =>
    counts.reduce((total, one) => total + one[key], 0)
  const hosts = `${counts.length} host${counts.length === 1 ? '' : 's'}`
  const unreachable = sum('unreachable') > 0 ? `, ${sum('unreachable')} unreachable` : ''
  const changed = `${sum('changed')} ${mode === 'check' ? 'to change' : 'changed'}`
  return `${hosts}: ${changed}, ${sum('unknown')} unknown, ${sum('failed')} failed${unreachable}`
}

/** What a run would do, or has done, told once for all hosts that are alike. */
export const planText = (record: RunRecord, theme: Theme): string => {
  const lines: string[] = []
  const { plays } = record
  for (let at = 0; at < plays.length;) {
    const { name } = plays[at]!
    let end = at
    while (plays[end]?.name === name) end++
    const rows = rowsOf(plays.slice(at, end))
    at = end
    if (rows.length === 0) continue
    lines.push(theme.paint('bold', `play ${oneLine(name)}`))
    for (const { title, groups } of rows) {
      lines.push(`  ${title}`)
      for (const group of groups.values()) lines.push(...groupLines(group, theme))
    }
    lines.push('')
  }
  return [
    ...lines,
    summary(record),
    ...(record.interrupted ? ['interrupted: the plan is not whole'] : []),
    '',
  ].join('\n')
}
