import t from 'tap'
import { globPattern, isGlob, literalPart } from '../../src/base/glob.ts'

// Each expectation is what Python's fnmatch.fnmatchcase says.
t.test('globs match as fnmatch does', async t => {
  const cases: readonly (readonly [glob: string, text: string, matches: boolean])[] = [
    ['web*', 'web1', true], ['web?', 'web', false], ['w*b', 'w\nb', true], ['*.a', 'xba', false],
    ['[a-c]x', 'bx', true], ['[!a-c]x', 'bx', false], ['[^a]', '^', true], ['[]]', ']', true],
    ['[!]]', ']', false], ['[z-a]', 'm', false], ['[!z-a]', 'm', true], ['[a', '[a', true],
    ['a[]b', 'a[]b', true], ['[a\\]', '\\', true], ['a.b$', 'a.b$', true], ['[-a]', '-', true],
    ['[:0--- 5]', '-', true], ['[:0--- 5]', ':', true], ['[:0--- 5]', '0', false], ['[a-b-c]', '-', true],
  ] // prettier-ignore
  for (const [glob, text, matches] of cases)
    t.equal(globPattern(glob).test(text), matches, `${glob} against ${text}`)
})

t.test('a glob is told from a name, and so is what it begins with', async t => {
  t.ok(isGlob('a*') && isGlob('a?') && isGlob('[a]'))
  t.notOk(isGlob('a.b{c}'))
  t.equal(literalPart('lib*-dev'), 'lib')
})
