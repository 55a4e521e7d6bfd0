// Passwords, what `no_log` covers and arguments that modules mark are in no output, however much is said.
import t, { type Test } from 'tap'
import { exec, up } from '../../src/sandbox/sandbox.ts'
import { newDir, skip } from '../sandbox/support.ts'
import { eventsOf, inFolder, runMokplay } from '../support/run-mokplay.ts'
import { leaks } from './canary.ts'

const reason = skip()
if (reason !== false) {
  t.plan(0, reason)
  process.exit(0)
}

t.setTimeout(900_000)
const dir = newDir()
const { inventory } = await up({ count: 1, dir })

const PASSWORD = `Canary "one's" \\ & %41 é`
const QUIET = 'Canary-Two-of-no_log'
const HASH = '$6$canarythree$kbMLqWHtTqOqLTiSCYQ3EmZT0pO6EwGfTU3pQ9LzXcLvCbzqA1Ff0'
const URL_PASSWORD = 'Canary=Four/of+url'
const WRONG = 'Canary-Five-is-wrong'
const KEY = 'Q2FuYXJ5U2l4SW5BS2V5'
const HEADER = 'Canary-Seven-in-a-header'
const LISTED = 'Canary-Eight-of-a-wrong-type'
const SECRETS = [LISTED, PASSWORD, QUIET, HASH, URL_PASSWORD, WRONG, KEY, HEADER]

await exec(dir, 'host1', ['chpasswd'], `ops:${PASSWORD}\n`)
await exec(dir, 'host1', ['sh', '-c', 'mkdir /srv/c; useradd carol'])

