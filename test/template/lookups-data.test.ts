// Lookups of values in files: csvfile, ini, config, filetree; and of servers: url.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { fetchNow } from '../../src/cli/edges/fetch.ts'
import { createTemplates } from '../../src/template/templates.ts'
import { memoryEdges, mistake, scopeOf } from './edges.ts'

const files = new Map([
  ['/play/files/elements.csv', 'Symbol,Number\nLi,3\n"a b","x, ""y"""\n'],
  ['/play/files/ansible.csv', 'k\tv\n'],
  [
    '/play/files/app.ini',
    '[DEFAULT]\nbase=/srv\n[global]\nuser=joe\n[web]\nHost = h1 ; no comment\npath=%(base)s/www\n' +
      'long = a\n  b\n\n# c\nempty=\nuser.a=1\nuser.b=2\n',
  ],
  ['/play/files/twice.ini', '[global]\na=1\na=2\n'],
  ['/play/files/app.properties', 'a.b=1\nd:3\n'],
  ['/play/files/tree/a.conf', 'a'],
])
const settings: Readonly<Record<string, unknown>> = { DEFAULT_FORKS: 5 }
const memory = memoryEdges(files)
const templates = createTemplates({
  ...memory,
  files: {
    ...memory.files,
    details: path => {
      const stat = memory.files.stat(path)
      return stat && { ...stat, uid: 0, gid: 0, mtime: 0 }
    },
  },
  setting: name => settings[name],
  fetch: fetchNow,
})
const value = (text: string): unknown =>
  templates.render(text, scopeOf({ playbook_dir: '/play', x_a: [1], x_b: [2] }))
const problem = (text: string): string => mistake(() => value(text)).message

t.test('csvfile tells a column of the row with the key', async t => {
  t.equal(value("{{ lookup('csvfile', 'k') }}"), 'v')
  t.equal(value("{{ lookup('csvfile', 'Li', file='elements.csv', delimiter=',') }}"), '3')
  t.equal(value("{{ lookup('csvfile', 'a b file=elements.csv delimiter=,') }}"), 'x, "y"')
  t.equal(value("{{ lookup('csvfile', 'no', default='d') }}"), 'd')
  t.match(problem("{{ lookup('csvfile', 'k', col=7) }}"), 'has no column 7')
  t.match(problem("{{ lookup('csvfile', 'k colour=1') }}"), 'has no option "colour"')
})

t.test('ini tells values of sections and of properties', async t => {
  t.equal(value("{{ lookup('ini', 'user', file='app.ini') }}"), 'joe')
  t.equal(value("{{ lookup('ini', 'host section=web file=app.ini') }}"), 'h1 ; no comment')
  t.equal(value("{{ lookup('ini', 'path', section='web', file='app.ini') }}"), '/srv/www')
  t.equal(value("{{ lookup('ini', 'long', section='web', file='app.ini') }}"), 'a\nb')
  t.equal(value("{{ lookup('ini', 'nope', file='app.ini', default='d') }}"), 'd')
  t.same(value("{{ query('ini', 'user.*', section='web', file='app.ini', re=true) }}"), ['1', '2'])
  t.equal(value("{{ lookup('ini', 'd', type='properties', file='app.properties') }}"), '3')
  t.match(problem("{{ lookup('ini', 'a', section='no', file='app.ini') }}"), 'no section "no"')
  t.match(problem("{{ lookup('ini', 'a', file='twice.ini') }}"), 'line 3: "a" is there twice')
})

t.test('config tells settings, and may be told to leave out what is none', async t => {
  t.equal(value("{{ lookup('config', 'DEFAULT_FORKS') }}"), '5')
  t.same(value("{{ query('config', 'NOPE', 'DEFAULT_FORKS', on_missing='skip') }}"), [5])
  t.match(problem("{{ lookup('config', 'NOPE') }}"), 'there is no setting "NOPE"')
})

t.test('filetree and the lookups of variables go by the name of their collection, too', async t => {
  t.match(value("{{ query('community.general.filetree', 'tree/') }}"), [
    { root: '/play/files/tree/', path: 'a.conf', state: 'file', mode: '0644' },
  ])
  t.same(value("{{ lookup('community.general.merge_variables', '^x_') }}"), [1, 2])
  t.match(
    value("{{ lookup('community.general.random_string', length=5, special=false) }}"),
    /^\w{5}$/,
  )
  t.match(
    mistake(() => value("{{ lookup('community.general.dig', 'a.org') }}")),
    {
      code: 'template/not-yet',
      hint: /pipe/,
    },
  )
})

const SERVER = `
require('node:http').createServer((ask, say) => {
  if (ask.url === '/moved') return say.writeHead(302, { location: '/text' }).end()
  if (ask.url === '/locked' && !ask.headers.authorization)
    return say.writeHead(401, { 'www-authenticate': 'Basic' }).end()
  if (ask.url === '/gone') return say.writeHead(404).end()
  const seen = ask.headers.authorization ?? ask.headers['x-token'] ?? ask.headers['user-agent']
  say.end('one\\ntwo ' + seen + '\\n')
}).listen(0, '127.0.0.1', function () { console.log(this.address().port) })`

t.test('url tells what a server answers', async t => {
  const server = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => server.kill())
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  const at = `http://127.0.0.1:${line.toString().trim()}`
  t.same(value(`{{ query('url', '${at}/text') }}`), ['one', 'two ansible-httpget'])
  t.equal(
    value(`{{ lookup('url', '${at}/moved', split_lines=false) }}`),
    'one\ntwo ansible-httpget\n',
  )
  t.equal(value(`{{ query('url', '${at}/text', headers={'X-Token': 'abc'}) | last }}`), 'two abc')
  t.equal(
    value(`{{ query('url', '${at}/locked', username='ann', password='secret') | last }}`),
    'two Basic YW5uOnNlY3JldA==',
  )
  t.match(problem(`{{ lookup('url', '${at}/gone') }}`), 'answered with 404 Not Found')
  t.match(problem(`{{ lookup('url', '${at}/moved', follow_redirects='none') }}`), '302 Found')
  t.match(problem(`{{ lookup('url', 'http://127.0.0.1:1/') }}`), 'ECONNREFUSED')
  t.equal(value(`{{ lookup('url', '${at}/gone', errors='ignore') }}`), '')
})
