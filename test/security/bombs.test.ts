// Texts made to exhaust whoever reads them end in a sentence, in little time and memory.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { inFolder, writeFiles } from '../support/run-mokplay.ts'

t.setTimeout(300_000)
const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url))
const MEGABYTES = 768

/** The real program in a small heap; it is ended after a minute. */
const mokplay = (folder: string): Promise<{ code: number | null; text: string }> =>
  new Promise(resolve => {
    const child = spawn(
      process.execPath,
      [
        `--max-old-space-size=${MEGABYTES}`,
        MAIN,
        'check',
        join(folder, 'site.yml'),
        '-i',
        join(folder, 'hosts.yml'),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000, killSignal: 'SIGKILL' },
    )
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream
        .setEncoding('utf8')
        .on('data', (part: string) => (text = (text + part).slice(-100_000)))
    child.once('close', code => resolve({ code, text }))
  })

const play = (body: string): string => `- hosts: localhost\n  gather_facts: false\n${body}`
const task = '  tasks: [{debug: {msg: x}}]\n'
const laughs = (name: string): string =>
  [
    'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
    ...Array.from(
      { length: 12 },
      (_, index) => `a${index + 1}: &a${index + 1} [${Array(10).fill(`*a${index}`).join(', ')}]`,
    ),
    `${name}: *a12`,
  ].join('\n')
const indented = (text: string, by = 4): string => text.replace(/^/gm, ' '.repeat(by))

type Bomb = {
  readonly files: Readonly<Record<string, string>>
  readonly code: number
  readonly says?: RegExp
}
const MANY = 100_000
const BOMBS: Readonly<Record<string, Bomb>> = {
  'aliases of aliases in a playbook': {
    files: { 'site.yml': play(`  vars:\n${indented(laughs('lol'))}\n${task}`) },
    code: 1,
    says: /more than a million/,
  },
  'aliases of aliases in an inventory': {
    files: { 'hosts.yml': `all:\n  vars:\n${indented(laughs('lol'))}\n` },
    code: 1,
    says: /more than a million/,
  },
  'aliases of aliases in group_vars': {
    files: { 'group_vars/all.yml': laughs('lol') },
    code: 1,
    says: /more than a million/,
  },
  'an alias inside what it names': {
    files: { 'site.yml': play(`  vars: {a: &a [*a]}\n${task}`) },
    code: 1,
  },
  'a merge of itself': { files: { 'site.yml': play(`  vars: &v {<<: *v}\n${task}`) }, code: 1 },
  'lists in lists': {
    files: { 'site.yml': play(`  vars: {a: ${'['.repeat(MANY)}${']'.repeat(MANY)}}\n${task}`) },
    code: 1,
    says: /deep/,
  },
  'mappings in mappings': {
    files: { 'site.yml': play(`  vars: ${'{a: '.repeat(MANY)}1${'}'.repeat(MANY)}\n${task}`) },
    code: 1,
    says: /deep/,
  },
  'blocks in blocks of lines': {
    files: {
      'site.yml': play(
        `  vars:\n${Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(4 + depth)}a:\n`).join('')}${task}`,
      ),
    },
    code: 1,
  },
  'dashes without end': { files: { 'site.yml': `${'- '.repeat(MANY)}x\n` }, code: 1 },
  'a text of 100 megabytes': {
    files: { 'site.yml': play(`  vars: {a: "${'x'.repeat(100 * 2 ** 20)}"}\n${task}`) },
    code: 1,
    says: /100 million characters/,
  },
  'a text of 20 megabytes': {
    files: { 'site.yml': play(`  vars: {a: "${'x'.repeat(20 * 2 ** 20)}"}\n${task}`) },
    code: 0,
  },
  'brackets that never close': { files: { 'site.yml': '['.repeat(MANY) }, code: 1 },
  'the same key again and again': {
    files: { 'site.yml': play(`  vars:\n${'    a: 1\n'.repeat(20_000)}${task}`) },
    code: 0,
    says: /twice[^]*and 19949 more/,
  },
  'keys of prototypes': {
    files: {
      'site.yml': play(
        `  vars: {__proto__: {polluted: 1}, constructor: 1, toString: 2}\n  tasks: [{debug: {msg: "{{ polluted | default('clean') }}"}}]\n`,
      ),
    },
    code: 0,
  },
  'tags of other languages': {
    files: {
      'site.yml': play(
        `  vars: {a: !!js/function "function () {}", b: !!python/object/apply:os.system [id]}\n${task}`,
      ),
    },
    code: 1,
    says: /tag/,
  },
  'parentheses in a template': {
    files: {
      'site.yml': play(
        `  tasks: [{debug: {msg: "{{ ${'('.repeat(50_000)}1${')'.repeat(50_000)} }}"}}]\n`,
      ),
    },
    code: 1,
  },
  'a template without an end': {
    files: { 'site.yml': play(`  tasks: [{debug: {msg: "${'{% if x %}'.repeat(20_000)}"}}]\n`) },
    code: 1,
  },
  'a condition of signs': {
    files: {
      'site.yml': play(`  tasks: [{debug: {msg: x}, when: "${'not '.repeat(50_000)}x"}]\n`),
    },
    code: 1,
  },
  'a playbook that imports itself': {
    files: { 'site.yml': '- import_playbook: site.yml\n' },
    code: 1,
    says: /itself/,
  },
  'tasks that import themselves': {
    files: {
      'site.yml': play('  tasks: [{import_tasks: a.yml}]\n'),
      'a.yml': '- import_tasks: a.yml\n- import_tasks: a.yml\n',
    },
    code: 1,
    says: /itself/,
  },
  'a range of a billion hosts': {
    files: { 'hosts.yml': 'all: {hosts: {"web[1:1000000000]": }}\n' },
    code: 1,
    says: /hosts/,
  },
  'ranges of ranges': {
    files: { 'hosts.yml': `all: {hosts: {"w${'[0:99]'.repeat(8)}": }}\n` },
    code: 1,
    says: /hosts/,
  },
  "groups that are each other's children": {
    files: { 'hosts.yml': 'all: {children: {a: {children: {b: {children: {a: }}}}}}\n' },
    code: 1,
    says: /itself|loop|round/,
  },
  'a pattern that backtracks': {
    files: {
      'site.yml': '- hosts: "~(a+)+$"\n  gather_facts: false\n  tasks: []\n',
      'hosts.yml': `all: {hosts: {${'a'.repeat(40)}b: }}\n`,
    },
    code: 0,
  },
}

for (const [name, { files, code, says }] of Object.entries(BOMBS))
  t.test(`${name}: an end, and a sentence`, t =>
    inFolder(
      {
        'site.yml': play(task),
        'hosts.yml': 'all: {hosts: {localhost: {ansible_connection: local}}}\n',
      },
      async folder => {
        writeFiles(folder, files)
        const said = await mokplay(folder)
        t.equal(said.code, code, said.text.slice(-600))
        if (says) t.match(said.text, says)
        t.ok(said.text.length < 20_000, `${said.text.length} characters are read by a person`)
        t.ok(said.text.length > 0)
      },
    ),
  )
