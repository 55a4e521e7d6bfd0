// Whatever a text holds, it arrives on a host as the same bytes, and never as anything else.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { quote, printfFormat } from '../../src/base/shell.ts'
import { change, probe } from '../../src/kit/index.ts'
import { eventsOf, inFolder, runMokplay } from '../support/run-mokplay.ts'
import { performHere, shells } from '../support/shell.ts'
import { CANARY } from './hostile.ts'

t.setTimeout(300_000)

const SIGNS = [
  ...'\'"`$\\!*?[]{}()<>|&;#~=%^ \t\n\r\u0001\u001b\u007f-/.,:@é日👩',
  '$(',
  '${x}',
  "'\\''",
  '--',
  '\\n',
  '%s',
  '%%',
  '\n\n',
  '\u2028',
  '\u{10ffff}',
]
const sign = fc.oneof(
  fc.constantFrom(...SIGNS),
  fc.string({ unit: 'binary', maxLength: 4 }).map(text => text.replaceAll('\0', '')),
)
const word = fc
  .array(sign, { maxLength: 12 })
  .map(parts => Buffer.from(parts.join('')).toString('utf8'))
const bytes = fc.uint8Array({ maxLength: 40 })

/** The same texts in every run; SEED=… for others. */
const sample = <T>(of: fc.Arbitrary<T>, numRuns: number): T[] =>
  fc.sample(of, { numRuns, seed: Number(process.env['SEED'] ?? 20261121) })

const ROUNDS = 20_000
const BATCH = 1000

/** What a shell prints for a script. */
const printed = (shell: readonly string[], script: string): Buffer => {
  const { stdout, stderr } = spawnSync(shell[0]!, shell.slice(1), {
    input: script,
    maxBuffer: 2 ** 28,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  })
  if (stderr.length > 0) throw new Error(String(stderr).slice(0, 500))
  return stdout
}

const batches = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) =>
    all.slice(index * BATCH, (index + 1) * BATCH),
  )

for (const shell of shells) {
  t.test(`a quoted word is one word, the same: ${shell.join(' ')}`, async t => {
    for (const words of batches(sample(word, ROUNDS))) {
      const out = printed(shell, words.map(each => `printf '%s\\000' ${quote(each)}\n`).join(''))
      t.ok(
        out.equals(Buffer.from(words.map(each => `${each}\0`).join(''))),
        `${words.length} words`,
      )
    }
  })

  t.test(`bytes through printf are the same bytes: ${shell.join(' ')}`, async t => {
    for (const all of batches(sample(bytes, ROUNDS)))
      t.ok(
        printed(shell, all.map(each => `printf ${printfFormat(each)}\n`).join('')).equals(
          Buffer.concat(all),
        ),
        `${all.length} texts`,
      )
  })

  t.test(`acts have their bytes: ${shell.join(' ')}`, async t => {
    const folder = t.testdir({})
    const names = [
      ...new Set(
        sample(word, 60).map(name =>
          Buffer.from(name.replaceAll('/', '_'))
            .subarray(0, 200)
            .toString('utf8')
            .replaceAll('\ufffd', ''),
        ),
      ),
    ].filter(name => name !== '' && name !== '.' && name !== '..')
    const contents = sample(bytes, names.length)
    const words = sample(word, names.length)
    for (const [index, name] of names.entries()) {
      const path = join(folder, name)
      const argv = ['sh', '-c', 'printf %s "$1"; printf %s "$MINE" >&2; cat', '--', words[index]!]
      const outcome = performHere(
        [
          change(probe.file(path), undefined, 'must differ', [
            { op: 'write', path, content: contents[index]! },
          ]),
          change(probe.deed('run'), undefined, 'must differ', [
            { op: 'run', argv, env: { MINE: words[index]! }, stdin: words[index]!, cwd: folder },
          ]),
        ],
        shell,
      )
      t.equal(outcome.failure, undefined)
      t.ok(readFileSync(path).equals(Buffer.from(contents[index]!)), `file ${index}`)
      t.equal(outcome.outputs[0]?.out, words[index]! + words[index]!)
      t.equal(outcome.outputs[0]?.err, words[index])
    }
    t.same(readdirSync(folder).sort(), [...names].sort(), 'no other file')
  })
}

