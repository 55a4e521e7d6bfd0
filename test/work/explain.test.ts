// Where a variable is defined, level by level, with its place.
import t from 'tap'
import { position, source } from '../../src/base/source.ts'
import { readYaml } from '../../src/lang/read-yaml.ts'
import type { Group, Host, Vars, VarsLayer } from '../../src/model/inventory.ts'
import { explain } from '../../src/work/explain.ts'
import { LEVELS } from '../../src/work/precedence.ts'

const layer = (from: string, text: string): VarsLayer => ({
  vars: readYaml(source(from, text)).value as Vars,
  trusted: true,
  from,
})
const group = (name: string, layers: readonly VarsLayer[] = []): Group => ({
  name,
  hosts: ['web1'],
  children: [],
  layers,
  priority: 1,
})
const host: Host = {
  name: 'web1',
  groups: ['all', 'web'],
  layers: [layer('hosts.yml', 'port: 3')],
}
const groupText = 'a: 1\nport: 2\n'
const standing = {
  host,
  inventory: {
    hosts: new Map([['web1', host]]),
    groups: new Map([
      ['all', group('all', [layer('hosts.yml', 'port: 1')])],
      ['web', group('web')],
    ]),
    sources: ['hosts.yml'],
  },
  folders: {
    of: (kind: string, name: string, folder: string) =>
      kind === 'group' && name === 'web' && folder === '/play'
        ? [layer('group_vars/web.yml', groupText)]
        : [],
    inventory: ['/inventory'],
    playbook: ['/play'],
  },
  extra: [layer('-e', 'port: 9')],
}

t.test('there are 22 levels, as in the manual', async t => {
  t.equal(LEVELS.length, 22)
  t.equal(LEVELS.at(-1)!.title, 'extra vars')
})

t.test('all definitions are told, the weakest first, each with its place', async t => {
  const found = explain('port', standing)
  t.same(
    found.map(({ level, from, value }) => [level.number, from, value]),
    [
      [3, 'hosts.yml', 1],
      [7, 'group_vars/web.yml', 2],
      [8, 'hosts.yml', 3],
      [22, '-e', 9],
    ],
  )
  t.match(position(source('group_vars/web.yml', groupText), found[1]!.span!.from), {
    line: 2,
    column: 1,
  })
})

t.test('what nothing defines has no definitions', async t => {
  t.same(explain('nope', standing), [])
})
