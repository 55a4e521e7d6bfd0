// --tags and --skip-tags, as a table.
import t from 'tap'
import { isChosen } from '../../src/work/select.ts'

const list = (text: string): readonly string[] => text.split(' ').filter(Boolean)

/** The task's tags, --tags, --skip-tags, whether it runs. */
const ROWS: readonly (readonly [string, string, string, boolean])[] = [
  ['', '', '', true],
  ['a', '', '', true],
  ['never', '', '', false],
  ['never a', '', '', false],
  ['always', '', '', true],
  ['a b', 'b', '', true],
  ['a', 'b', '', false],
  ['', 'b', '', false],
  ['always', 'b', '', true],
  ['never a', 'a', '', true],
  ['never', 'never', '', true],
  ['never a', 'b', '', false],
  ['a', 'all', '', true],
  ['', 'all', '', true],
  ['never', 'all', '', false],
  ['never a', 'all a', '', true],
  ['a', 'tagged', '', true],
  ['', 'tagged', '', false],
  ['never', 'tagged', '', false],
  ['always', 'tagged', '', true],
  ['', 'untagged', '', true],
  ['a', 'untagged', '', false],
  ['always', 'untagged', '', true],
  ['a', '', 'a', false],
  ['a b', '', 'b', false],
  ['a', '', 'b', true],
  ['always', '', 'a', true],
  ['always', '', 'always', false],
  ['always a', '', 'a', false],
  ['a', 'a', 'a', false],
  ['a b', 'a', 'b', false],
  ['a', '', 'tagged', false],
  ['', '', 'tagged', true],
  ['', '', 'untagged', false],
  ['a', '', 'untagged', true],
  ['a', '', 'all', false],
  ['always', '', 'all', true],
  ['always', '', 'all always', false],
]

for (const [own, only, skip, expected] of ROWS)
  t.equal(
    isChosen(list(own), { tags: list(only), skip: list(skip) }),
    expected,
    `tags "${own}" with --tags "${only}" --skip-tags "${skip}"`,
  )
