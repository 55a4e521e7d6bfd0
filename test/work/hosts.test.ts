// Patterns beyond what test/inventories/patterns compares with Ansible itself.
import t from 'tap'
import { loadInventory } from '../../src/lang/inventory.ts'
import {
  groupsInOrder,
  hostNamed,
  hostsOfGroup,
  matchHosts,
  parsePattern,
} from '../../src/work/hosts.ts'
import { filesOf } from '../support/inventory-edges.ts'

const exec = { run: () => ({ rc: 1, out: '', err: '' }) }
const TEXT = `
[web]
web[1:4]
[db]
db1
[site:children]
db
web
`
const inventoryOf = (text: string) =>
  loadInventory(['hosts'], { files: filesOf({ '/proj/hosts': text }), exec, cwd: '/proj' })
    .inventory
const inventory = inventoryOf(TEXT)
const hosts = (pattern: string | string[], limit?: string) =>
  matchHosts(pattern, inventory, { limit }).hosts.join(' ')

t.test('what takes out works last, wherever it stands', async t => {
  t.same(
    parsePattern('!web2:&site:web').map(part => part.act),
    ['add', 'keep', 'drop'],
  )
  t.equal(hosts('!web2:web'), 'web1 web3 web4')
  t.equal(hosts(['web', '!web2', 'db']), 'web1 web3 web4 db1')
  t.equal(hosts('site'), 'db1 web1 web2 web3 web4', 'hosts come group by group')
})

t.test('the limit keeps the order of the pattern', async t => {
  t.equal(hosts('web', 'web3:web1'), 'web1 web3')
  t.equal(hosts('all', '!web'), 'db1')
  t.equal(hosts('all', ''), 'db1 web1 web2 web3 web4', 'no limit at all')
  t.equal(hosts('web', 'db'), '')
})

t.test('a limit file holds one pattern a line', async t => {
  const files = filesOf({ '/proj/retry': 'web3\r\n\ndb*\n' })
  const { hosts, diagnostics } = matchHosts('all', inventory, {
    limit: '@retry',
    files,
    cwd: '/proj',
  })
  t.same([hosts, diagnostics], [['db1', 'web3'], []])
})

t.test('a pattern that matches nothing is told of with the nearest name', async t => {
  const [wrong] = matchHosts('wbe', inventory).diagnostics
  t.match(wrong, {
    code: 'hosts/no-match',
    severity: 'warning',
    hint: 'did you mean the group "web"?',
  })
  t.same(matchHosts('all', inventoryOf('')).diagnostics, [])
})

t.test('globs and regular expressions are Python ones', async t => {
  t.equal(hosts('~(?i)WEB[12]$'), 'web1 web2')
  t.equal(hosts('~(?P<kind>d)b'), 'db1')
  t.equal(hosts('web[!12]'), 'web3 web4')
  t.equal(hosts('we?[1-2]'), 'web2 web3', 'a subscript, though it looks like letters of a glob')
  t.equal(hosts('~web[9-1]'), '')
  t.match(matchHosts('~web[9-1]', inventory).diagnostics[0], { code: 'hosts/regex' })
  t.same(matchHosts('x[z-a]*', inventory).hosts, [], 'a backward range of a glob matches nothing')
})

t.test('this machine is there even where nobody listed it', async t => {
  t.equal(hosts('localhost'), 'localhost')
  t.match(hostNamed('localhost', inventory), {
    implicit: true,
    groups: ['all'],
    layers: [{ vars: { ansible_connection: 'local' } }],
  })
  t.notOk(matchHosts('all', inventory).hosts.includes('localhost'))
  const listed = inventoryOf('localhost ansible_port=2222\n')
  t.same(matchHosts('127.0.0.1', listed).hosts, ['localhost'])
  t.equal(hostNamed('::1', listed)?.implicit, undefined)
  t.equal(hostNamed('web9', inventory), undefined)
})

t.test('groups of a host stand in the order in which their variables count', async t => {
  t.same(
    groupsInOrder(inventory.hosts.get('web1')!, inventory).map(group => group.name),
    ['all', 'site', 'web'],
  )
  t.same(hostsOfGroup('site', inventory), ['db1', 'web1', 'web2', 'web3', 'web4'])
})
