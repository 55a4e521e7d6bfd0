// The account files of a host, made of a machine's.
import t from 'tap'
import { accounts } from '../../src/sandbox/accounts.ts'

const machine = {
  passwd:
    'root:x:0:0:root:/root:/bin/zsh\nalice:x:1000:1000::/home/alice:/bin/bash\nops:x:500:500::/:/bin/false\n',
  group: 'root:x:0:\nsudo:x:27:alice\nalice:x:1000:\nbuilders:x:1001:\nops:x:500:\n',
}
const made = accounts(machine, '/bin/sh')

t.test('deploy and ops get ids that neither a user nor a group of the machine has', async t => {
  t.same(made.users, [
    { name: 'deploy', uid: 1002 },
    { name: 'ops', uid: 1003 },
  ])
  t.match(made.group, 'deploy:x:1002:\nops:x:1003:\n')
})

t.test('a user of the machine with such a name makes way', async t => {
  t.equal(made.passwd.match(/^ops:/gm)?.length, 1)
  t.notMatch(made.passwd, /:500:/)
})

t.test("the machine's users stay, root at home in /root", async t => {
  t.match(made.passwd, 'alice:x:1000:1000::/home/alice:/bin/bash\n')
  t.match(made.passwd, 'root:x:0:0:root:/root:/bin/sh\n')
  t.match(made.group, 'sudo:x:27:alice\n')
})

t.test('only ops has a password, and nobody is locked', async t => {
  const fields = made.shadow
    .trim()
    .split('\n')
    .map(line => line.split(':').slice(0, 2))
  t.same(
    fields.map(([name]) => name),
    ['root', 'alice', 'deploy', 'ops'],
  )
  t.same(
    fields.map(([, hash]) => hash?.slice(0, 3)),
    ['*', '*', '*', '$6$'],
  )
})
