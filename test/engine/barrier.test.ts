// Lock-step: whoever stands furthest back goes on first, in the order of the play's hosts.
import fc from 'fast-check'
import t from 'tap'
import { barrier, comparePositions, type Barrier } from '../../src/engine/barrier.ts'

/** Hosts that walk through positions, and the order in which they went on. */
const walked = async (
  ways: Readonly<Record<string, readonly (readonly number[])[]>>,
  free = false,
  starts = Object.keys(ways),
): Promise<readonly string[]> => {
  const made: Barrier = barrier(Object.keys(ways), free)
  const log: string[] = []
  await Promise.all(
    starts.map(async host => {
      for (const position of ways[host]!) {
        await made.arrive(host, position)
        log.push(`${host} ${position.join('.')}`)
      }
      made.leave(host)
    }),
  )
  return log
}

t.test('positions are ordered as the tree is read, a list before what is in it', async t => {
  const ordered = [[], [0], [0, 0], [0, 0, 5], [0, 1], [1], [1, 0], [10]]
  ordered.forEach((a, i) =>
    ordered.forEach((b, j) => t.equal(Math.sign(comparePositions(a, b)), Math.sign(i - j))),
  )
})

t.test('hosts go task by task together, whoever arrives last', async t => {
  const way = [[0], [1]]
  const expected = ['web1 0', 'web2 0', 'web3 0', 'web1 1', 'web2 1', 'web3 1']
  t.same(await walked({ web1: way, web2: way, web3: way }), expected)
  t.same(
    await walked({ web1: way, web2: way, web3: way }, false, ['web3', 'web2', 'web1']),
    expected,
  )
})

t.test('a host with tasks of its own in between is waited for', async t => {
  t.same(await walked({ web1: [[0], [0, 1, 0], [0, 1, 1], [1]], web2: [[0], [1]] }), [
    'web1 0',
    'web2 0',
    'web1 0.1.0',
    'web1 0.1.1',
    'web1 1',
    'web2 1',
  ])
})

t.test('a host that leaves holds nobody up', async t => {
  t.same(await walked({ web1: [[0]], web2: [[0], [1], [2]] }), [
    'web1 0',
    'web2 0',
    'web2 1',
    'web2 2',
  ])
})

t.test('where strategy is free nobody waits', async t => {
  const log = await walked({ web1: [[0], [1], [2]], web2: [[5]] }, true)
  t.equal(log.length, 4)
  t.ok(log.indexOf('web2 5') < log.indexOf('web1 2'))
})

t.test(
  'all hosts come to their end, and nobody goes on while another stands further back',
  async () => {
    const position = fc.array(fc.nat(3), { minLength: 1, maxLength: 3 })
    const way = fc.array(position, { maxLength: 6 }).map(list => [...list].sort(comparePositions))
    await fc.assert(
      fc.asyncProperty(fc.array(way, { minLength: 1, maxLength: 4 }), async ways => {
        const log = await walked(
          Object.fromEntries(ways.map((each, index) => [`web${index}`, each])),
        )
        const positions = log.map(line => line.split(' ')[1]!.split('.').map(Number))
        return (
          log.length === ways.flat().length &&
          positions.every(
            (each, index) => index === 0 || comparePositions(positions[index - 1]!, each) <= 0,
          )
        )
      }),
    )
  },
)
