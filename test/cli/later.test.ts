import t from 'tap'
import { Mistake } from '../../src/base/diagnostic.ts'
import { refuseLater } from '../../src/cli/later.ts'

t.test('flags that are still to come are named as such', async t => {
  const said = (words: readonly string[]): string => {
    try {
      refuseLater(words)
      return ''
    } catch (problem) {
      return problem instanceof Mistake ? problem.diagnostic.message : String(problem)
    }
  }
  t.equal(said(['run', 'site.yml', '--vault-id=dev@prompt']), 'mokplay does not do --vault-id yet')
  t.equal(said(['run', '-J', 'site.yml']), 'mokplay does not do -J yet')
  t.equal(said(['run', 'site.yml', '-K', '-vv', '-e', 'x=--vault']), '')
  t.equal(said(['run', 'site.yml', '--', '-J']), '')
  t.equal(said(['run', 'site.yml', '-e', 'constructor']), '')
})
