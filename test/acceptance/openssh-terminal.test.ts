// Passwords typed at a terminal: asked for once, never seen, and a clear word where there is no terminal.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { inventoryOf, loginsOf, reach, startFleet } from '../support/fleet.ts'
import { desk, endsIn, eventsIn, recapIn, type Desk, type Running } from '../support/program.ts'
import { noSshd } from '../support/sshd.ts'
import { makeUser } from '../transport/users.ts'

t.setTimeout(170_000)

const SITE = `
- hosts: all
  gather_facts: false
  tasks:
    - {command: id -un, become: true}
`
const RUN = ['run', 'site.yml', '-i', 'hosts.yml', '--output', 'jsonl']

await t.test('-k and -K', { skip: noSshd }, async t => {
  const fleet = await startFleet(['web1', 'web2'], ['PasswordAuthentication yes'])
  const user = makeUser('Kanarienvogel', ['NAME ALL=(ALL) ALL'])
  t.teardown(async () => {
    await fleet.stop()
    user.remove()
  })
  const hosts = Object.fromEntries(
    Object.entries(fleet.hosts).map(([name, sshd]) => [
      name,
      reach(sshd, { ansible_user: user.name, ansible_ssh_private_key_file: '/dev/null' }),
    ]),
  )
  const deskFor = (t: Test): Desk => {
    const work = desk({
      'site.yml': SITE,
      'hosts.yml': inventoryOf(hosts),
      'home/.ssh/known_hosts': fleet.known,
    })
    t.teardown(() => work.remove())
    return work
  }
  const type = async (program: Running, prompt: string, text: string): Promise<void> => {
    await program.says(prompt)
    program.child.stdin?.write(text)
  }

  await t.test('are typed once for all hosts, and not seen', async t => {
    const program = deskFor(t).startAtTerminal([...RUN, '-k', '-K'])
    await type(program, 'SSH password: ', 'Kanarienvogel\r')
    await type(program, 'BECOME password: ', 'Kanarienvogel\r')
    const { code, out } = await program.ended
    t.equal(code, 0, out)
    t.match(recapIn(out), { web1: { changed: 1 }, web2: { changed: 1 } })
    t.notMatch(out, 'Kanarienvogel')
    for (const sshd of Object.values(fleet.hosts)) t.equal(loginsOf(sshd), 1)
  })

  await t.test('a mistyped one is said to be wrong, on every host', async t => {
    const program = deskFor(t).startAtTerminal([...RUN, '-k', '-K'])
    await type(program, 'SSH password: ', 'Kanarienvogel\r')
    await type(program, 'BECOME password: ', 'Nachtigall\r')
    const { code, out } = await program.ended
    t.equal(code, 2)
    const wrong = {
      status: 'failed',
      reason: `sudo did not take the password of ${user.name} (tried once)`,
    }
    t.match(endsIn(out), { web1: wrong, web2: wrong })
    t.notMatch(out, 'Nachtigall')
  })

  await t.test('the question does not mix with what goes to a file', async t => {
    const work = deskFor(t)
    const program = work.startAtTerminal([...RUN, '-k', '-K'], 'events.jsonl')
    await type(program, 'SSH password: ', 'Kanarienvogel\r')
    await type(program, 'BECOME password: ', 'Kanarienvogel\r')
    t.equal((await program.ended).code, 0)
    const lines = readFileSync(join(work.folder, 'events.jsonl'), 'utf8').trim().split('\n')
    t.equal(JSON.parse(lines[0] ?? '').type, 'run.start')
  })

  await t.test(
    'Ctrl-C instead of a password ends the program before it has touched a host',
    async t => {
      const before = Object.values(fleet.hosts).map(loginsOf)
      const program = deskFor(t).startAtTerminal([...RUN, '-k'])
      await type(program, 'SSH password: ', 'Kana\x03')
      const { code, out } = await program.ended
      t.equal(code, 130, out)
      t.notMatch(out, 'run.start')
      t.same(Object.values(fleet.hosts).map(loginsOf), before)
    },
  )

  await t.test('Ctrl-C where the playbook waits for a person interrupts the run', async t => {
    const work = deskFor(t)
    work.write({
      'site.yml': `
- hosts: web1
  gather_facts: false
  tasks:
    - pause: {prompt: Shall it go on?}
    - {command: "true", delegate_to: localhost}
`,
    })
    const program = work.startAtTerminal(RUN)
    await type(program, 'Shall it go on?', '\x03')
    const { code, out } = await program.ended
    t.equal(code, 130, out)
    t.match(eventsIn(out).at(-1), { type: 'run.end', interrupted: true })
    t.notMatch(out, 'change.start')
  })

  await t.test('without a terminal there is nobody to ask', async t => {
    const work = deskFor(t)
    for (const flag of ['-k', '-K']) {
      const { code, err } = await work.run([...RUN, flag])
      t.equal(code, 1)
      t.match(err, `${flag} asks for a password, and there is no terminal to ask at`)
    }
  })
})
