import t from 'tap'
import { placeOfValue } from '../../src/base/span.ts'
import type { Task } from '../../src/model/playbook.ts'
import { check } from '../support/check-folder.ts'
import { memoryFiles } from '../support/folder-files.ts'

/** The one task of a play, from its lines. */
const task = (lines: string): Task => {
  const text = `- hosts: web\n  tasks:\n    - ${lines.replaceAll('\n', '\n      ')}\n`
  const { loaded } = check(memoryFiles({ 'site.yml': text }))
  const [item] = loaded.playbook.plays[0]!.tasks
  t.same(loaded.diagnostics, [], lines)
  return item as Task
}

t.test('all forms of one task give the same arguments', async t => {
  for (const lines of [
    'copy: src=motd dest=/etc/motd',
    'copy: { src: motd, dest: /etc/motd }',
    'ansible.builtin.copy:\n  src: motd\n  dest: /etc/motd',
    'action: copy src=motd dest=/etc/motd',
    'action: { module: copy, src: motd, dest: /etc/motd }',
    'action: { module: copy, args: { src: motd, dest: /etc/motd } }',
    'action: { module: copy src=motd, args: { dest: /etc/motd } }',
    'copy: src=motd\nargs: { dest: /etc/motd, src: other }',
  ]) {
    const { module, args } = task(lines)
    t.equal(module, 'copy', lines)
    t.same({ ...args }, { src: 'motd', dest: '/etc/motd' }, lines)
  }
})

t.test('a command keeps its text, but for the few pairs that are arguments', async t => {
  const { args } = task('shell: FOO=1  make "a  b" install=yes creates=/usr/bin/tool chdir=/src')
  t.same(
    { ...args },
    { cmd: 'FOO=1  make "a  b" install=yes', creates: '/usr/bin/tool', chdir: '/src' },
  )
  t.same({ ...task('command: ls -l').args }, { cmd: 'ls -l' })
  t.same(
    { ...task('shell: |\n  cat <<EOF\n    two  blanks\n  EOF').args },
    { cmd: 'cat <<EOF\n  two  blanks\nEOF' },
  )
})

t.test('a local action is delegated to the controller', async t => {
  const made = task('local_action: command ls chdir=/tmp')
  t.equal(made.keywords['delegate_to']?.value, 'localhost')
  t.equal(made.keywords['connection']?.value, 'local')
  t.same({ ...made.args }, { cmd: 'ls', chdir: '/tmp' })
  t.equal(made.keywords['local_action'], undefined)
})

t.test('the values of pairs know where they stand', async t => {
  const text = '- hosts: web\n  tasks:\n    - copy: src=motd dest="/etc/motd"\n'
  const { loaded } = check(memoryFiles({ 'site.yml': text }))
  const [made] = loaded.playbook.plays[0]!.tasks as readonly Task[]
  const span = placeOfValue(made!.args, 'dest')!
  t.equal(text.slice(span.from, span.to), '"/etc/motd"')
})
