// Every way a run ends is told by its exit code and in sentences; nobody ever sees a stack trace.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { desk, MAIN } from '../support/program.ts'
import { inFolder, runMokplay } from '../support/run-mokplay.ts'

const LOCAL =
  'all: {hosts: {web1: {ansible_connection: local}, web2: {ansible_connection: local}}}\n'
const NOBODY =
  'all: {hosts: {web1: {ansible_connection: local}, gone: {ansible_host: 127.0.0.1, ansible_port: 1}}}\n'
const play = (...tasks: readonly string[]): string =>
  `- hosts: all\n  gather_facts: false\n  tasks:\n${tasks.map(task => `    - ${task}\n`).join('')}`

type Row = {
  readonly name: string
  readonly words: readonly string[]
  readonly files?: Readonly<Record<string, string>>
  readonly code: number
  readonly says?: RegExp
}

const ROWS: readonly Row[] = [
  { name: 'all went well', words: [], code: 0, says: /web1 +1/ },
  {
    name: 'a task failed on one host',
    words: [],
    files: {
      'site.yml': play(
        "command: \"{{ (inventory_hostname == 'web1') | ternary('false', 'true') }}\"",
      ),
    },
    code: 2,
    says: /exit code 1/,
  },
  {
    name: 'a failure that is ignored is none',
    words: [],
    files: { 'site.yml': play('{command: "false", ignore_errors: true}') },
    code: 0,
  },
  {
    name: 'a failure that is rescued is none',
    words: [],
    files: { 'site.yml': play('{block: [{command: "false"}], rescue: [{debug: {msg: saved}}]}') },
    code: 0,
  },
  {
    name: 'a host that is not there',
    words: [],
    files: { 'hosts.yml': NOBODY, 'site.yml': play('ping:') },
    code: 4,
    says: /gone/,
  },
  {
    name: 'a host that is not there wins over one that failed',
    words: [],
    files: { 'hosts.yml': NOBODY, 'site.yml': play('ping:', 'command: "false"') },
    code: 4,
  },
  {
    name: 'a plan with changes',
    words: ['plan', '--detailed-exitcode'],
    files: { 'site.yml': play('copy: {content: x, dest: "{{ playbook_dir }}/made"}') },
    code: 3,
    says: /made/,
  },
  { name: 'a plan without changes', words: ['plan', '--detailed-exitcode'], code: 0 },
  { name: 'no such playbook', words: ['run', 'none.yml'], code: 1, says: /none\.yml/ },
  { name: 'a folder for a playbook', words: ['run', '.'], code: 1 },
  {
    name: 'a playbook that is no playbook',
    words: [],
    files: { 'site.yml': '\u0000\u0001ELF' },
    code: 1,
  },
  {
    name: 'broken YAML',
    words: [],
    files: { 'site.yml': '- hosts: [\n' },
    code: 1,
    says: /site\.yml:\d/,
  },
  {
    name: 'an unknown module',
    words: [],
    files: { 'site.yml': play('coppy: {content: x}') },
    code: 1,
    says: /no host was touched/,
  },
  {
    name: 'a wrong argument that only the run can see',
    words: [],
    files: {
      'site.yml': play(
        '{file: {path: "{{ playbook_dir }}", state: "{{ item }}"}, loop: [nonsense]}',
      ),
    },
    code: 2,
    says: /must be one of/,
  },
  { name: 'no such inventory', words: ['-i', 'none.yml'], code: 1, says: /none\.yml/ },
  {
    name: 'a limit that leaves nobody',
    words: ['-l', 'nobody'],
    code: 1,
    says: /no host is left by --limit "nobody"/,
  },
  {
    name: 'no such file of extra variables',
    words: ['-e', '@none.yml'],
    code: 1,
    says: /none\.yml/,
  },
  { name: 'extra variables that cannot be read', words: ['-e', '{"a": '], code: 1 },
  { name: 'an option that is none', words: ['--nonsense'], code: 1, says: /unknown option/ },
  { name: 'a number that is none', words: ['--forks', 'many'], code: 1, says: /--forks/ },
  { name: 'a password, and nobody to ask', words: ['-K'], code: 1, says: /no terminal/ },
  {
    name: 'a task to start at that is not there',
    words: ['--start-at-task', 'nowhere'],
    code: 0,
    says: /no task is called "nowhere"/,
  },
  {
    name: 'hosts that nobody matches',
    words: [],
    files: { 'site.yml': play('ping:').replace('all', 'nobody') },
    code: 0,
    says: /nobody/,
  },
  {
    name: "a user's module with a bug",
    words: [],
    code: 2,
    says: /the module broken has a bug: TypeError: no luck/,
    files: {
      'modules/broken.ts':
        "import { defineModule } from 'mokplay/kit'\nexport default defineModule({ name: 'broken', summary: 'Breaks.', args: {}, predicts: 'full', reads: () => { throw new TypeError('no luck') }, plan: () => [] })\n",
      'site.yml': play('stat: {path: /}', 'broken:'),
    },
  },
  {
    name: 'a file of variables that is not there',
    words: [],
    files: {
      'site.yml':
        '- hosts: all\n  gather_facts: false\n  vars_files: ["{{ inventory_hostname }}.yml"]\n  tasks: []\n',
    },
    code: 2,
    says: /web1\.yml/,
  },
]

const TRACE = /^\s+at .+[:(]\d*|node:internal|Node\.js v\d/m

for (const { name, words, files, code, says } of ROWS)
  t.test(name, async t => {
    await inFolder(
      { 'hosts.yml': LOCAL, 'site.yml': play('debug: {msg: hello}'), ...files },
      async folder => {
        const [command, playbook] =
          words[0] === 'run'
            ? ['run', words[1]!]
            : words[0] === 'plan'
              ? ['plan', 'site.yml']
              : ['run', 'site.yml']
        const rest = words.filter(word => word !== command && word !== playbook)
        const inventory = rest.includes('-i') ? [] : ['-i', join(folder, 'hosts.yml')]
        const ended = await runMokplay(folder, [
          command!,
          join(folder, playbook!),
          ...inventory,
          ...rest,
        ])
        t.equal(ended.code, code, ended.out + ended.err)
        t.notMatch(ended.out + ended.err, TRACE)
        if (says) t.match(ended.out + ended.err, says)
      },
    )
  })

t.test(
  'a run goes on to its end when nobody reads its output any more, or it finds no place',
  async t => {
    for (const end of ['| head -1', '> /dev/full']) {
      const work = desk({
        'hosts.yml': LOCAL,
        'site.yml': play(
          'debug: {msg: one}',
          'command: sleep 0.3',
          'debug: {msg: two}',
          'copy: {content: x, dest: "{{ playbook_dir }}/end"}',
        ),
      })
      t.teardown(work.remove)
      const { stderr, stdout } = spawnSync(
        'bash',
        [
          '-c',
          `'${process.execPath}' '${MAIN}' run site.yml -i hosts.yml -vv ${end}; echo "code \${PIPESTATUS[0]}"`,
        ],
        { cwd: work.folder, encoding: 'utf8' },
      )
      t.match(stdout, /^code 0$/m, end)
      t.notMatch(stderr, TRACE)
      t.ok(existsSync(join(work.folder, 'end')), end)
    }
  },
)
