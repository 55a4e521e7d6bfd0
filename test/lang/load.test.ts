import t from 'tap'
import { loadRole, loadTaskFile } from '../../src/lang/load.ts'
import type { Block, Item, Task } from '../../src/model/playbook.ts'
import { check, edgesOver } from '../support/check-folder.ts'
import { memoryFiles } from '../support/folder-files.ts'

const load = (texts: Record<string, string>) => check(memoryFiles(texts)).loaded

/** Names of tasks in the order in which they run. */
const names = (items: readonly Item[]): string[] =>
  items.flatMap(item =>
    item.kind === 'task'
      ? [String(item.keywords['name']?.value ?? item.module)]
      : names([...item.items, ...item.rescue, ...item.always]),
  )

const say = (name: string): string => `- name: ${name}\n  ping:\n`

t.test('what a role depends on runs before it, and once', async t => {
  const loaded = load({
    'site.yml': '- hosts: nodes\n  roles: [containerd, kubelet, common]\n',
    'roles/common/tasks/main.yml': say('common'),
    'roles/containerd/tasks/main.yml': say('containerd'),
    'roles/containerd/meta/main.yml': 'dependencies: [common]\n',
    'roles/kubelet/tasks/main.yml': say('kubelet'),
    'roles/kubelet/meta/main.yml': 'dependencies: [{ role: common }, containerd]\n',
  })
  t.same(loaded.diagnostics, [])
  t.same(names(loaded.playbook.plays[0]!.roles), ['common', 'containerd', 'kubelet'])
})

t.test('a role called with other parameters, or that allows it, runs again', async t => {
  const loaded = load({
    'site.yml':
      '- hosts: web\n  roles: [{ role: site, site_port: 80 }, { role: site, site_port: 81 }, { role: site, site_port: 81 }, user, user]\n',
    'roles/site/tasks/main.yml': say('site'),
    'roles/user/tasks/main.yml': say('user'),
    'roles/user/meta/main.yml': 'allow_duplicates: true\n',
  })
  t.same(names(loaded.playbook.plays[0]!.roles), ['site', 'site', 'user', 'user'])
})

t.test('a role that may have been skipped before is kept, and marked for the engine', async t => {
  const loaded = load({
    'site.yml':
      '- hosts: web\n  roles: [{ role: debian, when: on_debian is defined }, { role: redhat, tags: rpm }]\n',
    'roles/common/tasks/main.yml': say('common'),
    'roles/debian/meta/main.yml': 'dependencies: [common]\n',
    'roles/redhat/meta/main.yml': 'dependencies: [common]\n',
  })
  const { roles } = loaded.playbook.plays[0]!
  t.same(names(roles), ['common', 'common'])
  const [first, second] = roles.map(block => (block.items[0] as Block).once)
  t.ok(first)
  t.equal(first, second)
})

t.test('a role brings its defaults, vars, parameters and handlers', async t => {
  const loaded = load({
    'site.yml':
      '- hosts: web\n  roles: [{ role: nginx, vars: { user: deploy, group: www }, nginx_port: 8080, become: true }]\n  handlers:\n    - name: mine\n      ping:\n',
    'roles/nginx/defaults/main/a.yml': 'port: 80\nroot: /a\n',
    'roles/nginx/defaults/main/b.yml': 'root: /b\n',
    'roles/nginx/vars/main.yaml': 'user: nginx\n',
    'roles/nginx/handlers/main.yml': '- import_tasks: more.yml\n',
    'roles/nginx/handlers/more.yml': say('theirs'),
  })
  const [play] = loaded.playbook.plays
  const [block] = play!.roles
  t.same({ ...block!.role!.defaults.vars }, { port: 80, root: '/b' })
  t.same(
    { ...block!.role!.vars.vars },
    { user: 'nginx', group: 'www' },
    'vars of the entry give way to the role',
  )
  t.same({ ...block!.role!.params.vars }, { nginx_port: 8080 })
  t.same(Object.keys(block!.keywords), ['become'])
  t.same(names(play!.handlers), ['theirs', 'mine'])
  t.equal(
    (play!.handlers[0] as Block).items[0]!.kind === 'task' &&
      ((play!.handlers[0] as Block).items[0] as Task).place.role?.name,
    'nginx',
  )
})

t.test('an import becomes a block that carries its keywords', async t => {
  const loaded = load({
    'site.yml':
      '- hosts: web\n  vars: { system: debian }\n  tasks:\n    - name: Import\n      import_tasks: "tasks/{{ system }}.yml"\n      when: wanted is defined\n      tags: [a]\n      become: true\n      vars: { x: 1 }\n',
    'tasks/debian.yml': '- import_tasks: sub/more.yml\n',
    'tasks/sub/more.yml': '- import_tasks: beside.yml\n',
    'tasks/sub/beside.yml': say('deep'),
  })
  const [block] = loaded.playbook.plays[0]!.tasks as readonly Block[]
  t.same(loaded.diagnostics, [])
  t.same(Object.keys(block!.keywords).sort(), ['become', 'tags', 'vars', 'when'])
  t.equal(block!.origin, 'import_tasks')
  t.same(names([block!]), ['deep'])
})

