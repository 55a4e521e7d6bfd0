// A host whose every answer is an attack: nothing of what it says is evaluated, here or on another host.
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { exec, up } from '../../src/sandbox/sandbox.ts'
import { newDir, skip } from '../sandbox/support.ts'
import { root } from '../support/root.ts'
import { eventsOf, inFolder, runMokplay, type Ran } from '../support/run-mokplay.ts'
import { CANARY, canariesHere, canariesOn, evaluated, PAYLOAD, SECRET, SHORT } from './hostile.ts'

const reason = skip()
if (reason !== false) {
  t.plan(0, reason)
  process.exit(0)
}

t.setTimeout(600_000)
const dir = newDir()
const { inventory } = await up({ count: 2, dir })
const on = async (host: string, script: string): Promise<string> => {
  const { code, stdout, stderr } = await exec(dir, host, ['sh', '-c', script], PAYLOAD)
  if (code !== 0) throw new Error(`${script}: ${stderr}`)
  return stdout
}

await on(
  'host1',
  `mkdir -p /srv/hostile /srv/out; cat >/srv/hostile/data; cp /srv/hostile/data "/srv/hostile/$(cat /srv/hostile/data)"
  printf '%s:x:4001:4001:%s:/srv/hostile:/bin/sh\\n' "$(cat /srv/hostile/data)" "$(cat /srv/hostile/data)" >>/etc/passwd
  printf '%s:x:4001:\\n' "$(cat /srv/hostile/data)" >>/etc/group; chown 4001:4001 /srv/hostile/*`,
)
await exec(dir, 'host1', ['hostname', SHORT])
await on('host2', 'mkdir -p /srv/out')

const run = (folder: string, kind: string, ...more: string[]): Promise<Ran> =>
  runMokplay(folder, [
    'run',
    join(folder, 'site.yml'),
    '-i',
    inventory,
    '--output',
    kind,
    '-vvv',
    '--diff',
    ...more,
  ])

/** Nothing anywhere tells of an evaluation. */
const harmless = (t: Test, folder: string, { out, err, code }: Ran): void => {
  t.same(evaluated(out + err), [])
  t.not(code, 70, `no bug: ${err}`)
  t.same(canariesHere([folder, process.cwd(), homedir(), '/', '/tmp']), [])
}

const noCanaries = async (t: Test): Promise<void> => {
  for (const host of ['host1', 'host2'])
    t.equal(await canariesOn(dir, host), '', `no canary on ${host}`)
}

const site = readFileSync(join(root, 'test/security/hostile-host.yml'), 'utf8').replace(
  'SECRET',
  SECRET,
)
const template =
  "data: {{ said.stdout }}\nfact: {{ fact }}\n{% for name in names.stdout_lines %}name: {{ name }}\n{% endfor %}other: {{ hostvars['host1'].fact }}\n"

t.test('a playbook that does all it can with what a host says evaluates none of it', async t => {
  for (const kind of ['jsonl', 'classic', 'lines'])
    await inFolder({ 'site.yml': site, 'templates/all.j2': template, s: SECRET }, async folder => {
      const ran = await run(folder, kind)
      harmless(t, folder, ran)
      t.equal(ran.code, 0, (ran.out + ran.err).slice(-2000))
      t.equal(readFileSync(join(folder, 'here.txt'), 'utf8'), PAYLOAD, 'delegated to localhost')
      t.equal(
        readFileSync(join(folder, 'hostvars.txt'), 'utf8'),
        `${PAYLOAD} ${PAYLOAD}\n`,
        'hostvars of another host',
      )
      t.equal(await on('host2', 'cat /srv/out/there'), PAYLOAD, 'delegated to another host')
      const files = 'cd /srv/out; cat content argv shell environ "$(cat /srv/hostile/data)"'
      t.equal(await on('host1', files), PAYLOAD.repeat(5), 'files and programs get it as it is')
      t.equal(
        await on('host1', 'cat /srv/out/edited; sed -n 2p /srv/out/block'),
        `${PAYLOAD}\n${PAYLOAD}\n`,
        'edits',
      )
      t.match(
        await on('host1', 'cat /srv/out/template'),
        `data: ${PAYLOAD}\nfact: ${PAYLOAD}\n`,
        'a template',
      )
      if (kind !== 'jsonl') return
      const said = eventsOf(ran).flatMap(event =>
        event.type === 'task.end' && event.name.startsWith('say ')
          ? [event.result.vars['msg']]
          : [],
      )
      t.equal(said.length, 10)
      for (const text of said) t.equal(text, PAYLOAD)
      t.ok(
        eventsOf(ran).some(event => event.type === 'task.end' && event.name === `name ${PAYLOAD}`),
        'the name of a task',
      )
    })
  await noCanaries(t)
})

