// Filters and tests give the values that real Ansible gives: the tables of real/, which beside.test.ts keeps true.
import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { about, askedOf, evaluated, readTable, tableNames } from './real/tables.ts'

process.env['TZ'] = 'UTC'

for (const name of tableNames) {
  const table = readTable(name)
  for (const group of Object.keys(table.groups))
    t.test(`as Ansible has it: ${name}: ${group}`, async t => {
      const all = askedOf(table, group).map(asked => ({ asked, outcome: evaluated(asked) }))
      const wrong = all.filter(({ asked, outcome }) => !isDeepStrictEqual(outcome, asked.ours))
      for (const { asked, outcome } of wrong) t.same(outcome, asked.ours, about(asked))
      t.equal(wrong.length, 0, `${all.length} expressions`)
    })
}

t.test('every difference that is meant has a reason', async t => {
  for (const name of tableNames)
    for (const rows of Object.values(readTable(name).groups))
      if (Array.isArray(rows))
        for (const row of rows) if (row.ours) t.type(row.why, 'string', row.t)
})
