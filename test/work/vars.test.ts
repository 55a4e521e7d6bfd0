// Who wins: each rung of the ladder against the next one, and how names are looked up along it.
import t from 'tap'
import { unknown } from '../../src/base/unknown.ts'
import { Mistake } from '../../src/base/diagnostic.ts'
import { LADDER, layer, scopeOver, shelf, strongestFirst, type Rung } from '../../src/work/vars.ts'
import { templatesOver } from '../support/check-folder.ts'

const templates = templatesOver({
  read: () => undefined,
  list: () => undefined,
  stat: () => undefined,
  realpath: () => undefined,
})

/** A scope in which each of these rungs defines x as its own name. */
const rungs = (...names: readonly Rung[]) =>
  scopeOver(
    strongestFirst(rung => (names.includes(rung) ? [layer(rung, { x: rung }, true)] : [])),
    templates,
  )

t.test('each rung is stronger than the one below it, whatever stands on the others', async t => {
  LADDER.forEach((rung, index) => {
    t.equal(rungs(...LADDER.slice(0, index + 1)).get('x'), rung)
    t.equal(rungs(rung, ...LADDER.slice(0, index)).get('x'), rung)
  })
})

t.test('on a rung the later layer wins, on a shelf too', async t => {
  const two = [layer('a', { x: 1, y: 1 }, true), layer('b', { x: 2 }, true)]
  const apart = scopeOver(
    strongestFirst(rung => (rung === 'play vars' ? two : [])),
    templates,
  )
  const together = scopeOver(
    strongestFirst(rung => (rung === 'play vars' ? [shelf(two)] : [])),
    templates,
  )
  for (const scope of [apart, together]) {
    t.same([scope.get('x'), scope.get('y'), scope.get('z')], [2, 1, undefined])
    t.same([scope.has('y'), scope.has('z')], [true, false])
    t.same([...new Set(scope.names())].sort(), ['x', 'y'])
  }
})

t.test('a value is templated when it is asked for, in the scope of whoever asks', async t => {
  const weak = layer('play vars', { greeting: 'hello {{ who }}', who: 'all' }, true)
  t.equal(scopeOver([weak], templates).get('greeting'), 'hello all')
  t.equal(
    scopeOver([layer('task vars', { who: 'me' }, true), weak], templates).get('greeting'),
    'hello me',
  )
})

t.test('what came from a host is no template, at any depth', async t => {
  const told = layer('register', { out: { stdout: '{{ secret }}' }, line: '{{ secret }}' }, false)
  const own = layer('play vars', { secret: 'told', copy: '{{ line }}' }, true)
  const scope = scopeOver([told, own], templates)
  t.same(scope.get('out'), { stdout: '{{ secret }}' })
  t.equal(scope.get('copy'), '{{ secret }}')
})

t.test('a variable made of itself is told with the way round', async t => {
  const scope = scopeOver(
    [layer('play vars', { a: '{{ b }}', b: '{{ c }}', c: '{{ a }}' }, true)],
    templates,
  )
  try {
    scope.get('a')
    t.fail('no mistake')
  } catch (problem) {
    if (!(problem instanceof Mistake)) throw problem
    t.match(problem.diagnostic, { code: 'vars/recursive', hint: /a → b → c → a/ })
  }
})

t.test('unknown goes through what is made of it', async t => {
  const scope = scopeOver(
    [
      layer('register', { out: unknown('what the command prints') }, false),
      layer('play vars', { x: 'is {{ out }}' }, true),
    ],
    templates,
  )
  t.match(scope.get('x'), { why: 'what the command prints' })
})

t.test('names of objects themselves are no variables', async t => {
  const scope = scopeOver([layer('play vars', {}, true)], templates)
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
    t.equal(scope.has(name), false, name)
})