const site = `- hosts: host1
  gather_facts: false
  vars:
    ansible_user: ops
    ansible_ssh_private_key_file: /nonexistent
    ansible_password: "{{ parts | join(' & ') }}"
    ansible_become_password: "{{ lookup('file', 'password') }}"
    parts: ${JSON.stringify(PASSWORD.split(' & '))}
    # A name of its own tells nobody that it is secret: only what no_log covers is.
    quiet: ${QUIET}
    hash: ${HASH}
    listed: ["${LISTED}"]
  become: true
  ignore_errors: true
  handlers:
  - {name: quiet handler, debug: {msg: "{{ quiet }}"}, no_log: true}
  tasks:
  - {debug: {var: ansible_password}}
  - {debug: {msg: "{{ ansible_become_password }} {{ vars.ansible_password }} {{ hostvars }}"}}
  - {copy: {content: "password={{ ansible_password }}\\nend\\n", dest: /srv/c/conf}}
  - {lineinfile: {path: /srv/c/conf, line: "again={{ ansible_password | to_json }}"}}
  - {template: {src: conf.j2, dest: /srv/c/templated}}
  - {command: {argv: [echo, "{{ ansible_password }}"]}}
  - {shell: 'printf %s "$P" | tee /dev/stderr; printf %s "$P" | base64; printf %s "x$P" | base64 -w0; printf %s "$P" | od -An -vtx1 | tr -d " \\n"; exit 3', environment: {P: "{{ ansible_password }}"}}
  - {shell: 'printf %s "\${P%ne*}"; sleep 0.3; printf "%s\\n" "ne\${P##*ne}"', environment: {P: "{{ ansible_password }}"}}
  - {fail: {msg: "it was {{ ansible_password }}"}}
  - {debug: {msg: "{{ ansible_password | from_json }}"}}
  - {debug: {msg: "{{ ansible_password.nothing.there }}"}}
  - {assert: {that: ansible_password == 'x', fail_msg: "{{ ansible_password }}"}}
  - {command: "true", when: ansible_password | int > 3}
  - {stat: {path: "/{{ ansible_password }}"}, register: seen}
  - {name: "named {{ ansible_password }}", debug: {var: seen}}
  - {debug: {msg: "{{ item }}"}, loop: ["{{ ansible_password }}", {key: "{{ ansible_password }}"}], loop_control: {label: "{{ item }}"}}
  - {copy: {content: "{{ quiet }}", dest: /srv/c/quiet}, no_log: true, notify: quiet handler}
  - {copy: {content: "{{ quiet }}", dest: /srv/c/quiet}, no_log: "{{ true }}"}
  - {command: "echo {{ quiet }}", no_log: true, register: said}
  - {command: "sh -c 'echo {{ quiet }}; echo {{ quiet }} >&2; exit 3'", no_log: true}
  - {command: "sh -c 'cat; exit 1'", args: {stdin: "{{ quiet }}"}, no_log: true, retries: 1, delay: 0, until: false}
  - {command: "echo {{ item.a }}", loop: [{a: "{{ quiet }}"}, {a: "{{ quiet }}"}], no_log: true}
  - {command: "sh -c 'echo {{ item }}; false'", loop: ["{{ quiet }}"], no_log: true}
  - {debug: {msg: "{{ quiet }}"}, loop: ["{{ quiet }}"], loop_control: {label: "{{ quiet }}"}, no_log: true}
  - {fail: {msg: "{{ quiet }}"}, no_log: true}
  - {assert: {that: quiet == 'x', fail_msg: "{{ quiet }}"}, no_log: true}
  - {debug: {msg: "{{ quiet.x.y }} {{ quiet | from_json }}"}, no_log: true}
  - {debug: {msg: "{{ quiet.x.y }}"}, no_log: "{{ quiet.nothing }}"}
  - {file: {path: "/srv/c/{{ quiet }}/x/y", state: touch}, no_log: true}
  - {set_fact: {loud: "{{ quiet }}"}, no_log: true}
  - {include_tasks: more.yml, loop: ["{{ quiet }}"], no_log: true}
  - {include_tasks: more.yml, loop: ["{{ quiet }}"], no_log: true, when: item == 'x'}
  - {include_tasks: "{{ quiet }}.yml", no_log: true}
  - {include_role: {name: "{{ quiet }}"}, no_log: true}
  - {add_host: {name: new1, ansible_password: "{{ ansible_password }}", token: "{{ quiet }}"}, no_log: true}
  - {debug: {msg: "{{ said }}"}, no_log: true}
  - {lineinfile: {path: /srv/c/quiet, line: "more={{ quiet }}", validate: "sh -c 'cat %s; exit 1'"}, no_log: true}
  - block:
    - {command: "sh -c 'echo {{ quiet }}; false'"}
    no_log: true
  - {user: {name: carol, password: "${HASH}"}, register: carol}
  - {debug: {var: carol}}
  - {user: {name: carol, password: "${HASH}", uid: "{{ hash }}"}}
  - {get_url: {url: "http://127.0.0.1:1/x", dest: /srv/c/got, url_username: me, url_password: "${URL_PASSWORD}", headers: {X-Token: "${HEADER}"}}}
  - {get_url: {url: "http://127.0.0.1:1/x", dest: /srv/c/got, url_username: me, url_password: "{{ listed }}"}}
  - {copy: {content: "-----BEGIN RSA PRIVATE KEY-----\\n${KEY}\\n-----END RSA PRIVATE KEY-----\\n", dest: /srv/c/key}}
  - {copy: {src: key.pem, dest: /srv/c/key2, mode: '0600'}}
`
const files = {
  'site.yml': site,
  'more.yml': '- {debug: {msg: "{{ item }}"}, no_log: true}\n',
  password: PASSWORD,
  'templates/conf.j2':
    'p={{ ansible_password }}\n{{ ansible_become_password | quote }}\n{{ ansible_password | b64encode }}\n',
  'files/key.pem': `-----BEGIN OPENSSH PRIVATE KEY-----\n${KEY}\n-----END OPENSSH PRIVATE KEY-----\n`,
}

type Output = { readonly words: readonly string[]; readonly tty?: boolean }
const OUTPUTS: Readonly<Record<string, Output>> = {
  lines: { words: ['run', '--output', 'lines'] },
  classic: { words: ['run', '--output', 'classic'] },
  json: { words: ['run', '--output', 'json'] },
  jsonl: { words: ['run', '--output', 'jsonl'] },
  progress: { words: ['run'], tty: true },
  plan: { words: ['plan'] },
}

