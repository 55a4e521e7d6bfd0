import t from 'tap'
import { shlexSplit } from '../../src/base/shlex.ts'

t.test('a line is split as Python splits it', async t => {
  t.same(shlexSplit(`echo  "a b" 'c "d' e\\ f`), ['echo', 'a b', 'c "d', 'e f'])
  t.same(
    shlexSplit('"a\\"b\\n" x""y \'\''),
    ['a"b\\n', 'xy', ''],
    'in double quotes only " and \\ are escaped',
  )
  t.same(shlexSplit('a # b\n$c\t`d`'), ['a', '#', 'b', '$c', '`d`'])
  t.same(shlexSplit('  '), [])
})

t.test('what has no end is refused', async t => {
  t.throws(() => shlexSplit('echo "a'), { message: 'No closing quotation' })
  t.throws(() => shlexSplit("it's"), RangeError)
  t.throws(() => shlexSplit('a\\'), { message: 'No escaped character' })
})
