import t from 'tap'
import { recordOf } from '../../src/report/fold.ts'
import { planText } from '../../src/report/plan-text.ts'
import { theme } from '../../src/report/theme.ts'
import { many } from './cases.ts'

const plain = theme({ color: false, width: 80 })

t.test('a thousand hosts that are alike fit on a screen', async t => {
  const lines = planText(recordOf(many(1000, 'check')), plain).split('\n')
  t.ok(lines.length < 20, `${lines.length} lines`)
  t.equal(
    lines.filter(line => line.includes('+worker_processes auto;')).length,
    1,
    'one change is shown once',
  )
})

t.test('the last line sums up', async t => {
  t.match(
    planText(recordOf(many(1000, 'check')), plain),
    /^1000 hosts: 900 to change, 0 unknown, 0 failed$/m,
  )
})

t.test('a plan of a cut stream says that it is not whole', async t => {
  t.match(planText(recordOf(many(10, 'check').slice(0, 6)), plain), /the plan is not whole/)
})
