import t from 'tap'
import { hostsText } from '../../src/report/names.ts'
import { recapColumns, recapTable, rowsOf } from '../../src/report/table.ts'
import { theme } from '../../src/report/theme.ts'
import { cut, widthOf } from '../../src/report/width.ts'
import { counts } from './build.ts'

const plain = theme({ color: false, width: 80 })
const names = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `web${from + at}`)

t.test('names that count on become a range', async t => {
  t.equal(hostsText(names(1, 40)), 'web1…web40 (40)')
  t.equal(hostsText(['db1', ...names(1, 3)]), 'db1, web1…web3 (4)')
  t.equal(hostsText(['web2', 'web1']), 'web1, web2')
  t.equal(hostsText(['web09', 'web10', 'web11']), 'web09…web11 (3)')
  t.equal(
    hostsText(['web1', 'web01', 'web2']),
    'web1, web01, web2 (3)',
    'not where the digits differ',
  )
  t.equal(hostsText(['a', 'b', 'c', 'd'], 2), 'a, b and 2 more (4)')
  t.equal(hostsText(['10.0.0.9', '10.0.0.10', '10.0.0.11']), '10.0.0.9…10.0.0.11 (3)')
})

t.test('rows stay apart while there are few hosts', async t => {
  const recap = Object.fromEntries(names(1, 50).map(host => [host, counts({ ok: 3, changed: 1 })]))
  t.equal(rowsOf(recap).length, 50)
})

t.test('beyond fifty hosts, equal rows become one', async t => {
  const recap = Object.fromEntries(
    names(1, 51).map(host => [host, counts({ ok: 3, changed: host === 'web7' ? 2 : 1 })]),
  )
  t.same(
    rowsOf(recap).map(({ hosts }) => hosts.length),
    [50, 1],
  )
})

t.test('hosts with nothing to tell share a row', async t => {
  const recap = {
    web1: counts({ ok: 1 }),
    web2: counts({ ok: 1 }),
    web3: counts({ ok: 1, changed: 1 }),
    web4: counts({ ok: 1 }),
  }
  t.same(
    rowsOf(recap).map(({ hosts }) => hosts),
    [['web1', 'web2', 'web4'], ['web3']],
  )
})

t.test('a table fits its width, wide characters too', async t => {
  const recap = { ['日本'.repeat(40)]: counts({ ok: 1 }), web1: counts({ failed: 2 }) }
  for (const width of [60, 80, 120]) {
    const lines = recapTable(recap, 'apply', theme({ color: false, width })).split('\n')
    t.ok(
      lines.every(line => widthOf(line) <= width),
      `${width} columns`,
    )
    t.equal(new Set(lines.map(widthOf)).size, 1, 'all lines are as long')
  }
})

t.test('columns are aligned and leave out what nobody has', async t => {
  t.same(
    recapColumns(
      { web1: counts({ ok: 12, skipped: 1 }), longer10: counts({ changed: 3 }) },
      'apply',
      plain,
    ),
    [
      'host        ok  changed  failed  unreachable  skipped',
      'longer10     0        3       0            0        0',
      'web1        12        0       0            0        1',
    ],
  )
})

t.test('cutting keeps to the width', async t => {
  t.equal(cut('abcdef', 6), 'abcdef')
  t.equal(cut('abcdefg', 6), 'abcde…')
  t.equal(cut('日本語日本語', 6), '日本…')
  t.equal(cut('日本語', 6), '日本語')
  t.equal(cut('x', 0), '')
})
