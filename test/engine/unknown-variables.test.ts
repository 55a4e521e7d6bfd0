// set_fact in a dry run, where only the run can tell the value.
import t from 'tap'
import { inFolder, runMokplay } from '../support/run-mokplay.ts'

const statuses = (playbook: string) =>
  inFolder({ 'site.yml': playbook }, async folder => {
    const { out, err } = await runMokplay(folder, [
      'run',
      `${folder}/site.yml`,
      '--check',
      '--output',
      'json',
    ])
    if (out === '') throw new Error(err)
    const { plays } = JSON.parse(out) as {
      plays: { tasks: { name: string; results: Record<string, { status: string }> }[] }[]
    }
    return plays.flatMap(({ tasks }) =>
      tasks.map(({ name, results }) => `${name}: ${Object.values(results)[0]?.status}`),
    )
  })

t.test(
  'a variable that is set to what only the run can tell is unknown, not undefined',
  async t => {
    const said = await statuses(`
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - { name: ask, command: echo 1, register: asked }
    - { name: set, set_fact: { told: "{{ asked.stdout }}", known: 1 } }
    - { name: look at it, debug: { msg: "{{ told }}" } }
    - { name: look beside it, debug: { msg: "{{ known }}" } }
    - { name: perhaps, set_fact: { maybe: 1 }, when: asked.rc == 0 }
    - { name: look at that, debug: { msg: "{{ maybe }}" } }
    - { name: each, set_fact: { of_each: 1 }, loop: "{{ asked.stdout_lines }}" }
    - { name: look at the last, debug: { msg: "{{ of_each }}" } }
`)
    t.same(said, [
      'ask: changed',
      'set: unknown',
      'look at it: unknown',
      'look beside it: ok',
      'perhaps: unknown',
      'look at that: unknown',
      'each: unknown',
      'look at the last: unknown',
    ])
  },
)

t.test('set_fact takes names from templates', async t => {
  const said = await statuses(`
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - name: set
      set_fact: { "{{ item.key }}_port": "{{ item.value }}" }
      when: item.value > 0
      with_dict: { web: 80, none: 0 }
    - { name: look, assert: { that: "web_port | int == 80 and none_port is not defined" } }
`)
  t.same(said, ['set: ok', 'look: ok'])
})

t.test('what would be changed is told, though not how often it would be tried', async t => {
  const said = await statuses(`
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - { name: try, command: echo 1, register: tried, until: tried.stdout == '1', retries: 2 }
    - { name: look at it, debug: { msg: "{{ tried.stdout }}" } }
`)
  t.same(said, ['try: changed', 'look at it: unknown'])
})
