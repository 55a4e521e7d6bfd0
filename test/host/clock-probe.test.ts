import t from 'tap'
import { clockKind } from '../../src/host/probes/clock.ts'
import { probe } from '../../src/kit/probe.ts'
import { someFacts } from '../support/facts.ts'
import { askHere, shells } from '../support/shell.ts'

for (const shell of shells)
  t.test(`${shell.join(' ')} tells of the clock`, async t => {
    t.match(askHere([probe.clock()], shell), [{ known: { hwclock: /^(UTC|local)$/ } }])
  })

const parse = (text: string) => clockKind.parse(text, [probe.clock()], someFacts)[0]

t.test('a link leads to a zone, however it is written', async t => {
  t.same(parse('L../usr/share/zoneinfo/Asia/Tokyo\nR\n'), {
    known: { zone: 'Asia/Tokyo', hwclock: 'UTC' },
  })
  t.same(parse('L/etc/zoneinfo/UTC\nRLOCAL\n'), { known: { zone: 'UTC', hwclock: 'local' } })
})

t.test('a copy of a zone has no name, and no file is UTC', async t => {
  t.same(parse('F\nRUTC\n'), { known: { hwclock: 'UTC' } })
  t.same(parse('A\nR\n'), { known: { zone: 'UTC', hwclock: 'UTC' } })
})

t.test('half a reply is no answer', async t => {
  t.match(parse(''), { failed: String })
})