t.test('what cannot be a word of a command, or its name, fails one task of one host', async t => {
  const tasks = [
    '- {shell: "printf \'a\\\\000b\'", register: nul}',
    '- {command: {argv: [echo, "{{ nul.stdout }}"]}, ignore_errors: true, register: argv}',
    '- {stat: {path: "/srv/{{ nul.stdout }}"}, ignore_errors: true, register: path}',
    '- {command: "true", environment: {"{{ nul.stdout }}": x}, ignore_errors: true, register: name}',
    '- {command: "true", environment: {A: "{{ nul.stdout }}"}, ignore_errors: true, register: value}',
    '- {copy: {content: "{{ nul.stdout }}", dest: /srv/out/nul}}',
    '- {command: od -An -c /srv/out/nul, register: bytes}',
    '- {assert: {that: [argv is failed, path is failed, name is failed, value is failed, "bytes.stdout.split() | length == 3"]}}',
  ]
  await inFolder({ 'site.yml': one(tasks.join('\n')) }, async folder => {
    const ran = await run(folder, 'classic')
    t.equal(ran.code, 0, ran.out + ran.err)
    t.match(ran.out, 'holds a NUL byte')
  })
})

const one = (task: string): string => `- hosts: host1
  gather_facts: false
  vars: {secret: ${SECRET}}
  handlers: [{name: restart, command: "true"}]
  tasks:
  - {command: cat /srv/hostile/data, register: said}
${task.replace(/^/gm, '  ')}
`

const NAMED: Readonly<Record<string, string>> = {
  'a handler': '- {command: "true", notify: "{{ said.stdout }}"}',
  'a file to include': '- include_tasks: "{{ said.stdout }}"',
  'a role': '- include_role: {name: "{{ said.stdout }}"}',
  'a file of variables': '- include_vars: "{{ said.stdout }}"',
  'a template': '- template: {src: "{{ said.stdout }}", dest: /srv/out/never}',
  'a file to copy': '- copy: {src: "{{ said.stdout }}", dest: /srv/out/never}',
  'an owner':
    '- file: {path: /srv/out/owned, state: touch, owner: "{{ said.stdout }}", group: "{{ said.stdout }}"}',
  'a mode': '- file: {path: /srv/out/owned, state: touch, mode: "{{ said.stdout }}"}',
  'a user': '- user: {name: "{{ said.stdout }}", comment: "{{ said.stdout }}"}',
  'a group of the host': '- group: {name: "{{ said.stdout }}"}',
  'a service': '- service: {name: "{{ said.stdout }}", state: started}',
  'a sysctl': '- sysctl: {name: "{{ said.stdout }}", value: "{{ said.stdout }}"}',
  'a kernel module': '- modprobe: {name: "{{ said.stdout }}"}',
  'a host to delegate to': '- {command: "true", delegate_to: "{{ said.stdout }}"}',
  'a user to become': '- {command: "true", become: true, become_user: "{{ said.stdout }}"}',
  'a user to log in as': '- {command: "true", remote_user: "{{ said.stdout }}"}',
  'a key of a lookup':
    '- debug: {msg: "{{ hostvars[said.stdout] }} {{ lookup(\'vars\', said.stdout) }}"}',
  'a lookup of a file': '- debug: {msg: "{{ lookup(\'file\', said.stdout) }}"}',
  'a variable': '- set_fact: {"{{ said.stdout }}": "{{ said.stdout }}"}',
  'a condition': '- {debug: {msg: "yes"}, when: "{{ said.stdout }}"}',
  'a condition by its name': '- {debug: {msg: "yes"}, when: said.stdout}',
  'an assertion': '- assert: {that: "{{ said.stdout }}", fail_msg: "{{ said.stdout }}"}',
  'a shown variable': '- debug: {var: "{{ said.stdout }}"}',
  'a loop': '- {debug: {msg: "{{ item }}"}, loop: "{{ said.stdout }}"}',
  'an environment': '- {command: "true", environment: {"{{ said.stdout }}": "{{ said.stdout }}"}}',
  'a check of a new file':
    '- copy: {content: x, dest: /srv/out/checked, validate: "test -f %s {{ said.stdout | quote }}"}',
  'a folder to work in': '- command: {cmd: "true", chdir: "{{ said.stdout }}"}',
  'a link': '- file: {src: "{{ said.stdout }}", path: /srv/out/link, state: link, force: true}',
  'a backup':
    '- copy: {content: "{{ 99 | random }}", dest: "/srv/out/{{ said.stdout }}", backup: true}',
}

