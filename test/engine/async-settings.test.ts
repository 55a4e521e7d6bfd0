// Settings of background tasks: how often they are looked at, and where they lie.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { played } from '../support/jobs.ts'
import { inFolder, runMokplay } from '../support/run-mokplay.ts'

const site = (tasks: string): Readonly<Record<string, string>> => ({
  'hosts.yml': 'all: {hosts: {web1: }, vars: {ansible_connection: local}}\n',
  'site.yml': `- hosts: web1\n  gather_facts: false\n  tasks:\n${tasks}`,
})

const begun = `
    - {name: begun, command: echo there, async: 30, register: it}
    - {name: looked, async_status: {jid: "{{ it.ansible_job_id }}"}, register: end, until: end.finished, delay: 0, retries: 100}
`

for (const [name, env, cfg] of [
  ['the environment', { ANSIBLE_POLL_INTERVAL: '0' }, ''],
  ['ansible.cfg', {}, '[defaults]\npoll_interval = 0\n'],
] as const)
  t.test(`${name} says how often a job is looked at`, t =>
    inFolder({ ...site(begun), 'ansible.cfg': cfg }, async folder => {
      const jobs = join(folder, 'jobs')
      const ran = played(
        await runMokplay(
          folder,
          ['run', `${folder}/site.yml`, '-i', `${folder}/hosts.yml`, '--output', 'jsonl'],
          {
            env: { ...env, ANSIBLE_ASYNC_DIR: jobs },
          },
        ),
      )
      t.equal(ran.code, 0, ran.err)
      t.match(ran.vars('begun'), { finished: 0 })
      t.match(ran.vars('looked'), { finished: 1, stdout: 'there' })
      t.equal(existsSync(jobs) && readdirSync(jobs).length, 1, 'and where jobs lie')
    }),
  )
