// Conditions with braces, as older playbooks have them.
import t from 'tap'
import { bareCondition } from '../../src/engine/old-condition.ts'

t.test('braces are parentheses, and parts of a text where they stand in one', async t => {
  t.equal(bareCondition('a == "{{"'), 'a == "{{"')
  t.equal(bareCondition('{{ a }} and b'), '( a ) and b')
  t.equal(bareCondition(`'{{ a }}' == "x"`), `('' ~ ( a ) ~ '') == "x"`)
  t.equal(
    bareCondition(`"{{ a | default('x') }}-y" in b`),
    `("" ~ ( a | default('x') ) ~ "-y") in b`,
  )
})
