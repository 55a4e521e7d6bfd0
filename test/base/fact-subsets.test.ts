import t from 'tap'
import {
  chosenCollectors,
  COLLECTORS,
  factsToVars,
  filterFacts,
} from '../../src/base/fact-subsets.ts'

const names = (...subset: string[]) => {
  const chosen = chosenCollectors(subset)
  return 'names' in chosen ? chosen.names : chosen.wrong
}

t.test('all is everything', async t => t.same(names('all'), Object.keys(COLLECTORS)))

t.test('the least is always there, unless it is excluded', async t => {
  t.ok(names('network').includes('platform'))
  t.notOk(names('!all').includes('network'))
  t.ok(names('!all').includes('platform'))
  t.same(names('!all', '!min', 'dns'), ['dns'])
  t.same(names('!all', '!min'), [])
})

t.test('a fact stands for the collector that tells it', async t =>
  t.same(names('!all', '!min', 'effective_user_id', 'user_id'), ['user']),
)

t.test('what a collector needs comes with it', async t =>
  t.same(names('!all', '!min', 'default_ipv4'), ['platform', 'distribution', 'network']),
)

t.test('what is excluded goes, what is asked for by name stays', async t => {
  t.notOk(names('all', '!hardware').includes('hardware'))
  t.ok(names('!hardware', 'hardware').includes('hardware'))
})

t.test('a word that means nothing is told, but for one that is excluded', async t => {
  t.equal(names('netwrok'), 'netwrok')
  t.same(names('!all', '!min', '!netwrok', 'dns'), ['dns'])
})

t.test('a filter is a pattern of a shell over the names, prefix or not', async t => {
  const facts = factsToVars({ eth0: 1, eth1: 2, 'a.b': 3, lo: 4 })
  t.same(Object.keys(filterFacts(facts, ['ansible_eth[0-9]'])), ['ansible_eth0', 'ansible_eth1'])
  t.same(Object.keys(filterFacts(facts, ['eth?'])), ['ansible_eth0', 'ansible_eth1'])
  t.same(Object.keys(filterFacts(facts, ['eth[!0]', 'a.b'])), ['ansible_eth1', 'ansible_a.b'])
  t.same(Object.keys(filterFacts(facts, ['axb'])), [])
  t.equal(filterFacts(facts, []), facts)
  t.equal(filterFacts(facts, ['*']), facts)
})
