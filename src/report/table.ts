// The recap: hosts × counts. A table by cli-table3 for terminals, plain columns for everything
// else.
import CliTable from 'cli-table3'
import { cut, pad, widthOf } from './width.ts'
import { hostsText, inOrder } from './names.ts'
import type { Counts, Recap, RunRecord } from '../model/event.ts'
import type { Ink, Theme } from './theme.ts'

/** Counts as the recap shows them, in order; `always` ones stand there when all are 0 too. */
const COLUMNS = [
  { key: 'ok', ink: 'ok', always: true },
  { key: 'changed', ink: 'changed', always: true },
  { key: 'failed', ink: 'failed', always: true },
  { key: 'unreachable', ink: 'unreachable', always: true },
  { key: 'unknown', ink: 'unknown', always: false },
  { key: 'skipped', ink: 'skipped', always: false },
  { key: 'rescued', ink: 'ok', always: false },
  { key: 'ignored', ink: 'warning', always: false },
] as const satisfies readonly { key: keyof Counts; ink: Ink; always: boolean }[]

type Column = (typeof COLUMNS)[number]
type Row = { readonly hosts: readonly string[]; readonly counts: Counts }

/** More hosts than that, and equal rows become one. */
const MOST_ROWS = 50

/** Hosts that are as they should be become one row as soon as there are so many. */
const MOST_QUIET = 3

/** Runs of names that a row shows. */
const MOST_NAMES = 3

const isQuiet = ({ changed, failed, unreachable, unknown, rescued, ignored }: Counts): boolean =>
  changed + failed + unreachable + unknown + rescued + ignored === 0

const signature = (counts: Counts): string => COLUMNS.map(({ key }) => counts[key]).join(' ')

/**
 * Rows for hosts: those with nothing to tell are joined, and all that are alike when there are
 * many.
 */
export const rowsOf = (recap: Recap): Row[] => {
  const hosts = inOrder(Object.keys(recap))
  const quiet = hosts.filter(host => isQuiet(recap[host]!)).length
  const joins = (counts: Counts): boolean =>
    hosts.length > MOST_ROWS || (quiet >= MOST_QUIET && isQuiet(counts))
  const rows = new Map<string, { hosts: string[]; counts: Counts }>()
  for (const host of hosts) {
    const counts = recap[host]!
    const key = joins(counts) ? signature(counts) : `host ${host}`
    const row = rows.get(key)
    if (row) row.hosts.push(host)
    else rows.set(key, { hosts: [host], counts })
  }
  return [...rows.values()]
}

const columnsOf = (rows: readonly Row[]): Column[] =>
  COLUMNS.filter(({ key, always }) => always || rows.some(({ counts }) => counts[key] > 0))

const headOf = ({ key }: Column, mode: RunRecord['mode']): string =>
  key === 'changed' && mode === 'check' ? 'would change' : key

const inkOfRow = ({ failed, unreachable, changed }: Counts): Ink =>
  failed + unreachable > 0 ? 'failed' : changed > 0 ? 'changed' : 'ok'

/** The recap as a drawn table; ends without a newline. */
export const recapTable = (recap: Recap, mode: RunRecord['mode'], theme: Theme): string => {
  const rows = rowsOf(recap)
  const columns = columnsOf(rows)
  const heads = columns.map(column => headOf(column, mode))
  // Borders and padding around each count, and around the name itself.
  const taken = heads.reduce((sum, head) => sum + Math.max(head.length, 4) + 3, 4)
  const room = Math.max(12, theme.width - taken)
  const table = new CliTable({
    head: ['host', ...heads].map(head => theme.paint('bold', head)),
    colAligns: ['left', ...columns.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true, 'padding-left': 1, 'padding-right': 1 },
  })
  for (const { hosts, counts } of rows)
    table.push([
      theme.paint(inkOfRow(counts), cut(hostsText(hosts, MOST_NAMES), room)),
      ...columns.map(({ key, ink }) =>
        theme.paint(counts[key] > 0 ? ink : 'dim', String(counts[key])),
      ),
    ])
  return table.toString()
}

/** The recap as aligned columns. */
export const recapColumns = (recap: Recap, mode: RunRecord['mode'], theme: Theme): string[] => {
  const rows = rowsOf(recap)
  const columns = columnsOf(rows)
  const names = rows.map(({ hosts }) => hostsText(hosts, MOST_NAMES))
  const nameWidth = Math.max(4, ...names.map(widthOf))
  const widths = columns.map(column => Math.max(headOf(column, mode).length, 4))
  const line = (name: string, cells: readonly string[]): string =>
    [name, ...cells].join('  ').trimEnd()
  return [
    line(
      pad('host', nameWidth),
      columns.map((column, at) => pad(headOf(column, mode), widths[at]!, 'left')),
    ),
    ...rows.map(({ counts }, at) =>
      line(
        theme.paint(inkOfRow(counts), pad(names[at]!, nameWidth)),
        columns.map(({ key, ink }, column) => {
          const cell = pad(String(counts[key]), widths[column]!, 'left')
          return counts[key] > 0 ? theme.paint(ink, cell) : cell
        }),
      ),
    ),
  ]
}
