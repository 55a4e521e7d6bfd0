// Lookups read the controller through the edges only.
import t from 'tap'
import { Mistake } from '../../src/base/diagnostic.ts'
import { createTemplates } from '../../src/template/templates.ts'
import { memoryEdges, mistake, scopeOf } from './edges.ts'

const files = () =>
  new Map([
    ['/play/files/motd', 'play\n'],
    ['/play/hosts', 'plain\n'],
    ['/play/roles/web/files/motd', ' role \n\n'],
    [
      '/play/roles/web/templates/a.j2',
      '#jinja2: trim_blocks: False\n{% if x %}\n{{ x }}{% endif %}{{ extra | default("-") }}\n',
    ],
    ['/play/roles/web/templates/main.j2', '{% include "part.j2" %}!'],
    ['/play/roles/web/templates/part.j2', 'part {{ x }}\n'],
    ['/play/roles/web/tasks/near.txt', 'near'],
    ['/play/conf.d/b.conf', ''],
    ['/play/conf.d/a.conf', ''],
    ['/play/conf.d/.hidden.conf', ''],
    ['/play/conf.d/deep/c.conf', ''],
  ])
const role = {
  playbook_dir: '/play',
  role_path: '/play/roles/web',
  ansible_task_dir: '/play/roles/web/tasks',
  x: 5,
  evil: '{{ x }}',
  groups: { all: ['web1', 'web2', 'db1'], web: ['web1', 'web2'], db: ['db1'], ungrouped: [] },
}

const make = (memory = files()) => {
  const templates = createTemplates(memoryEdges(memory, { HOME: '/home/ann', EMPTY: '' }))
  return (text: string, more: object = {}): unknown =>
    templates.render(text, scopeOf({ ...role, ...more }))
}
const value = make()

t.test('files are looked for in the role, beside the tasks and beside the playbook', async t => {
  t.equal(value("{{ lookup('file', 'motd') }}"), ' role')
  t.equal(value("{{ lookup('file', 'motd', lstrip=true, rstrip=false) }}"), 'role \n\n')
  t.equal(value("{{ lookup('file', 'near.txt') }}"), 'near')
  t.equal(value("{{ lookup('file', 'hosts') }}"), 'plain')
  t.equal(value("{{ lookup('file', 'motd') }}", { role_path: '' }), 'play')
  t.equal(value("{{ lookup('file', '/play/hosts', 'motd') }}"), 'plain, role')
  t.match(
    mistake(() => value("{{ lookup('file', 'nope') }}")),
    {
      message: 'file "nope" was not found on the controller',
      hint: /\/play\/roles\/web\/files\/nope/,
    },
  )
  t.equal(value("{{ lookup('file', 'nope', errors='ignore') }}"), '')
  t.same(value("{{ query('file', 'nope', errors='warn') }}"), [])
})

t.test('a template is rendered with all variables, its header and its neighbours', async t => {
  t.equal(value("{{ lookup('template', 'a.j2') }}"), '\n5-\n')
  t.equal(value("{{ lookup('template', 'a.j2', template_vars={'extra': 7}) }}"), '\n57\n')
  t.equal(value("{{ lookup('template', 'main.j2') }}"), 'part 5!')
})

t.test('what a lookup reads is never a template', async t => {
  const memory = files().set('/play/evil', '{{ x }}')
  t.equal(make(memory)("{{ lookup('file', '/play/evil') }}"), '{{ x }}')
  t.equal(value("{{ lookup('vars', 'evil') }}"), '{{ x }}')
  t.equal(value('{{ lookup(\'pipe\', "echo \'{" ~ "{ x }" ~ "}\'") }}'), '{{ x }}')
})

t.test('environment, variables and programs', async t => {
  t.equal(value("{{ lookup('env', 'HOME') }}"), '/home/ann')
  t.equal(value("{{ lookup('env', 'EMPTY') }}"), '')
  t.equal(value("{{ lookup('env', 'NOPE', default='x') }}"), 'x')
  t.same(value("{{ query('varnames', '^ans', 'path$') }}"), ['ansible_task_dir', 'role_path'])
  t.match(
    mistake(() => value("{{ lookup('pipe', 'echo oops >&2; exit 3') }}")),
    { message: /failed with exit code 3: oops/ },
  )
  t.equal(value('{{ vars.x }}'), '5')
  t.equal(value("{{ 'x' in vars }}"), true)
  t.equal(value("{{ now(utc=true, fmt='%Y-%m-%d %H:%M') }}"), '2024-01-02 03:04')
})

