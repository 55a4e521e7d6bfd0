// `mokplay vars`: a host's variables, and where each comes from.
import t from 'tap'
import { inFolder, runMokplay as runIn, type How } from '../support/run-mokplay.ts'

/** Playbooks are found from the working folder of the process. */
const runMokplay = (folder: string, words: readonly string[], how: How = {}) => {
  process.chdir(folder)
  return runIn(folder, words, { ...how, env: { HOME: folder, ...how.env } })
}
t.teardown(() => process.chdir('/'))

const FILES = {
  hosts: '[web]\nweb1 size=1\n[db]\ndb1\n',
  'group_vars/all.yml':
    'size: 3\nname: "{{ inventory_hostname }} {{ size }}"\nansible_password: geheim\n',
  'site.yml': `- name: the web
  hosts: web
  vars: {size: 5, port: "{{ base }}"}
  vars_files: [more.yml]
  roles: [r]
  tasks:
    - set_fact: {size: 9}
    - command: id
      register: size
- name: the rest
  hosts: db
  tasks: []
`,
  'more.yml': 'base: 80\n',
  'roles/r/defaults/main.yml': 'size: 0\nfree: "yes"\n',
  'roles/r/vars/main.yml': 'role_only: [1, 2]\n',
}

t.test('all of a host, as they come out, with their places', async t => {
  await inFolder(FILES, async folder => {
    const { out, code } = await runMokplay(folder, ['vars', 'web1', '-i', 'hosts'])
    t.equal(code, 0)
    t.equal(
      out,
      `ansible_password: (secret)  # group_vars/all.yml:3:1
name: "web1 1"              # group_vars/all.yml:2:1
size: "1"                   # hosts:2:6
`.replace('"1" ', '1   '),
    )
  })
})

const OF_SITE = ['vars', 'web1', 'site.yml', '-i', 'hosts']

t.test('with a playbook, those of its plays for the host', async t => {
  await inFolder(FILES, async folder => {
    const { out } = await runMokplay(folder, [...OF_SITE, '-e', 'x=1'])
    t.match(out, /^PLAY \[the web\]\n/)
    for (const line of [
      /^free: "yes" +# roles\/r\/defaults\/main.yml:2:1$/m,
      /^role_only: \[1, 2\]/m,
      /^size: 5 +# site.yml:3:10$/m,
      /^base: 80 +# more.yml:1:1$/m,
      /^x: "1" +# -e:1:1$/m,
    ])
      t.match(out, line)
    t.notMatch(out, 'the rest')
  })
})

t.test('every definition of one, the strongest first', async t => {
  await inFolder(FILES, async folder => {
    const { out } = await runMokplay(folder, [...OF_SITE, '--explain', 'size'])
    const lines = out.split('\n').map(line => line.replace(/ +/g, ' '))
    t.same(lines.slice(0, 9), [
      'PLAY [the web]',
      '~ 19 set_fact and registered vars (only the run can tell) # register',
      '~ 19 set_fact and registered vars 9 # site.yml:7:18',
      '→ 12 play vars 5 # site.yml:3:10',
      ' 8 inventory file host vars 1 # hosts:2:6',
      ' 5 playbook group_vars/all 3 # group_vars/all.yml:1:1',
      ' 4 inventory group_vars/all 3 # group_vars/all.yml:1:1',
      ' 2 role defaults 0 # roles/r/defaults/main.yml:1:1',
      '',
    ])
    t.match(out, '\n= 5\n')
  })
})

t.test('what is asked for in vain is told', async t => {
  await inFolder(FILES, async folder => {
    const run = (...words: string[]) => runMokplay(folder, ['vars', ...words, '-i', 'hosts'])
    const host = await run('web2')
    t.equal(host.code, 1)
    t.match(host.err, 'did you mean "web1"?')
    t.match((await run('web1', '--explain', 'siz')).err, 'did you mean "size"?')
    t.match((await run('web1', 'no.yml')).err, 'the playbook "no.yml" is not there')
  })
})

t.test('as JSON, without secrets', async t => {
  await inFolder(FILES, async folder => {
    const { out } = await runMokplay(folder, ['vars', 'db1', '-i', 'hosts', '--json'])
    t.same(JSON.parse(out), { ansible_password: '(secret)', name: 'db1 3', size: 3 })
  })
})