t.test('names, contents and arguments of a playbook arrive as they are', async t => {
  // Templates are evaluated, and `command` expands ~, as in Ansible.
  const meansMore = /\{[{%#]|^~/
  const texts = sample(word, 300).filter(text => !meansMore.test(text) && text !== '')
  const items = texts
    .map((text, index) => ({ text, name: `${index}${text.replaceAll('/', '_').slice(0, 40)}` }))
    .filter(({ name }) => !/[\ud800-\udbff]$/.test(name))
  const site = `- hosts: localhost
  gather_facts: false
  tasks:
  - {copy: {content: "{{ item.text }}", dest: "{{ playbook_dir }}/copied/{{ item.name }}"}, loop: "{{ items_ }}"}
  - {command: {argv: [sh, -c, 'printf %s "$1" >"$2"', sh, "{{ item.text }}", "{{ playbook_dir }}/argv/{{ item.name }}"]}, loop: "{{ items_ }}"}
  - {shell: 'printf %s {{ item.text | quote }} >{{ (playbook_dir ~ "/shell/" ~ item.name) | quote }}', loop: "{{ items_ }}"}
`
  await inFolder(
    { 'site.yml': site, 'vars.json': JSON.stringify({ items_: items }) },
    async folder => {
      for (const name of ['copied', 'argv', 'shell']) mkdirSync(join(folder, name))
      const ran = await runMokplay(folder, [
        'run',
        join(folder, 'site.yml'),
        '-e',
        `@${join(folder, 'vars.json')}`,
        '--output',
        'jsonl',
      ])
      const failed = eventsOf(ran).flatMap(event =>
        event.type === 'item.end' && event.result.status === 'failed'
          ? [{ item: event.item, reason: event.result.reason }]
          : [],
      )
      t.same(failed, [])
      t.equal(eventsOf(ran).filter(event => event.type === 'item.end').length, items.length * 3)
      for (const place of ['copied', 'argv', 'shell']) {
        t.same(readdirSync(join(folder, place)).sort(), items.map(({ name }) => name).sort(), place)
        for (const { name, text } of items)
          t.equal(readFileSync(join(folder, place, name), 'utf8'), text)
      }
    },
  )
})

const ADDRESSES: Readonly<Record<string, unknown>>[] = [
  { ansible_host: `-oProxyCommand=touch ${CANARY}` },
  { ansible_host: '-l' },
  { ansible_host: 'a b' },
  { ansible_host: 'a\nb' },
  { ansible_host: `%(touch ${CANARY})` },
  { ansible_host: 'root@-x' },
  { ansible_user: `-oProxyCommand=touch ${CANARY}` },
  { ansible_user: 'a b' },
  { ansible_port: `22 -oProxyCommand=touch ${CANARY}` },
  { ansible_port: -1 },
  { ansible_port: 70000 },
  { ansible_become: true, ansible_become_user: `-u root sh -c 'touch ${CANARY}'` },
  { ansible_become: true, ansible_become_user: '--help' },
  { ansible_ssh_common_args: `-J -oProxyCommand=touch` },
  { ansible_ssh_common_args: `-o ProxyJump=-oProxyCommand=x` },
  { ansible_ssh_common_args: `-o "ProxyJump=a b"` },
]

t.test('an address that ssh could take for an option is refused, in one sentence', async t => {
  for (const vars of ADDRESSES)
    await inFolder(
      {
        'hosts.yml': JSON.stringify({
          all: { hosts: { web1: { ansible_host: '127.0.0.1', ansible_port: 1, ...vars } } },
        }),
        'site.yml': '- {hosts: all, gather_facts: false, tasks: [{command: "true"}]}\n',
      },
      async folder => {
        const ran = await runMokplay(folder, [
          'run',
          join(folder, 'site.yml'),
          '-i',
          join(folder, 'hosts.yml'),
          '--output',
          'jsonl',
        ])
        const end = eventsOf(ran).find(event => event.type === 'task.end')
        t.match(
          end,
          { result: { status: 'failed', reason: /^[^\n]+$/ } },
          `${JSON.stringify(vars)}: ${ran.err}`,
        )
        t.notOk([folder, process.cwd()].some(at => existsSync(join(at, CANARY))))
      },
    )
  for (const name of ['-web1', 'a b', 'a\tb'])
    await inFolder(
      {
        'hosts.yml': JSON.stringify({ all: { hosts: { [name]: {} } } }),
        'site.yml': '- {hosts: all, gather_facts: false, tasks: [{command: "true"}]}\n',
      },
      async folder => {
        const ran = await runMokplay(folder, [
          'run',
          join(folder, 'site.yml'),
          '-i',
          join(folder, 'hosts.yml'),
          '--output',
          'jsonl',
        ])
        const end = eventsOf(ran).find(event => event.type === 'task.end')
        t.ok(
          ran.code === 1 || (end?.type === 'task.end' && end.result.status === 'failed'),
          `${name}: ${ran.err} ${JSON.stringify(end)}`,
        )
      },
    )
})
