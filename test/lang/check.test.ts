import { join } from 'node:path'
import t from 'tap'
import { check, checkFolder } from '../support/check-folder.ts'
import { memoryFiles } from '../support/folder-files.ts'
import { root } from '../support/root.ts'

const codes = (texts: Record<string, string>, known: readonly string[] = []): string[] =>
  check(memoryFiles(texts), known).diagnostics.map(({ code, severity }) => `${severity} ${code}`)

const play = (tasks: string): Record<string, string> => ({
  'site.yml': `- hosts: web\n  tasks:\n${tasks.replace(/^/gm, '    ')}\n`,
})

t.test('playbooks in which nothing is wrong are left in peace', async t => {
  for (const name of ['cluster', 'web'])
    t.equal(checkFolder(join(root, 'test/lang/playbooks', name)), '', name)
})

t.test('names of the inventory are known', async t => {
  t.same(codes(play('- debug: { msg: "{{ nginx_port }}" }')), ['error vars/undefined'])
  t.same(codes(play('- debug: { msg: "{{ nginx_port }}" }'), ['nginx_port']), [])
})

t.test('a name may come from anything that defines names', async t => {
  for (const tasks of [
    '- set_fact: { port: 80 }\n- debug: { msg: "{{ port }}" }',
    '- set_fact: port=80\n- debug: { msg: "{{ port }}" }',
    '- command: ls\n  register: port\n- debug: { msg: "{{ port.stdout }}" }',
    '- debug: { msg: "{{ port }} {{ number }}" }\n  loop: [80]\n  loop_control: { loop_var: port, index_var: number }',
    '- add_host: { name: web9, groups: web, port: 80 }\n- debug: { msg: "{{ port }}" }',
    '- block: [{ debug: { msg: "{{ port }}" } }]\n  vars: { port: 80 }',
    '- service_facts:\n- debug: { msg: "{{ services }}" }',
    '- debug: { msg: "{{ ansible_hostname }} {{ groups.web }} {{ hostvars[inventory_hostname] }} {{ omit }}" }',
  ])
    t.same(codes(play(tasks)), [], tasks)
})

t.test('what may be missing is let be', async t => {
  for (const tasks of [
    '- debug: { msg: "{{ port | default(80) }}" }',
    '- debug: { msg: "{{ port }}" }\n  when: port is defined',
    '- block: [{ debug: { msg: "{{ port }}" } }]\n  when: [port is defined]',
    '- debug: { msg: "{{ port if port is defined else 80 }}" }',
    '- debug: { msg: "{{ port }}" }\n  when: port | default(false)',
    '- name: "{{ port }}"\n  ping:',
  ])
    t.same(codes(play(tasks)), [], tasks)
})

t.test('conditions, tests and loops are read as the expressions they are', async t => {
  for (const key of ['when', 'until', 'changed_when', 'failed_when'])
    t.same(codes(play(`- command: ls\n  ${key}: nobody > 1`)), ['error vars/undefined'], key)
  t.same(codes(play('- assert: { that: [nobody > 1] }')), ['error vars/undefined'])
  // It is shown as what it is, and the run goes on.
  t.same(codes(play('- debug: { var: nobody }')), ['warning vars/undefined'])
  t.same(codes(play('- debug: { msg: hi }\n  loop: "{{ nobody }}"')), ['error vars/undefined'])
})

t.test('an include is checked before the run where its name can be told, and once', async t => {
  const texts = play(
    '- include_tasks: more.yml\n- include_tasks: "{{ item }}.yml"\n  with_items: [more]',
  )
  t.same(codes({ ...texts, 'more.yml': '- pin:\n- include_tasks: more.yml\n' }), [
    'error task/unknown-module',
  ])
})

t.test('diagnostics come by file and place, each once', async t => {
  const { diagnostics } = check(
    memoryFiles({
      'b.yml': '- pin:\n',
      'site.yml':
        '- hosts: web\n  tasks:\n    - import_tasks: b.yml\n    - import_tasks: b.yml\n    - pong:\n  becom: yes\n',
    }),
  )
  t.same(
    diagnostics.map(({ code, span }) => [span!.file, code]),
    [
      ['b.yml', 'task/unknown-module'],
      ['site.yml', 'task/unknown-module'],
      ['site.yml', 'play/unknown-keyword'],
    ],
  )
})
