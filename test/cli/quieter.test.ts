// What the settings keep from being shown, and what they make plays say.
import t from 'tap'
import { inFolder, runMokplay } from '../support/run-mokplay.ts'

const HOSTS = 'web1 ansible_connection=local\nweb2 ansible_connection=local\n'
const PLAY = `- hosts: all
  gather_facts: false
  tasks:
    - {name: skipped by all, debug: {msg: hi}, when: false}
    - {name: fine, set_fact: {a: 1}}
    - {name: half, command: echo, when: inventory_hostname == 'web2'}
`

const run = (env: Readonly<Record<string, string>>) =>
  inFolder({ hosts: HOSTS, 'site.yml': PLAY }, folder => {
    process.chdir(folder)
    const words = ['run', 'site.yml', '-i', 'hosts', '--output', 'classic']
    return runMokplay(folder, words, { env })
  })

t.teardown(() => process.chdir('/'))

t.test('skipped hosts, and tasks that nobody has, are left out', async t => {
  const { out } = await run({ ANSIBLE_DISPLAY_SKIPPED_HOSTS: 'no' })
  t.notMatch(out, 'skipped by all')
  t.notMatch(out, 'skipping:')
  t.match(out, 'TASK [fine]')
  t.match(out, 'changed: [web2]')
  t.match(out, /web1 .* skipped=2/)
})

t.test('hosts that are fine are left out', async t => {
  const { out } = await run({ MOKPLAY_DISPLAY_OK_HOSTS: 'false' })
  t.notMatch(out, 'TASK [fine]')
  t.match(out, 'skipping: [web1]')
})

t.test('colours are forced, and forbidden', async t => {
  t.match((await run({ ANSIBLE_FORCE_COLOR: '1' })).out, '\u001b[')
  t.notMatch((await run({ ANSIBLE_FORCE_COLOR: '1', ANSIBLE_NOCOLOR: '1' })).out, '\u001b[')
})

t.test('-v names the files of settings first', async t => {
  await inFolder({ hosts: HOSTS, 'site.yml': PLAY, 'ansible.cfg': '' }, async folder => {
    process.chdir(folder)
    const { out } = await runMokplay(folder, [
      'run',
      'site.yml',
      '-i',
      'hosts',
      '--output',
      'classic',
      '-v',
    ])
    t.ok(out.startsWith(`Using ${folder}/ansible.cfg as config file\n`), out)
  })
})
