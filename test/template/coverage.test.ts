// Every filter and test that Ansible documents is there, or its lack has a reason.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { pluginCoverage } from '../../src/template/coverage.ts'
import { root } from '../support/root.ts'
import { tableNames } from './real/tables.ts'

const coverage = pluginCoverage()
const names = (kind: string): Set<string> =>
  new Set(coverage.filter(one => one.kind === kind).map(one => `${one.collection}.${one.name}`))

t.test('what is not full says why', async t => {
  for (const { name, state, note } of coverage)
    t.equal(note !== undefined && note !== '', state !== 'full', name)
})

t.test('nothing is told twice', async t => {
  const all = coverage.map(({ kind, collection, name }) => `${kind} ${collection}.${name}`)
  t.equal(new Set(all).size, all.length)
})

t.test('every one is used in a table or a case', async t => {
  const files = [
    'test/template/conformance.yml',
    'test/template/newer.test.ts',
    'test/differential/language/filters.yml',
    'test/differential/language/vault.yml',
    ...tableNames.map(name => `test/template/real/${name}.yml`),
  ]
  const text = files.map(file => readFileSync(join(root, file), 'utf8')).join('\n')
  const uses = new Set(
    [...text.matchAll(/(?:\| *|\bis (?:not )?|['"])(?:\w+\.\w+\.)?([\w=<>!]+)/g)].map(
      use => use[1],
    ),
  )
  t.same(
    coverage.filter(({ name, state }) => state !== 'not planned' && !uses.has(name)),
    [],
  )
})

const KNOWN = /^(?:ansible\.(?:builtin|utils|netcommon|posix|windows)|community\.general)\./

for (const kind of ['filter', 'test'] as const) {
  const { status, stdout } = spawnSync('ansible-doc', ['-t', kind, '-l'], { encoding: 'utf8' })
  t.test(
    `${kind}s that ansible-doc lists are known`,
    { skip: status === 0 ? false : 'needs ansible-doc' },
    async t => {
      const listed = stdout
        .split('\n')
        .map(line => line.split(/\s/)[0] ?? '')
        .filter(name => KNOWN.test(name))
      t.ok(listed.length > 40, `${listed.length} are listed`)
      t.same(
        listed.filter(name => !names(kind).has(name)),
        [],
      )
    },
  )
}