t.test('an imported playbook takes over tags, conditions and variables', async t => {
  const loaded = load({
    'site.yml':
      '- import_playbook: db/site.yml\n  tags: outer\n  when: with_db\n  vars: { port: 5433, with_db: true }\n',
    'db/site.yml':
      '- hosts: db\n  tags: [inner]\n  vars: { port: 5432, user: pg }\n  roles: [postgresql]\n',
    'db/roles/postgresql/tasks/main.yml': say('pg'),
  })
  const [play] = loaded.playbook.plays
  t.same(loaded.diagnostics, [])
  t.same([...(play!.keywords['tags']!.value as string[])], ['outer', 'inner'])
  t.equal(play!.keywords['when']?.value, 'with_db')
  t.same({ ...play!.vars.vars }, { port: 5433, user: 'pg', with_db: true })
  t.equal(play!.file, 'db/site.yml')
  t.same(names(play!.roles), ['pg'], 'roles are searched beside the imported playbook')
})

t.test('roles of collections beside the playbook are found by their full name', async t => {
  const loaded = load({
    'site.yml': '- hosts: web\n  roles: [acme.web.nginx]\n',
    'collections/ansible_collections/acme/web/roles/nginx/tasks/main.yml': say('nginx'),
  })
  t.same(loaded.diagnostics, [])
  t.same(names(loaded.playbook.plays[0]!.roles), ['nginx'])
})

t.test('ids are unique, in the order of loading, and stable', async t => {
  const texts = {
    'site.yml': '- hosts: web\n  tasks:\n    - block: [ping: , ping: ]\n    - ping:\n',
  }
  const ids = (): string[] => {
    const collect = (items: readonly Item[]): string[] =>
      items.flatMap(item => (item.kind === 'task' ? [item.id] : collect(item.items)))
    return collect(load(texts).playbook.plays[0]!.tasks)
  }
  t.same(ids(), ['t1', 't2', 't3'])
  t.same(ids(), ids())
})

t.test('a task file and a role can be loaded in the middle of a run', async t => {
  const files = memoryFiles({
    'site.yml': '[]',
    'tasks/more.yml': say('more'),
    'roles/nginx/tasks/install.yml': say('install'),
    'roles/nginx/vars/main.yml': 'port: 80\n',
    'roles/nginx/handlers/main.yml': say('restart'),
    'roles/nginx/meta/main.yml': 'dependencies: [common]\n',
    'roles/common/tasks/main.yml': say('common'),
    'roles/common/handlers/main.yml': say('reload'),
  })
  const edges = edgesOver(files)
  const options = { playbookDir: '.', prefix: 't7.' }
  const tasks = loadTaskFile('tasks/more.yml', { file: 'site.yml' }, edges, options)
  t.same(
    tasks.items.map(item => item.kind === 'task' && item.id),
    ['t7.t1'],
  )
  t.ok(tasks.sources.has('tasks/more.yml'))
  const { block, handlers } = loadRole(
    'nginx',
    { tasksFrom: 'install', vars: { site: 'a' } },
    { file: 'site.yml' },
    edges,
    options,
  )
  t.same(names([block!]), ['common', 'install'])
  t.same(names(handlers), ['reload', 'restart'])
  t.same({ ...block!.role!.vars.vars }, { site: 'a', port: 80 })
  const missing = loadTaskFile('tasks/mor.yml', { file: 'site.yml' }, edges, options)
  t.same(
    missing.diagnostics.map(({ code, hint }) => [code, hint]),
    [['import/missing-file', 'did you mean "more.yml"?']],
  )
})

t.test('a bomb of anchors or imports ends in one sentence', async t => {
  let anchors = '- hosts: web\n  tasks:\n    - block: &b0 [ping: , ping: ]\n'
  for (let level = 1; level < 30; level++)
    anchors += `    - block: &b${level} [{ block: *b${level - 1} }, { block: *b${level - 1} }]\n`
  t.same(
    load({ 'site.yml': anchors }).diagnostics.map(({ code }) => code),
    ['yaml/too-many'],
  )
  const imports = Object.fromEntries(
    Array.from({ length: 40 }, (_, level) => [
      `t${level}.yml`,
      `- import_tasks: t${level + 1}.yml\n`.repeat(3),
    ]),
  )
  const bomb = load({
    ...imports,
    't40.yml': say('end'),
    'site.yml': '- hosts: web\n  tasks:\n    - import_tasks: t0.yml\n',
  })
  t.same(
    bomb.diagnostics.map(({ code }) => code),
    ['playbook/too-big'],
  )
  const deep = Object.fromEntries(
    Array.from({ length: 300 }, (_, level) => [
      `t${level}.yml`,
      `- import_tasks: t${level + 1}.yml\n`,
    ]),
  )
  t.same(
    load({
      ...deep,
      't300.yml': say('end'),
      'site.yml': '- hosts: web\n  tasks:\n    - import_tasks: t0.yml\n',
    }).diagnostics.map(({ code }) => code),
    ['playbook/too-deep'],
  )
})

t.test('arguments that are a bomb of aliases are checked once', async t => {
  let bomb = '- hosts: web\n  vars:\n    a0: &a0 ["{{ inventory_hostname }}"]\n'
  for (let level = 1; level < 17; level++)
    bomb += `    a${level}: &a${level} [*a${level - 1}, *a${level - 1}]\n`
  const { diagnostics } = check(
    memoryFiles({ 'site.yml': `${bomb}  tasks:\n    - debug: { msg: *a16 }\n` }),
  )
  t.same(diagnostics, [])
})
