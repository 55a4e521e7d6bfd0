// Every row of conformance.yml: what real Ansible makes of a template, or a difference that is
// meant.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { Mistake } from '../../src/base/diagnostic.ts'
import { floatText } from '../../src/base/value.ts'
import type { FileOptions } from '../../src/model/template.ts'
import { fromJson } from '../../src/template/json-read.ts'
import { str } from '../../src/template/print.ts'
import { createTemplates } from '../../src/template/templates.ts'
import { isFloat, Thing, Tuple } from '../../src/template/values.ts'
import { root } from '../support/root.ts'
import { memoryEdges, scopeOf } from './edges.ts'

process.env['TZ'] = 'UTC'

type Expected = { is?: unknown; error?: string }
type Row = Expected & {
  t: string
  ours?: Expected
  why?: string
  options?: Omit<FileOptions, 'file'>
}
type Table = {
  rows: Record<string, Row[]>
  files: Row[]
  library: Record<string, string>
  inherit: Row[]
}

const text = readFileSync(join(root, 'test/template/conformance.yml'), 'utf8')
const table = parse(text) as Table
// The variables are JSON on one line, read so that 1.0 stays a float.
const vars = fromJson(/^vars: (.*)$/m.exec(text)![1]!) as Record<string, unknown>
const scope = scopeOf({ ...vars, playbook_dir: '/tmp', role_path: '/tmp' })
const files = new Map([
  ['/etc/passwd', 'root'],
  ['/etc/hosts', 'localhost'],
])
const templates = createTemplates({
  ...memoryEdges(files, { HOME: '/root' }),
  setting: name => name === 'DEFAULT_JINJA2_NATIVE',
})

/** A value in the writing of the table. */
const written = (value: unknown): unknown => {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return { '!int': String(value) }
  if (isFloat(value)) return { '!float': floatText(Number(value)) }
  if (value instanceof Tuple) return { '!tuple': Array.from(value, written) }
  if (value instanceof Thing) return { '!text': str(value) }
  if (Array.isArray(value)) return value.map(written)
  if (typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, written(part)]))
}

const outcome = (act: () => unknown): Expected => {
  try {
    return { is: written(act()) }
  } catch (error) {
    if (error instanceof Mistake) return { error: error.diagnostic.code }
    throw error
  }
}

const expected = ({ is, error, ours }: Row): Expected =>
  ours ?? (error === undefined ? { is } : { error })

for (const [group, rows] of Object.entries(table.rows))
  t.test(`templates mean what they mean to Ansible: ${group}`, async t => {
    for (const row of rows)
      t.same(
        outcome(() => templates.render(row.t, scope)),
        expected(row),
        row.t,
      )
  })

t.test('template files come out byte for byte as Ansible writes them', async t => {
  for (const row of table.files)
    t.same(
      outcome(() => templates.file(row.t, scope, { file: 'app.conf.j2', ...row.options })),
      expected(row),
      `${row.t} ${JSON.stringify(row.options)}`,
    )
})

t.test('files that include, import and extend others do as Jinja2 does', async t => {
  const find = (name: string) =>
    Object.hasOwn(table.library, name) ? { file: name, text: table.library[name]! } : undefined
  for (const row of table.inherit)
    t.same(
      outcome(() =>
        templates.file(row.t, scope, { file: 'main', find, keepTrailingNewline: false }),
      ),
      expected(row),
      row.t,
    )
})

t.test('every difference that is meant has a reason', async t => {
  const meant = Object.values(table.rows)
    .flat()
    .filter(row => row.ours)
  t.ok(meant.length > 0)
  for (const row of meant) t.type(row.why, 'string', row.t)
})
