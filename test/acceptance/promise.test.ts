// Every change is verified: a module whose command exits 0 and changes nothing makes its task fail. The module is the
// user's own: TypeScript beside the playbook, loaded as it is.
import { chmodSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { thisShell } from '../../src/cli/shell.ts'
import { openProject } from '../../src/index.ts'
import { folder, runFolder } from '../support/project.ts'

const liar = (name: string, more = ''): string => `
import { arg, change, defineModule, probe, type FileAnswer } from 'mokplay/kit'

/** Says that it writes a file, and runs \`true\`. */
export default defineModule({
  name: '${name}',
  summary: 'Claim to have written a file.',
  args: { path: arg.must(arg.path('The file.')) },
  predicts: 'full',
  reads: ({ path }) => ({ file: probe.file(path) }),
  plan: ({ path }, { file }) =>
    file ? [] : [change(probe.file(path), file, { type: 'file', mode: 0o644 } as FileAnswer, [{ op: 'run', argv: ['true'] }]${more})],
})
`

const HOSTS = 'all: {hosts: {web1: {ansible_connection: local}}}\n'

t.test('what the module says and what the host says are told side by side', async t => {
  const dir = folder({
    'hosts.yml': HOSTS,
    'site.yml':
      '- hosts: all\n  gather_facts: false\n  tasks:\n    - liar: {path: "{{ playbook_dir }}/never"}\n    - copy: {content: x, dest: "{{ playbook_dir }}/after"}\n',
    'modules/liar.ts': liar('liar'),
  })
  t.teardown(() => rmSync(dir, { recursive: true }))
  const { record, recap } = await runFolder(dir)
  t.match(recap['web1'], { failed: 1, changed: 0 })
  const { status, reason } = record.plays[0]!.tasks[0]!.results['web1']!
  t.equal(status, 'failed')
  t.match(reason, /^file .*never: the module says .*mode: 0644.*, the host says it is absent$/s)
  t.notOk(existsSync(join(dir, 'after')), 'the host goes no further')
})

t.test('a dry run believes it, and says what it would do', async t => {
  const dir = folder({
    'hosts.yml': HOSTS,
    'site.yml': '- hosts: all\n  gather_facts: false\n  tasks:\n    - liar: {path: /opt/never}\n',
    'modules/liar/index.ts': liar('liar'),
  })
  t.teardown(() => rmSync(dir, { recursive: true }))
  t.match((await runFolder(dir, { check: true })).recap['web1'], { changed: 1, failed: 0 })
})

t.test('a promise that may be broken is a warning', async t => {
  const dir = folder({
    'hosts.yml': HOSTS,
    'site.yml': '- hosts: all\n  gather_facts: false\n  tasks:\n    - liar: {path: /opt/never}\n',
    'modules/liar.ts': liar('liar', ', { lenient: true }'),
  })
  t.teardown(() => rmSync(dir, { recursive: true }))
  const { record } = await runFolder(dir)
  t.match(record.plays[0]!.tasks[0]!.results['web1'], {
    status: 'changed',
    warnings: [/the host says it is absent/],
  })
})

const diagnosticsOf = async (
  files: Readonly<Record<string, string>>,
  prepare = (_dir: string): void => {},
): Promise<readonly string[]> => {
  const dir = folder({ 'hosts.yml': HOSTS, 'site.yml': '- hosts: all\n  tasks: []\n', ...files })
  prepare(dir)
  const project = await openProject(
    { playbook: join(dir, 'site.yml'), inventory: [join(dir, 'hosts.yml')] },
    thisShell().edges,
  )
  rmSync(dir, { recursive: true })
  return project.diagnostics.map(({ code, message }) => `${code}: ${message.replaceAll(dir, '')}`)
}

t.test('a module is held to its contract when it is loaded', async t => {
  const say = (body: string): string => `export default ${body}\n`
  const rows: [string, RegExp][] = [
    [say('{}'), /module\/contract.*snake_case/],
    [say('{ name: "x", summary: "" }'), /summary/],
    [say('{ name: "x", summary: "X.", predicts: "full" }'), /"reads" and "plan"/],
    [
      say(
        '{ name: "x", summary: "X.", predicts: "maybe", reads: () => ({}), plan: () => [], args: {} }',
      ),
      /predicts/,
    ],
    [
      say(
        '{ name: "x", summary: "X.", predicts: "full", reads: () => ({}), plan: () => [], args: { a: { schema: {} } } }',
      ),
      /argument "a" without a sentence/,
    ],
    ['const x: = 1\n', /module\/not-loaded/],
    ['throw new Error("no luck")\n', /not-loaded.*no luck/],
  ]
  for (const [text, expected] of rows) {
    const found = await diagnosticsOf({ 'modules/x.ts': text })
    t.equal(found.length, 1, text)
    t.match(found[0], expected)
  }
})

t.test('modules that others can write are not loaded', async t => {
  const found = await diagnosticsOf({ 'modules/liar.ts': liar('liar') }, dir =>
    chmodSync(join(dir, 'modules'), 0o777),
  )
  t.match(found, [/^module\/foreign: .*others can write/])
})

t.test('a bug in a module of the user is told as such, and costs the host alone', async t => {
  const buggy = liar('liar').replace(
    'file ? []',
    "path.endsWith('never') ? (undefined as unknown as string[]).map(String) as never : file ? []",
  )
  const dir = folder({
    'hosts.yml': HOSTS,
    'site.yml': '- hosts: all\n  gather_facts: false\n  tasks:\n    - liar: {path: /opt/never}\n',
    'modules/liar.ts': buggy,
  })
  t.teardown(() => rmSync(dir, { recursive: true }))
  const { record } = await runFolder(dir)
  t.match(record.plays[0]!.tasks[0]!.results['web1'], {
    status: 'failed',
    reason: /^the module liar has a bug: TypeError: .*liar\.ts\)$/,
  })
})
