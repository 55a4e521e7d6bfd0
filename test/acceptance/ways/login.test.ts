// The whole program and hosts whose PAM asks the questions: passwords by rounds of questions, and passwords that are over.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import t, { type Test } from 'tap'
import { inventoryOf, reach } from '../../support/fleet.ts'
import { desk, endsIn, type Ended } from '../../support/program.ts'
import { noSshd, startSshd, type Sshd } from '../../support/sshd.ts'
import { makeUser } from '../../transport/users.ts'

t.setTimeout(170_000)

const noPam: string | false =
  noSshd || (existsSync('/etc/pam.d/sshd') ? false : 'sshd has no rules for PAM here')

const SITE = '- {hosts: all, gather_facts: false, tasks: [{command: id -un}]}\n'
const RUN = ['run', 'site.yml', '-i', 'hosts.yml', '--output', 'jsonl']

const ASKING = [
  'UsePAM yes',
  'PasswordAuthentication no',
  'KbdInteractiveAuthentication yes',
  'PubkeyAuthentication no',
]

const run = async (
  t: Test,
  sshd: Sshd,
  vars: Readonly<Record<string, unknown>>,
  words: readonly string[] = [],
): Promise<Ended> => {
  const work = desk({
    'site.yml': SITE,
    password: 'Kanarienvogel\n',
    'hosts.yml': inventoryOf({ web1: reach(sshd, vars) }),
    'home/.ssh/known_hosts': `${sshd.hostKey}\n`,
  })
  t.teardown(() => work.remove())
  return work.run([...RUN, ...words])
}

const reasonOf = ({ out }: Ended): string => endsIn(out)['web1']?.reason ?? ''

const expired = (user: string, { port }: Sshd): string =>
  `the password of ${user} on 127.0.0.1 port ${port} has expired: log in with ssh once, and give a new one`

await t.test('PAM asks', { skip: noPam }, async t => {
  const sshd = await startSshd(ASKING)
  const user = makeUser('Kanarienvogel')
  t.teardown(async () => {
    await sshd.stop()
    user.remove()
  })
  const vars = { ansible_user: user.name, ansible_password: 'Kanarienvogel' }

  for (const connection of ['ssh', 'openssh']) {
    await t.test(`and ${connection} answers`, async t => {
      const right = await run(t, sshd, { ...vars, ansible_connection: connection })
      t.equal(right.code, 0, reasonOf(right))
      const was = sshd.log().match(/authentication failure/gi)?.length ?? 0
      const wrong = await run(t, sshd, {
        ...vars,
        ansible_connection: connection,
        ansible_password: 'Nachtigall',
      })
      t.equal(wrong.code, 4)
      t.match(reasonOf(wrong), `127.0.0.1 port ${sshd.port} `)
      t.notMatch(wrong.out + wrong.err + right.out, /Nachtigall|Kanarienvogel/)
      t.ok((sshd.log().match(/authentication failure/gi)?.length ?? 0) <= was + 1, 'asked once')
    })
  }

  await t.test('and the answer may come from a file', async t => {
    const ended = await run(t, sshd, { ansible_user: user.name }, [
      '--connection-password-file',
      'password',
    ])
    t.equal(ended.code, 0, reasonOf(ended))
  })

  await t.test('for a new password: that is for a person to give', async t => {
    execFileSync('chage', ['-d', '0', user.name])
    for (const connection of ['ssh', 'openssh']) {
      const ended = await run(t, sshd, { ...vars, ansible_connection: connection })
      t.equal(ended.code, 4)
      t.equal(reasonOf(ended), expired(user.name, sshd))
    }
  })
})

await t.test('a key opens no shell where the password is over', { skip: noPam }, async t => {
  const sshd = await startSshd(['UsePAM yes'])
  const user = makeUser('Kanarienvogel')
  t.teardown(async () => {
    await sshd.stop()
    user.remove()
  })
  execFileSync('chage', ['-d', '0', user.name])
  const ended = await run(t, sshd, { ansible_user: user.name })
  t.equal(ended.code, 4)
  t.equal(reasonOf(ended), expired(user.name, sshd))
})
