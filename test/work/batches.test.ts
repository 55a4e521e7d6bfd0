// serial: hosts in batches that lose nobody and take nobody twice.
import fc from 'fast-check'
import t from 'tap'
import { cutBatches } from '../../src/work/batches.ts'

const hosts = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `web${index + 1}`)
const sizes = (count: number, serial: readonly (number | string)[]): readonly number[] =>
  cutBatches(hosts(count), serial).map(batch => batch.length)

t.test(
  'sizes are numbers or percentages of all hosts, the last one serves for the rest',
  async t => {
    t.same(sizes(5, []), [5])
    t.same(sizes(5, [2]), [2, 2, 1])
    t.same(sizes(10, [1, 3]), [1, 3, 3, 3])
    t.same(sizes(10, ['30%']), [3, 3, 3, 1])
    t.same(sizes(10, [1, '50%']), [1, 5, 4])
    t.same(sizes(3, ['10%']), [1, 1, 1], 'never none')
    t.same(sizes(3, ['100%']), [3])
    t.same(sizes(3, [0]), [3], 'no size at all')
    t.same(sizes(4, ['2']), [2, 2], 'a number as text')
    t.same(sizes(0, [2]), [])
  },
)

t.test('every host is in one batch, in the order of the hosts', async () => {
  const serial = fc.array(
    fc.oneof(
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 0, max: 150 }).map(percent => `${percent}%`),
    ),
    { maxLength: 4 },
  )
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), serial, (count, list) => {
      const cut = cutBatches(hosts(count), list)
      return cut.flat().join() === hosts(count).join() && cut.every(batch => batch.length > 0)
    }),
  )
})
