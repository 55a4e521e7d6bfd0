// A converged run costs a handful of turns on the wire, however long the playbook is; and the host starts no
// process for a task, but one for each kind of question.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { folder, runFolder } from '../support/project.ts'

const task = (dir: string, index: number): string => {
  const path = `${dir}/files/${index}`
  switch (index % 5) {
    case 0:
      return `    - copy: {content: "${index}\\n", dest: ${path}, mode: "0640"}`
    case 1:
      return `    - file: {path: ${path}, state: directory, mode: "0750"}`
    case 2:
      return `    - template: {src: t.j2, dest: ${path}}\n      vars: {number: ${index}}`
    case 3:
      return `    - command: {cmd: "touch ${path}", creates: ${path}}`
    default:
      return `    - lineinfile: {path: ${dir}/lines, line: "line ${index}", create: true}`
  }
}

const playbook = (dir: string, count: number): string =>
  [
    '- hosts: all\n  gather_facts: false\n  tasks:',
    `    - file: {path: ${dir}/files, state: directory}`,
    ...Array.from({ length: count - 1 }, (_, index) => task(dir, index)),
    '',
  ].join('\n')

/** The state that the playbook asks for, made without it: what is measured is a converged run. */
const converge = (dir: string, count: number): void => {
  mkdirSync(join(dir, 'files'))
  const lines: string[] = []
  for (let index = 0; index < count - 1; index++) {
    const path = join(dir, 'files', String(index))
    if (index % 5 === 0) writeFileSync(path, `${index}\n`, { mode: 0o640 })
    else if (index % 5 === 1) mkdirSync(path, { mode: 0o750 })
    else if (index % 5 === 2) writeFileSync(path, `number ${index}\n`)
    else if (index % 5 === 3) writeFileSync(path, '')
    else lines.push(`line ${index}\n`)
  }
  writeFileSync(join(dir, 'lines'), lines.join(''))
}

const HOSTS = 'all: {hosts: {web1: {ansible_connection: local}}}\n'

for (const count of [30, 100, 300])
  t.test(`${count} converged tasks take at most 4 turns`, async t => {
    const dir = folder({ 'hosts.yml': HOSTS, 'templates/t.j2': 'number {{ number }}\n' })
    t.teardown(() => rmSync(dir, { recursive: true }))
    writeFileSync(join(dir, 'site.yml'), playbook(dir, count))
    converge(dir, count)
    const again = await runFolder(dir)
    t.match(again.recap['web1'], { ok: count, changed: 0, failed: 0 })
    t.ok(again.wire.send <= 4, `${again.wire.send} turns`)
    t.comment(`${again.wire.send} turns for ${count} tasks`)
  })

t.test('each level of dependence costs one turn more', async t => {
  const level = (index: number, when: string): string =>
    `    - stat: {path: /}\n      register: s${index}\n      when: ${when}`
  const levels = [
    level(0, 'true'),
    ...[1, 2, 3].map(index => level(index, `s${index - 1}.stat.exists`)),
  ]
  const dir = folder({
    'hosts.yml': HOSTS,
    'site.yml': `- hosts: all\n  gather_facts: false\n  tasks:\n${levels.join('\n')}\n`,
  })
  t.teardown(() => rmSync(dir, { recursive: true }))
  const first = await runFolder(
    folder({
      'hosts.yml': HOSTS,
      'site.yml': `- hosts: all\n  gather_facts: false\n  tasks:\n${levels[0]}\n`,
    }),
  )
  const deep = await runFolder(dir)
  t.match(deep.recap['web1'], { ok: 4, failed: 0 })
  t.ok(
    deep.wire.send <= first.wire.send + 3,
    `${deep.wire.send} turns after ${first.wire.send} for the first level`,
  )
})
