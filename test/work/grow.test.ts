import t from 'tap'
import { loadInventory } from '../../src/lang/inventory.ts'
import { grow } from '../../src/work/grow.ts'
import { hostsOfGroup } from '../../src/work/hosts.ts'
import { flatten } from '../../src/work/inventory-layers.ts'
import { filesOf } from '../support/inventory-edges.ts'

const text =
  '[web]\nweb1 a=1\n[db]\ndb1\n[site:children]\nweb\n[web:vars]\nansible_group_priority=3\n[lost]\n'
const files = filesOf({ '/proj/hosts': text })
const exec = { run: () => ({ rc: 1, out: '', err: '' }) }
const { inventory } = loadInventory(['hosts'], { files, exec, cwd: '/proj' })

t.test('nothing added gives an equal inventory', async t => {
  const grown = grow(inventory, [], 'add_host')
  t.strictSame(grown.inventory, inventory)
  t.same([grown.changed, grown.diagnostics], [[], []])
})

t.test('hosts and groups join the others; the inventory given stays', async t => {
  const grown = grow(
    inventory,
    [
      { host: 'new1', groups: ['web', 'fresh'], vars: { a: '{{ 1 }}' } },
      { host: 'web1', groups: ['web'], vars: { a: 1 } },
      { host: 'db1', groups: ['os_debian'], parents: ['os'] },
      { host: 'alone', groups: [] },
    ],
    'add_host',
  )
  t.same(grown.changed, [true, false, true, true])
  t.same(hostsOfGroup('site', grown.inventory), ['web1', 'new1'])
  t.same(grown.inventory.hosts.get('new1')?.groups, ['all', 'fresh', 'site', 'web'])
  t.match(flatten(grown.inventory.hosts.get('new1')!.layers), { a: '{{ 1 }}' })
  t.equal(
    grown.inventory.hosts.get('new1')?.layers.some(layer => layer.trusted),
    false,
  )
  t.same(hostsOfGroup('os', grown.inventory), ['db1'])
  t.same(grown.inventory.hosts.get('alone')?.groups, ['all', 'ungrouped'])
  t.equal(grown.inventory.groups.get('web')?.priority, 3)
  t.notOk(inventory.hosts.has('new1'))
  t.notOk(inventory.groups.has('os'))
})

t.test('the same again changes nothing, and a loop of groups is told of', async t => {
  const once = grow(inventory, [{ host: 'new1', groups: ['web'] }], 'add_host')
  t.same(grow(once.inventory, [{ host: 'new1', groups: ['web'] }], 'add_host').changed, [false])
  const { diagnostics } = grow(
    inventory,
    [{ host: 'web1', groups: ['site'], parents: ['web'] }],
    'group_by',
  )
  t.match(diagnostics, [{ code: 'inventory/group-loop' }])
})
