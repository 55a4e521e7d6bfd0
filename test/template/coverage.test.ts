// Every filter and test that Ansible documents is there, or its lack has a reason.
import { spawnSync } from 'node:child_process'
import t from 'tap'
import { pluginCoverage } from '../../src/template/coverage.ts'

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
