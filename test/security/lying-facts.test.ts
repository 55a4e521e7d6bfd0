// A host may call its facts what it likes: they are facts, and change nothing else.
import t from 'tap'
import { KNOWN_VARIABLES } from '../../src/lang/connection-variables.ts'
import { exec, up } from '../../src/sandbox/sandbox.ts'
import { newDir, skip } from '../sandbox/support.ts'
import { eventsOf, inFolder, runMokplay } from '../support/run-mokplay.ts'
import { CANARY, canariesHere } from './hostile.ts'

const reason = skip()
if (reason !== false) {
  t.plan(0, reason)
  process.exit(0)
}

t.setTimeout(300_000)
const dir = newDir()
const { inventory } = await up({ count: 1, dir })

const MAGIC = [
  'hostvars',
  'item',
  'groups',
  'group_names',
  'inventory_hostname',
  'playbook_dir',
  'omit',
  'vars',
  'ansible_check_mode',
  'ansible_play_hosts',
  'ansible_facts',
  'role_path',
]
const PROTOTYPE = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']
const ways = [...KNOWN_VARIABLES].filter(
  name =>
    ![
      'ansible_facts',
      'ansible_distribution',
      'ansible_network_os',
      'ansible_group_priority',
      'ansible_become_plugin',
    ].includes(name),
)
const COMMAND = `-o ProxyCommand="touch ${CANARY}"`
const facts = JSON.stringify(
  Object.fromEntries(
    [...MAGIC, ...PROTOTYPE, ...ways].map(name => [
      name,
      name.endsWith('connection')
        ? 'local'
        : name.includes('args')
          ? COMMAND
          : name === 'hostvars' || name === '__proto__'
            ? { polluted: 'evil' }
            : 'evil',
    ]),
  ),
)

/** A module that returns as facts whatever the host says. */
const LIAR = `import { defineModule, probe } from 'mokplay/kit'
export default defineModule({
  name: 'liar', summary: 'Facts as the host has them.', args: {}, returns: { ansible_facts: 'Facts.' }, predicts: 'full',
  reads: () => ({ said: probe.command(['cat', '/srv/facts.json']) }),
  plan: (args, { said }) => (void said.out, []),
  result: ({ after }) => ({ ansible_facts: JSON.parse(after.said.out) }),
})
`

const look = (name: string): string => `"{{ ${name} | default('undefined') }}"`
const site = (gather: string): string => `- hosts: host1
  gather_facts: false
  tasks:
  - {name: before, debug: {msg: [${[...ways, ...MAGIC.filter(name => !['hostvars', 'vars', 'ansible_facts', 'omit'].includes(name))].map(look).join(', ')}]}}
  - {name: gather, ${gather}}
  - {name: after, debug: {msg: [${[...ways, ...MAGIC.filter(name => !['hostvars', 'vars', 'ansible_facts', 'omit'].includes(name))].map(look).join(', ')}]}}
  - {name: hostvars, debug: {msg: "{{ hostvars.keys() | list | sort }} {{ hostvars.host1.inventory_hostname }} {{ vars.inventory_hostname }}"}}
  - {name: polluted, debug: {msg: "{{ ({}).polluted | default('clean') }} {{ polluted | default('clean') }} {{ hostvars.polluted | default('clean') }}"}}
  - {name: omit, copy: {content: x, dest: /srv/omitted, owner: "{{ omit }}"}}
  - {name: items, debug: {msg: "{{ item }}"}, loop: [mine]}
  - {name: where, command: cat /srv/where, become: true}
  - {name: as, command: id -un}

- hosts: host1
  gather_facts: false
  tasks:
  - {name: where, command: cat /srv/where}
`

const GATHERINGS: Readonly<Record<string, string>> = {
  'a module that returns whatever the host says': 'liar: {}',
  'files in facts.d': 'setup: {}',
}

await exec(
  dir,
  'host1',
  [
    'sh',
    '-c',
    'mkdir -p /etc/ansible/facts.d; echo on-the-host >/srv/where; cat >/srv/facts.json; for name in site ansible_host hostvars item groups __proto__ constructor ansible_connection; do cp /srv/facts.json /etc/ansible/facts.d/$name.fact; done',
  ],
  facts,
)

for (const [what, gather] of Object.entries(GATHERINGS))
  t.test(`facts with names of ours change nothing: ${what}`, t =>
    inFolder({ 'site.yml': site(gather), 'modules/liar.ts': LIAR }, async folder => {
      const ran = await runMokplay(folder, [
        'run',
        `${folder}/site.yml`,
        '-i',
        inventory,
        '--output',
        'jsonl',
      ])
      t.equal(ran.code, 0, (ran.err + ran.out).slice(-1500))
      const said = (name: string): unknown[] =>
        eventsOf(ran).flatMap(event =>
          event.type === 'task.end' && event.name === name
            ? [event.result.vars['stdout'] ?? event.result.vars['msg']]
            : [],
        )
      t.same(said('after'), said('before'))
      t.ok(JSON.stringify(said('before')).length > 500)
      t.same(said('hostvars'), ["['host1', 'localhost'] host1 host1"])
      t.same(said('polluted'), ['clean clean clean'])
      t.notOk('polluted' in {}, 'nor the prototype of objects')
      t.match(
        eventsOf(ran).find(event => event.type === 'item.end'),
        { result: { vars: { msg: 'mine' } } },
      )
      t.same(said('where'), ['on-the-host', 'on-the-host'])
      t.same(said('as'), ['root'])
      t.same(canariesHere([folder, process.cwd()]), [])
    }),
  )
