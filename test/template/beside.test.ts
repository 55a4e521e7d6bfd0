// The tables of real/ hold what Ansible says: asked again wherever it is installed. UPDATE=1 writes its answers down.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { root } from '../support/root.ts'
import { about, askedOf, readTable, tableNames, writeTable, type Outcome } from './real/tables.ts'

const PYTHON = '/usr/bin/python3'
const NEEDS = 'ansible, netaddr, jmespath, ansible_collections.ansible.utils'
/** What a table needs besides. Without passlib Ansible hashes passwords in another way. */
const ALSO: Readonly<Record<string, string>> = { passwords: 'passlib, bcrypt' }

const lacks = (modules: string): string | false =>
  spawnSync(PYTHON, ['-c', `import ${modules}`], { timeout: 60_000 }).status === 0
    ? false
    : `needs ${PYTHON} with ${modules}`
const lacking = lacks(NEEDS)

type Answer = { is?: unknown; error?: string }

const ask = (vars: object, asked: readonly object[]): Answer[] => {
  const { stdout, stderr, status } = spawnSync(
    PYTHON,
    [join(root, 'test/template/real/evaluate.py')],
    {
      input: JSON.stringify({ vars, asked }),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      cwd: '/tmp',
      env: { ...process.env, TZ: 'UTC', HOME: '/root', LANG: 'C.UTF-8', PWD: '/tmp' },
    },
  )
  if (status !== 0) throw new Error(`evaluate.py ended with ${status}: ${stderr}`)
  return JSON.parse(stdout) as Answer[]
}

const only = process.env['TABLE']
for (const name of tableNames.filter(name => only === undefined || name === only)) {
  const skip = lacking || (ALSO[name] ? lacks(ALSO[name]) : false)
  t.test(`the table says what Ansible says: ${name}`, { skip }, async t => {
    const table = readTable(name)
    const all = Object.keys(table.groups).flatMap(group => askedOf(table, group))
    const vars = { playbook_dir: '/tmp', ...table.vars }
    const answers = ask(
      vars,
      all.map(({ t, vars: { v, q } }) => ({ t, vars: { v, q } })),
    )
    all.forEach((asked, index) => {
      const { is, error } = answers[index]!
      const outcome: Outcome = error === undefined ? { is } : { error: true }
      if (process.env['UPDATE']) asked.put(outcome)
      else if (!isDeepStrictEqual(asked.expected, outcome))
        t.same(asked.expected, outcome, about(asked))
      if (process.env['UPDATE'] === 'why' && error) t.comment(`${asked.t}: ${error}`)
    })
    if (process.env['UPDATE']) writeTable(name, table)
    t.ok(all.length > 0, `${all.length} expressions`)
  })
}
