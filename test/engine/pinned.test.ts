// strategy: host_pinned: so many hosts at once as there are forks, each to its end before the next begins.
import t from 'tap'
import { eventsOf, inFolder, runMokplay } from '../support/run-mokplay.ts'

const FILES = {
  'hosts.yml': 'all: {hosts: {web1: , web2: , web3: }, vars: {ansible_connection: local}}\n',
  'site.yml': `- hosts: all
  strategy: host_pinned
  gather_facts: false
  tasks:
    - {command: sleep 0.0}
    - {fail: {msg: no}, when: inventory_hostname == 'web2'}
    - {command: sleep 0.0}
`,
}

t.test('with one fork one host after the other goes through the play', t =>
  inFolder(FILES, async folder => {
    const words = ['run', `${folder}/site.yml`, '-i', `${folder}/hosts.yml`, '--output', 'jsonl']
    const ran = await runMokplay(folder, [...words, '--forks', '1'])
    const order = eventsOf(ran).flatMap(event => (event.type === 'task.end' ? [event.host] : []))
    t.same(order, ['web1', 'web1', 'web1', 'web2', 'web2', 'web3', 'web3', 'web3'])
  }),
)
