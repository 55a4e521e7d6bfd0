import t from 'tap'
import type { Exec } from '../../src/model/edge.ts'
import type { Inventory } from '../../src/model/inventory.ts'
import { loadInventory } from '../../src/lang/inventory.ts'
import { openVarsFiles } from '../../src/lang/vars-files.ts'
import { placeOfValue } from '../../src/base/span.ts'
import { filesOf } from '../support/inventory-edges.ts'

const noPrograms: Exec = { run: () => ({ rc: 127, out: '', err: 'no programs here' }) }

const load = (texts: Record<string, string>, values = Object.keys(texts), exec = noPrograms) => {
  const rooted = Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [`/proj/${path}`, text]),
  )
  const base = filesOf(rooted)
  const stat: typeof base.stat = path => {
    const found = base.stat(path)
    return found && path.endsWith('.sh') ? { ...found, mode: 0o755 } : found
  }
  return loadInventory(values, { files: { ...base, stat }, exec, cwd: '/proj' })
}

const varsOf = (inventory: Inventory, host: string) =>
  Object.assign(
    {},
    ...(inventory.hosts.get(host)?.layers ?? []).map(layer => layer.vars),
  ) as Record<string, unknown>

t.test('ten thousand hosts of one range share one set of variables', async t => {
  const { inventory, diagnostics } = load({ hosts: '[web]\nweb[00001:10000] role=web\n' })
  t.same(diagnostics, [])
  t.equal(inventory.hosts.size, 10_000)
  const [first, last] = [inventory.hosts.get('web00001'), inventory.hosts.get('web10000')]
  t.equal(first?.layers[1], last?.layers[1])
  t.equal(first?.groups, last?.groups)
})

t.test('hosts know where they came from, for inventory_dir and inventory_file', async t => {
  const { inventory } = load({ 'prod/hosts': 'web1\n' }, ['prod/hosts', 'extra,'])
  t.match(varsOf(inventory, 'web1'), {
    inventory_file: '/proj/prod/hosts',
    inventory_dir: '/proj/prod',
  })
  t.match(varsOf(inventory, 'extra'), { inventory_file: 'extra,', inventory_dir: null })
  t.same(inventory.sources, ['/proj/prod/hosts'], 'a list of hosts is no place for vars files')
})

t.test(
  'the port behind a name is a variable of the host, unless the host is known already',
  async t => {
    const { inventory } = load({ hosts: 'web1:2222\n[g]\nweb1:3333\n[v6]\n[2001:db8::1]:22\n' })
    t.equal(varsOf(inventory, 'web1').ansible_port, 2222)
    t.equal(varsOf(inventory, '2001:db8::1').ansible_port, 22)
  },
)

t.test('values know where they were written, in both forms', async t => {
  const texts = {
    'a.ini': 'web1 port=80\n[g:vars]\nx = yes\n[g]\n',
    'b.yml': 'g:\n  vars:\n    y: no\n',
  }
  const { inventory } = load(texts)
  const layers = inventory.groups.get('g')?.layers ?? []
  const place = (index: number, key: string) => {
    const span = placeOfValue(layers[index]?.vars, key)
    return span && texts[span.file as keyof typeof texts].slice(span.from, span.to)
  }
  t.equal(place(0, 'x'), 'yes')
  t.equal(place(1, 'y'), 'no')
  const span = placeOfValue(inventory.hosts.get('web1')?.layers[1]?.vars, 'port')
  t.equal(texts['a.ini'].slice(span!.from, span!.to), '80')
})

t.test('groups of a host come parents first, then by priority, then by name', async t => {
  const text = '[z]\nh\n[a]\nh\n[m]\nh\n[m:vars]\nansible_group_priority=5\n[top:children]\na\n'
  const { inventory } = load({ hosts: text })
  t.same(inventory.hosts.get('h')?.groups, ['all', 'top', 'z', 'm', 'a'])
  t.same(inventory.groups.get('m')?.layers[0]?.vars, {}, 'the priority is no variable')
})