t.test('fileglob and first_found', async t => {
  t.same(value("{{ query('fileglob', '/play/conf.d/*.conf') }}"), [
    '/play/conf.d/a.conf',
    '/play/conf.d/b.conf',
  ])
  t.same(value("{{ query('fileglob', '../conf.d/[a]*', '/nope/*') }}"), ['/play/conf.d/a.conf'])
  t.equal(
    value("{{ lookup('first_found', ['nope', 'motd', 'hosts']) }}"),
    '/play/roles/web/files/motd',
  )
  t.equal(
    value(
      "{{ lookup('first_found', {'files': ['nope', 'b.conf'], 'paths': ['/x', '/play/conf.d']}) }}",
    ),
    '/play/conf.d/b.conf',
  )
  t.same(value("{{ query('first_found', {'files': ['nope'], 'skip': true}) }}"), [])
  t.match(
    mistake(() => value("{{ lookup('first_found', ['nope', 'nix']) }}")),
    { message: 'none of these files was found: nope, nix' },
  )
  t.equal(
    value("{{ lookup('first_found', [missing | default('motd')]) }}"),
    '/play/roles/web/files/motd',
  )
})

t.test('hosts by pattern', async t => {
  t.same(value("{{ query('inventory_hostnames', 'web') }}"), ['web1', 'web2'])
  t.same(value("{{ query('inventory_hostnames', 'all:!web') }}"), ['db1'])
  t.same(value("{{ query('inventory_hostnames', 'web*:&web1') }}"), ['web1'])
})

t.test('a password is made once, kept in its file, and read from then on', async t => {
  const memory = files()
  const first = make(memory)("{{ lookup('password', 'secrets/db length=12 chars=digits') }}")
  t.match(first, /^\d{12}$/)
  t.equal(memory.get('/play/secrets/db'), `${first as string}\n`)
  t.equal(make(memory)("{{ lookup('password', 'secrets/db') }}"), first)
  const hash = make(memory)(
    "{{ lookup('password', 'secrets/db', encrypt='sha512_crypt') }}",
  ) as string
  t.match(hash, /^\$6\$.{16}\$.{86}$/)
  t.match(memory.get('/play/secrets/db'), /^\d{12} salt=.{16}\n$/)
  t.equal(make(memory)("{{ lookup('password', 'secrets/db encrypt=sha512') }}"), hash)
  t.equal(
    (value("{{ lookup('password', '/dev/null length=40 chars=ascii_lowercase,-') }}") as string)
      .length,
    40,
  )
  t.equal(
    value("{{ lookup('password', '/dev/null seed=a') }}"),
    value("{{ lookup('password', '/dev/null seed=a') }}"),
  )
})

t.test('a password that cannot be kept is an error', async t => {
  const { write: _write, ...edges } = memoryEdges(new Map())
  t.throws(
    () => createTemplates(edges).render("{{ lookup('password', '/a') }}", scopeOf({})),
    Mistake,
  )
})

t.test('with_* names come through lookup()', async t => {
  const templates = createTemplates(memoryEdges(files()))
  const scope = scopeOf(role)
  const items = (name: string, ...terms: unknown[]) => templates.lookup(name, terms, {}, scope)
  t.same(items('items', 1, [2, [3]]), [1, 2, [3]])
  t.same(items('dict', { a: 1 }), [{ key: 'a', value: 1 }])
  t.same(items('nested', [1, 2], ['a']), [
    [1, 'a'],
    [2, 'a'],
  ])
  t.same(items('together', [1, 2], ['a']), [
    [1, 'a'],
    [2, null],
  ])
  t.same(items('sequence', 'start=1 end=3 format=web%02d'), ['web01', 'web02', 'web03'])
  t.same(items('subelements', [{ n: 1, k: ['a'] }], 'k'), [[{ n: 1 }, 'a']])
  t.same(items('fileglob', '/play/conf.d/*'), ['/play/conf.d/a.conf', '/play/conf.d/b.conf'])
  t.match(
    mistake(() => items('item', 1)),
    { code: 'template/unknown-lookup', hint: 'did you mean "items"?' },
  )
})
