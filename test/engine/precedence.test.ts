// Every level of precedence beside the next one, and all of them together, here and with the real Ansible: one project
// in which each variable is defined at two neighbouring levels, or at all up to one.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { LEVELS } from '../../src/work/precedence.ts'

const main = fileURLToPath(new URL('../../src/main.js', import.meta.url))

/** Levels that this test can write variables of a free name to. */
const WRITTEN = LEVELS.map(({ number }) => number).filter(number => number !== 1 && number !== 11)
const FIRST = WRITTEN[0]!

/** The variables of a level: those of its pair with the level above and below, and those of all up to here. */
const varsAt = (level: number): Record<string, string> => {
  const here = `level ${level}`
  const index = WRITTEN.indexOf(level)
  const pairs = [index - 1, index].filter(pair => pair >= 0 && pair < WRITTEN.length - 1)
  return {
    ...Object.fromEntries(pairs.map(pair => [`pair_${WRITTEN[pair]}`, here])),
    ...Object.fromEntries(WRITTEN.slice(index).map(top => [`up_to_${top}`, here])),
  }
}

const names = [
  ...WRITTEN.slice(0, -1).map(level => `pair_${level}`),
  ...WRITTEN.map(level => `up_to_${level}`),
]
/** Facts are what a module tells: its name for them is one of the two that it can have. */
const facts = ['getent_group', 'getent_passwd']

const yaml = (value: unknown): string => JSON.stringify(value)
const files: Readonly<Record<string, string>> = {
  'inventory/hosts.yml': yaml({
    all: {
      children: {
        web: {
          vars: { ...varsAt(3), getent_group: 'inventory', getent_passwd: 'inventory' },
          hosts: { web1: { ansible_connection: 'local', ...varsAt(8) } },
        },
      },
    },
  }),
  'inventory/group_vars/all.yml': yaml(varsAt(4)),
  'group_vars/all.yml': yaml(varsAt(5)),
  'inventory/group_vars/web.yml': yaml(varsAt(6)),
  'group_vars/web.yml': yaml(varsAt(7)),
  'inventory/host_vars/web1.yml': yaml(varsAt(9)),
  'host_vars/web1.yml': yaml({ ...varsAt(10), getent_passwd: 'host_vars' }),
  'files.yml': yaml(varsAt(14)),
  'included.yml': yaml(varsAt(18)),
  'roles/all/defaults/main.yml': yaml(varsAt(2)),
  'roles/all/vars/main.yml': yaml(varsAt(15)),
  'roles/all/tasks/main.yml': yaml([
    { include_vars: '{{ playbook_dir }}/included.yml' },
    { getent: { database: 'group', key: 'root' } },
    { getent: { database: 'passwd', key: 'root' } },
    { set_fact: varsAt(19) },
    { include_tasks: 'inner.yml', vars: varsAt(21) },
  ]),
  'roles/all/tasks/inner.yml': yaml([
    {
      vars: varsAt(16),
      block: [
        {
          copy: {
            dest: '{{ playbook_dir }}/told.json',
            content: `{{ {${[...names, ...facts].map(name => `'${name}': ${name}`).join(', ')}} | to_json }}`,
          },
          vars: varsAt(17),
        },
      ],
    },
  ]),
  'site.yml': yaml([
    {
      hosts: 'web',
      gather_facts: false,
      vars: { ...varsAt(12), getent_group: 'play vars' },
      vars_prompt: Object.entries(varsAt(13)).map(([name, value]) => ({ name, default: value })),
      vars_files: ['files.yml'],
      roles: [{ role: 'all', ...varsAt(20) }],
    },
  ]),
  'extra.yml': yaml(varsAt(22)),
}

const folder = mkdtempSync(join(tmpdir(), 'mokplay-precedence-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

/** What a program says of every variable; undefined where there is no such program. */
const told = (program: string, args: readonly string[]): Record<string, unknown> | undefined => {
  const words = [...args, 'site.yml', '-i', 'inventory/hosts.yml', '-e', '@extra.yml']
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ANSIBLE_LOCALHOST_WARNING: 'no' },
  })
  if (error) return undefined
  if (status !== 0) throw new Error(stdout + stderr)
  const text = readFileSync(join(folder, 'told.json'), 'utf8')
  rmSync(join(folder, 'told.json'))
  return JSON.parse(text) as Record<string, unknown>
}

const ours = told(process.execPath, [main, 'run'])!

t.test('of two neighbouring levels the stronger one wins', async t => {
  for (const [index, level] of WRITTEN.slice(0, -1).entries())
    t.equal(ours[`pair_${level}`], `level ${WRITTEN[index + 1]}`, LEVELS[level - 1]!.title)
})

t.test('of all levels up to one, that one wins', async t => {
  for (const level of WRITTEN) t.equal(ours[`up_to_${level}`], `level ${level}`)
  t.equal(ours[`up_to_${FIRST}`], `level ${FIRST}`)
})

t.test('facts win over the inventory, and the play over facts', async t => {
  t.type(ours['getent_passwd'], 'object')
  t.equal(ours['getent_group'], 'play vars')
})

t.test('the real Ansible says the same of every variable', async t => {
  const real = told('/usr/bin/ansible-playbook', [])
  if (!real) return t.pass('Ansible is not installed')
  t.same({ ...ours, getent_passwd: '' }, { ...real, getent_passwd: '' })
})