t.test(
  'what a program prints is data that is never a template, and its keys reach no prototype',
  async t => {
    const out =
      '{"web": {"hosts": ["w"], "vars": {"g": "{{ x }}", "f": 1.0}}, "_meta": {"hostvars": {"w": {"__proto__": {"a": 1}}}}}'
    const asked: string[][] = []
    const exec: Exec = {
      run: (argv, how) => {
        asked.push([...argv, String(how?.seconds)])
        return { rc: 0, out, err: '' }
      },
    }
    const { inventory, diagnostics } = load({ 'inv.sh': '#!/bin/sh\n' }, ['inv.sh'], exec)
    t.same(diagnostics, [])
    t.same(asked, [['/proj/inv.sh', '--list', '30']])
    t.equal(inventory.groups.get('web')?.layers[0]?.trusted, false)
    t.equal(String(inventory.groups.get('web')?.layers[0]?.vars.f), '1.0')
    t.ok(inventory.hosts.get('w')?.layers.every(layer => !layer.trusted))
    t.equal(({} as { a?: unknown }).a, undefined)
  },
)

t.test('a program that cannot be run, fails, or prints too much is told of', async t => {
  const replies: [Exec['run'], RegExp][] = [
    [
      () => {
        throw new Error('spawn ETIMEDOUT')
      },
      /could not be run: spawn ETIMEDOUT/,
    ],
    [() => ({ rc: 1, out: '', err: 'line\nno token' }), /exit code 1/],
    [() => ({ rc: 0, out: ' '.repeat(65 * 1024 * 1024), err: '' }), /more than 64 MB/],
    [() => ({ rc: 0, out: '[1]', err: '' }), /must print a JSON mapping/],
    [() => ({ rc: 0, out: `{"a":${'['.repeat(5000)}`, err: '' }), /less nesting/],
  ]
  for (const [run, wanted] of replies) {
    const { diagnostics } = load({ 'inv.sh': '#!/bin/sh\n' }, ['inv.sh'], { run })
    t.match(diagnostics[0]?.message, wanted)
    t.equal(diagnostics.length, 1)
  }
})

t.test('a file without an ending is YAML or INI by its first line', async t => {
  for (const text of [
    'all:\n  hosts:\n    w:\n',
    '---\nall: {hosts: {w: }}\n',
    '{"all": {"hosts": {"w": {}}}}',
    '# c\n"all":\n  hosts: w\n',
    'w\n',
    '[g]\nw a=b\n',
    'w ansible_host=fe80::1\n',
  ]) {
    const { inventory, diagnostics } = load({ hosts: text })
    t.same([[...inventory.hosts.keys()], diagnostics], [['w'], []], text)
  }
})

t.test('vars files of one host are read when asked for, once, and lead nowhere else', async t => {
  const read: string[] = []
  const base = filesOf({
    '/proj/host_vars/web1.yml': 'a: 1\n',
    '/proj/host_vars/web2/b.yml': 'b: 2\n',
    '/proj/host_vars/web2/a.yml': 'b: 1\n',
    '/proj/secret.yml': 'c: 3\n',
  })
  const files = { ...base, read: (path: string) => (read.push(path), base.read(path)) }
  const vars = openVarsFiles(files, '/proj')
  t.same(
    vars.of('host', 'web2', '/proj').map(layer => layer.vars),
    [{ b: 1 }, { b: 2 }],
  )
  vars.of('host', 'web2', '/proj')
  t.same(read, ['/proj/host_vars/web2/a.yml', '/proj/host_vars/web2/b.yml'])
  t.same(vars.of('host', '../secret', '/proj'), [])
  t.same(vars.of('host', '..', '/proj'), [])
  t.same(vars.of('group', 'web1', '/proj'), [])
  t.equal(vars.of('host', 'web1', '/proj')[0]?.from, 'host_vars/web1.yml')
})
