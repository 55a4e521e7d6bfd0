// The statements and expressions of jinja2.yml, beside the real Jinja2 where it is installed.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { Mistake } from '../../src/base/diagnostic.ts'
import { createTemplates } from '../../src/template/templates.ts'
import { root } from '../support/root.ts'
import { memoryEdges, scopeOf } from './edges.ts'

type Case = {
  readonly t: string
  readonly options?: { readonly trim_blocks?: boolean; readonly lstrip_blocks?: boolean }
  readonly differs?: string
}
type Table = {
  readonly vars: Record<string, unknown>
  readonly files: Record<string, string>
  readonly cases: readonly (Case | string)[]
}
type Outcome = { readonly is?: unknown; readonly error?: string }

const table = parse(readFileSync(join(root, 'test/template/jinja2.yml'), 'utf8')) as Table
const { vars, files } = table
const cases = table.cases.map(row => (typeof row === 'string' ? { t: row } : row) as Case)
const templates = createTemplates(memoryEdges(new Map()))

const ours = ({ t: text, options }: Case): Outcome => {
  const find = (name: string) =>
    Object.hasOwn(files, name) ? { file: name, text: files[name]! } : undefined
  const scope = scopeOf(vars)
  try {
    const is = templates.file(text, scope, {
      file: 'main.j2',
      trimBlocks: options?.trim_blocks ?? true,
      lstripBlocks: options?.lstrip_blocks ?? false,
      find,
    })
    return { is }
  } catch (error) {
    if (error instanceof Mistake) return { error: error.diagnostic.message }
    throw error
  }
}

const real = (): readonly Outcome[] | undefined => {
  const input = JSON.stringify(cases.map(one => ({ ...one, vars, files })))
  const driver = join(root, 'test/template/render.py')
  const { status, stdout } = spawnSync('/usr/bin/python3', [driver], { input, encoding: 'utf8' })
  return status === 0 ? (JSON.parse(stdout) as readonly Outcome[]) : undefined
}

const told = real()
if (!told) t.plan(0, 'Jinja2 is not installed')
for (const [index, outcome] of (told ?? []).entries()) {
  const { t: text, differs } = cases[index]!
  t.test(JSON.stringify(text), async t => {
    const made = ours(cases[index]!)
    if (differs !== undefined) t.not(made.is, outcome.is, differs)
    else if (outcome.error === undefined) t.same(made, outcome)
    else t.type(made.error, 'string', `fails, as the real one does: ${outcome.error}`)
  })
}
