// Tables of expressions with the values that real Ansible gives them: reading, writing, and what ours come to.
//
//   vars: {…}                     of every expression
//   groups:
//     "name":                     rows: `is` is the value, `error` says that it fails; `ours` and `why` where we differ
//       - {"t":"1 + 1","is":2}
//     "name":                     every v with every q (or each v alone); one line of `is` for each v
//       {"t":"v | ipaddr(q)","v":[…],"q":[…],"is":[[…],…]}
//
// Values: {"!float": text}, {"!int": text} for big ones, {"!tuple": […]}; what is no plain data is its text.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { Mistake } from '../../../src/base/diagnostic.ts'
import { dict, floatText, isDict } from '../../../src/base/value.ts'
import { createTemplates } from '../../../src/template/templates.ts'
import { float, integer, isFloat, Tuple } from '../../../src/template/values.ts'
import { root } from '../../support/root.ts'
import { memoryEdges, scopeOf } from '../edges.ts'

export type Outcome = { is?: unknown; error?: true }
export type Row = Outcome & { t: string; ours?: Outcome; why?: string }
type Grid = { t: string; v: unknown[]; q?: unknown[]; is?: unknown[][] }
export type Table = { vars?: Record<string, unknown>; groups: Record<string, Row[] | Grid> }

/** One expression of a table, wherever it stands. */
export type Asked = {
  readonly t: string
  readonly vars: Record<string, unknown>
  readonly expected: Outcome
  readonly ours: Outcome
  put(outcome: Outcome): void
}

/** An expression, and what it was asked of. */
export const about = ({ t, vars: { v, q } }: Asked): string =>
  v === undefined ? t : `${t} of ${JSON.stringify([v, q])}`

const folder = join(root, 'test/template/real')
export const tableNames = readdirSync(folder)
  .filter(name => name.endsWith('.yml'))
  .map(name => name.slice(0, -4))
const fileOf = (name: string): string => join(folder, `${name}.yml`)

export const readTable = (name: string): Table =>
  parse(readFileSync(fileOf(name), 'utf8'), { intAsBigInt: false }) as Table

const FAILS = '!error'
const cell = (outcome: Outcome): unknown => (outcome.error ? FAILS : outcome.is)
const ofCell = (value: unknown): Outcome => (value === FAILS ? { error: true } : { is: value })

/** Every expression of a group. */
export const askedOf = (table: Table, group: string): Asked[] => {
  const rows = table.groups[group]!
  const vars = table.vars ?? {}
  if (Array.isArray(rows))
    return rows.map(row => {
      const expected: Outcome = row.error ? { error: true } : { is: row.is }
      return {
        t: row.t,
        vars,
        expected,
        ours: row.ours ?? expected,
        put: outcome => {
          delete row.is
          delete row.error
          Object.assign(row, outcome)
        },
      }
    })
  return rows.v.flatMap((v, down) =>
    (rows.q ?? [null]).map((q, across) => {
      const expected = ofCell(rows.is?.[down]?.[across])
      return {
        t: rows.t,
        vars: { ...vars, v, q },
        expected,
        ours: expected,
        put: (outcome: Outcome) => {
          rows.is ??= []
          ;(rows.is[down] ??= [])[across] = cell(outcome)
        },
      }
    }),
  )
}

/** The table as it was written, with the values that it has now. */
export const writeTable = (name: string, table: Table): void => {
  const head = readFileSync(fileOf(name), 'utf8').split(/^groups:$/m)[0]!
  const groups = Object.entries(table.groups).map(([group, rows]) => {
    if (Array.isArray(rows))
      return [`  ${JSON.stringify(group)}:`, ...rows.map(row => `    - ${line(row)}`)]
    const lists = rows.q ? { v: rows.v, q: rows.q } : { v: rows.v }
    return [
      `  ${JSON.stringify(group)}:`,
      `    t: ${JSON.stringify(rows.t)}`,
      ...Object.entries(lists).map(([key, list]) => `    ${key}: ${JSON.stringify(list)}`),
      '    is:',
      ...(rows.is ?? []).map(one => `      - ${JSON.stringify(one)}`),
    ]
  })
  writeFileSync(fileOf(name), `${head}groups:\n${groups.flat().join('\n')}\n`)
}
const line = ({ t, is, error, ours, why }: Row): string =>
  JSON.stringify({ t, ...(error ? { error } : { is }), ...(ours && { ours }), ...(why && { why }) })

/** A value in the writing of the tables. */
export const written = (value: unknown): unknown => {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return { '!int': String(value) }
  if (isFloat(value)) return { '!float': floatText(Number(value)) }
  if (value instanceof Tuple) return { '!tuple': Array.from(value, written) }
  if (Array.isArray(value)) return Array.from(value, written)
  if (typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, written(part)]))
}

/** A variable as the tables write it. */
const ofWriting = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ofWriting)
  if (!isDict(value)) return value
  if (typeof value['!float'] === 'string') return float(Number(value['!float']))
  if (typeof value['!int'] === 'string') return integer(BigInt(value['!int']))
  return dict(Object.entries(value).map(([key, part]) => [key, ofWriting(part)] as const))
}

/** Values keep their types, as with Ansible's jinja2_native. */
const templates = createTemplates({
  ...memoryEdges(new Map([['/etc/passwd', 'root:x:0:0:root:/root:/bin/sh']]), {
    HOME: '/root',
    LANG: 'C.UTF-8',
  }),
  setting: () => true,
})

/** What ours makes of an expression. */
export const evaluated = ({ t, vars }: Asked): Outcome => {
  const scope = scopeOf(ofWriting({ playbook_dir: '/tmp', ...vars }) as Record<string, unknown>)
  try {
    return { is: written(templates.render(`{{ ${t} }}`, scope)) }
  } catch (error) {
    if (error instanceof Mistake) return { error: true }
    throw error
  }
}