const look = async (
  t: Test,
  folder: string,
  { words, tty = false }: Output,
  more: readonly string[],
): Promise<string> => {
  const [command = '', ...rest] = words
  const ran = await runMokplay(
    folder,
    [command, `${folder}/site.yml`, '-i', inventory, '--diff', ...rest, ...more],
    { tty },
  )
  t.same(leaks(ran.out + ran.err, SECRETS), [])
  t.not(ran.code, 70, ran.err)
  t.not(ran.code, 1, ran.err)
  return ran.out
}

for (const [name, output] of Object.entries(OUTPUTS))
  t.test(`secrets stay out of ${name}`, t =>
    inFolder(files, async folder => {
      for (const verbosity of [[], ['-v'], ['-vv'], ['-vvv']])
        for (const mode of name === 'plan' ? [[]] : [[], ['--check']]) {
          await exec(dir, 'host1', ['sh', '-c', 'rm -rf /srv/c/*; usermod -p x carol'])
          const out = await look(t, folder, output, [...verbosity, ...mode])
          t.match(out, 'host1', 'it says something')
        }
    }),
  )

t.test('a password that sudo or su refuses is not told', t =>
  inFolder(
    {
      'site.yml': `- hosts: host1
  gather_facts: false
  become: true
  ignore_errors: true
  ignore_unreachable: true
  vars: {ansible_user: ops, ansible_password: ${JSON.stringify(PASSWORD)}, ansible_ssh_private_key_file: /nonexistent}
  tasks:
  - {command: "true", become_user: carol, become_method: su, vars: {ansible_become_password: ${WRONG}}}
  - {command: "true", become_user: deploy, vars: {ansible_become_password: ${WRONG}}}
  - {command: "true", vars: {ansible_password: ${WRONG}}}
`,
    },
    async folder => {
      for (const output of Object.values(OUTPUTS))
        t.match(await look(t, folder, output, ['-vvv']), /host1/)
    },
  ),
)

t.test('a host that refuses the password does not hear it told', t =>
  inFolder(
    {
      'site.yml': `- {hosts: host1, gather_facts: false, vars: {ansible_user: ops, ansible_password: ${WRONG}, ansible_ssh_private_key_file: /nonexistent}, tasks: [{command: "true"}]}\n`,
    },
    async folder => {
      for (const output of Object.values(OUTPUTS))
        t.match(await look(t, folder, output, ['-vvv']), /host1/)
    },
  ),
)

t.test('passwords of the command line and of extra variables are secrets as well', t =>
  inFolder(
    {
      'site.yml': `- {hosts: host1, gather_facts: false, become: true, tasks: [{debug: {msg: "{{ ansible_become_password }} ${PASSWORD.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"}}, {command: "true"}]}\n`,
    },
    async folder => {
      for (const output of Object.values(OUTPUTS))
        await look(t, folder, output, [
          '-vvv',
          '-e',
          JSON.stringify({ ansible_become_password: PASSWORD }),
        ])
    },
  ),
)

t.test('a password may be any word, even one of ours', async t => {
  const site =
    '- {hosts: localhost, gather_facts: false, vars: {ansible_connection: local}, tasks: [{command: "true", loop: [1]}, {command: "false", ignore_errors: true}, {debug: {var: ansible_password}}]}\n'
  for (const word of [
    'type',
    'host',
    'task',
    'result',
    'vars',
    'changed',
    'status',
    'diffs',
    'lines',
    'name',
    'recap',
    'localhost',
    'task.end',
    'true',
    'null',
    'item',
    'reason',
    'subject',
  ])
    await inFolder({ 'site.yml': site }, async folder => {
      for (const { words, tty = false } of Object.values(OUTPUTS)) {
        const [command = '', ...rest] = words
        const ran = await runMokplay(
          folder,
          [
            command,
            `${folder}/site.yml`,
            ...rest,
            '-e',
            JSON.stringify({ ansible_password: word }),
          ],
          { tty },
        )
        t.equal(ran.code, 0, `${word} ${words.join(' ')}: ${ran.err}`)
        if (rest.includes('json'))
          t.match(JSON.parse(ran.out), { recap: { localhost: { ok: 3, changed: 2 } } })
        if (rest.includes('jsonl'))
          t.ok(
            eventsOf(ran).some(
              event =>
                event.type === 'task.end' && event.result.vars['ansible_password'] === '********',
            ),
            word,
          )
      }
    })
})