t.test('a name that a host chose is a name at most', async t => {
  for (const [what, task] of Object.entries(NAMED))
    for (const more of [[], ['--check']])
      await t.test(`${what}${more.join('')}`, t =>
        inFolder({ 'site.yml': one(task), s: SECRET }, async folder =>
          harmless(t, folder, await run(folder, 'classic', ...more)),
        ),
      )
  await noCanaries(t)
})

t.test('hosts and groups that data named are hosts and groups, their variables values', t =>
  inFolder(
    {
      'site.yml': `${one('- group_by: {key: "{{ said.stdout }}", parents: ["{{ said.stdout }}"]}\n- add_host: {name: new1, groups: ["{{ said.stdout }}"], fact: "{{ said.stdout }}", ansible_connection: local}')}
- hosts: new1
  gather_facts: false
  vars: {secret: ${SECRET}}
  tasks:
  - {name: say fact, debug: {msg: "{{ fact }}"}}
  - {name: say groups, debug: {msg: "{{ groups }} {{ group_names }} {{ hostvars | dict2items }}"}}
`,
    },
    async folder => {
      const ran = await run(folder, 'jsonl')
      harmless(t, folder, ran)
      const said = eventsOf(ran).find(
        event => event.type === 'task.end' && event.name === 'say fact',
      )
      t.match(said, { result: { vars: { msg: PAYLOAD } } }, ran.err)
    },
  ),
)

// Programs that every step asks; each in turn says the same to everything.
const LIARS = [
  'uname',
  'id',
  'stat',
  'getent',
  'sha256sum',
  'readlink',
  'cat',
  'mktemp',
  'date',
  'hostname',
  'systemctl',
  'ls',
  'head',
  'setsid',
]

t.test('programs that lie, whatever they are asked, fail the host at worst', async t => {
  const play = one(`- {stat: {path: /srv/hostile/data}, register: seen, ignore_errors: true}
- {name: "say {{ seen }}", debug: {msg: "{{ seen }}"}}
- {copy: {content: new, dest: /srv/out/lied, backup: true}, ignore_errors: true, register: copied}
- {template: {src: t.j2, dest: /srv/out/lied2}, ignore_errors: true}
- {file: {path: /srv/out/lied3, state: touch, owner: deploy}, ignore_errors: true}
- {user: {name: carol, comment: hello}, ignore_errors: true, check_mode: true}
- {service: {name: ssh, state: started}, ignore_errors: true, check_mode: true}
- {copy: {content: "{{ copied }} {{ seen }}", dest: "{{ playbook_dir }}/lies.txt"}, delegate_to: localhost}
- {command: "true", delegate_to: host2}`)
  for (const liar of LIARS)
    for (const [stream, code] of [
      ['', 0],
      ['>&2', 1],
    ] as const)
      await t.test(`${liar}${stream}`, t =>
        inFolder(
          { 'site.yml': play, 'templates/t.j2': '{{ seen }} {{ copied }}\n', s: SECRET },
          async folder => {
            await on(
              'host1',
              `printf '%s\\n' '#!/bin/sh' 'exec </srv/hostile/data; while IFS= read -r l || [ "$l" ]; do printf "%s\\n" "$l" ${stream}; break; done; exit ${code}' >/usr/local/bin/${liar}; chmod 755 /usr/local/bin/${liar}`,
            )
            try {
              harmless(t, folder, await run(folder, 'classic'))
            } finally {
              await exec(dir, 'host1', ['rm', `/usr/local/bin/${liar}`])
            }
          },
        ),
      )
  await noCanaries(t)
})

t.test('the payload is one: where it is evaluated, the canary is there', async t => {
  for (const quotes of [`"`, `'`])
    t.equal(
      await on(
        'host1',
        `cd /srv; : ${quotes}${PAYLOAD}${quotes} >/dev/null 2>&1; ls ${CANARY}; rm ${CANARY}`,
      ),
      `${CANARY}\n`,
    )
})
