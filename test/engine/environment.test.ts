// Questions are asked in the environment of their task, and still travel together.
import t from 'tap'
import { eventsOf, inFolder, runMokplay, type Ran } from '../support/run-mokplay.ts'

const HOSTS = 'all: {hosts: {web1: }, vars: {ansible_connection: local}}\n'

const TOLD = `import { defineModule, probe } from 'mokplay/kit'
export default defineModule({
  name: 'told', summary: 'What a program says that is only asked.', predicts: 'full', args: {},
  returns: { said: 'It.' },
  reads: () => ({ it: probe.command(['sh', '-c', 'echo "$WORD"']), file: probe.file('/etc/hosts') }),
  plan: () => [],
  result: ({ before }) => ({ said: before.it?.out.trim() }),
})
`

const run = (tasks: string): Promise<Ran> =>
  inFolder(
    {
      'hosts.yml': HOSTS,
      'modules/told/index.ts': TOLD,
      'site.yml': `- hosts: web1\n  gather_facts: false\n  tasks:\n${tasks}`,
    },
    folder =>
      runMokplay(folder, [
        ...['run', `${folder}/site.yml`, '-i', `${folder}/hosts.yml`, '--output', 'jsonl'],
      ]),
  )

const said = (ran: Ran): readonly unknown[] =>
  eventsOf(ran).flatMap(event => (event.type === 'task.end' ? [event.result.vars['said']] : []))

const rounds = (ran: Ran): number =>
  eventsOf(ran).filter(({ type }) => type === 'host.asked').length

t.test('each task has the answer of its own environment', async t => {
  const ran = await run(`
    - {name: one, told: , environment: {WORD: one}}
    - {name: two, told: , environment: {WORD: "it's $two"}}
    - {name: none, told: }
    - {name: again, told: , environment: {WORD: one}}
`)
  t.equal(ran.code, 0, ran.err)
  t.same(said(ran), ['one', "it's $two", '', 'one'])
})

t.test('questions of one environment travel together', async t => {
  const same = await run(`
    - {name: one, told: , environment: {WORD: one}}
    - {name: two, told: , environment: {WORD: one}}
    - {name: three, told: , environment: {WORD: one}}
`)
  t.same(said(same), ['one', 'one', 'one'])
  t.equal(rounds(same), 1)
})

t.test('what is asked is read in one language, with the programs of the system', async t => {
  const ran = await run(`
    - {name: one, told: , environment: {WORD: one, LC_ALL: de_DE.UTF-8, PATH: /nowhere}}
`)
  t.equal(ran.code, 0, ran.err)
  t.same(said(ran), ['one'])
})
