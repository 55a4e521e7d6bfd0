// The whole program and real sudo: who may become whom, one sentence where not, and no password tried twice.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import t, { type Test } from 'tap'
import { inventoryOf, loginsOf, reach, startFleet } from '../support/fleet.ts'
import { desk, endsIn, eventsIn, recapIn, type Desk, type Ended } from '../support/program.ts'
import { noSshd } from '../support/sshd.ts'
import { makeUser, type User } from '../transport/users.ts'

t.setTimeout(170_000)

const noSudo: string | false =
  noSshd || (existsSync('/usr/bin/sudo') ? false : 'sudo is not installed')

const SITE = `
- hosts: all
  gather_facts: false
  tasks:
    - command: id -un
      become: true
      register: root
    - command: id -un
    - assert: {that: root.stdout == 'root'}
`
const RUN = ['run', 'site.yml', '-i', 'hosts.yml', '--output', 'jsonl']

await t.test('become, by sudo', { skip: noSudo }, async t => {
  const fleet = await startFleet(['web1', 'web2', 'web3'])
  const users: User[] = []
  const logs: string[] = []
  t.teardown(async () => {
    await fleet.stop()
    for (const user of users) user.remove()
    for (const log of logs) rmSync(log, { force: true })
  })
  /** A user whose sudo writes down what it was asked for. */
  const sudoer = (rules: readonly string[]): { name: string; log(): string } => {
    const user = makeUser('Kanarienvogel', rules)
    users.push(user)
    const log = `/run/${user.name}.log`
    logs.push(log)
    return { name: user.name, log: () => (existsSync(log) ? readFileSync(log, 'utf8') : '') }
  }
  const LOG = 'Defaults:NAME logfile=/run/NAME.log, loglinelen=0'
  const wary = sudoer(['NAME ALL=(ALL) ALL', LOG])
  const trusted = sudoer(['NAME ALL=(ALL) NOPASSWD: ALL'])
  const nobody = sudoer([])
  const someone = users[1]!.name

  type Vars = Readonly<Record<string, string>>
  /** Runs with one user and more variables on each host. */
  const runAs = async (
    t: Test,
    hosts: Readonly<Record<string, Vars>>,
    words: readonly string[] = [],
    site = SITE,
  ): Promise<Ended & { readonly work: Desk }> => {
    const to = Object.fromEntries(
      Object.entries(hosts).map(([name, vars]) => [name, reach(fleet.hosts[name]!, vars)]),
    )
    const work = desk({
      'site.yml': site,
      'hosts.yml': inventoryOf(to),
      'home/.ssh/known_hosts': fleet.known,
    })
    t.teardown(() => work.remove())
    return { ...(await work.run([...RUN, ...words])), work }
  }

  await t.test('a right password, and none where none is wanted; one connection each', async t => {
    const { code, out, err } = await runAs(t, {
      web1: { ansible_user: wary.name, ansible_become_password: 'Kanarienvogel' },
      web2: { ansible_user: trusted.name },
      web3: { ansible_user: trusted.name, ansible_become_password: 'needless' },
    })
    t.equal(code, 0, out + err)
    for (const host of ['web1', 'web2', 'web3']) t.match(recapIn(out)[host], { ok: 3, failed: 0 })
    for (const sshd of Object.values(fleet.hosts)) t.equal(loginsOf(sshd), 1)
    t.notMatch(out, 'Kanarienvogel')
  })

  await t.test('every refusal has its sentence, and the others finish', async t => {
    const { code, out } = await runAs(t, {
      web1: { ansible_user: wary.name },
      web2: { ansible_user: nobody.name, ansible_become_password: 'Kanarienvogel' },
      web3: { ansible_user: trusted.name },
    })
    t.equal(code, 2)
    t.match(endsIn(out), {
      web1: {
        status: 'failed',
        reason: `sudo asks for the password of ${wary.name}: give one with --ask-become-pass or ansible_become_password`,
      },
      web2: { status: 'failed', reason: `sudo does not let ${nobody.name} become root` },
      web3: { status: 'ok' },
    })
  })

  await t.test('a wrong password is said to be wrong, and was tried once', async t => {
    const { code, out } = await runAs(t, {
      web1: { ansible_user: wary.name, ansible_become_password: 'Nachtigall' },
    })
    t.equal(code, 2)
    t.match(endsIn(out), {
      web1: {
        status: 'failed',
        reason: `sudo did not take the password of ${wary.name} (tried once)`,
      },
    })
    t.equal(wary.log().match(/incorrect password attempts?/g)?.length, 1)
    t.match(wary.log(), '1 incorrect password attempt ')
    // PAM itself takes up to three seconds over it; waiting for a limit to pass would take ten.
    const [ms = 0] = eventsIn(out).flatMap(event =>
      event.type === 'task.end' ? [event.result.ms] : [],
    )
    t.ok(ms < 6000, `${ms} ms`)
    t.notMatch(out, 'Nachtigall')
  })

  await t.test('and is not tried again by tasks whose failure is ignored', async t => {
    const tries = (): number => wary.log().match(/1 incorrect password attempt /g)?.length ?? 0
    const before = tries()
    const site = `
- hosts: all
  gather_facts: false
  ignore_errors: true
  become: true
  tasks:
    - {command: id -un, loop: [1, 2]}
    - {command: id -un, become_user: ${someone}}
    - {command: id -un}
`
    const to = { ansible_user: wary.name, ansible_become_password: 'Nachtigall' }
    const { out } = await runAs(t, { web1: to }, [], site)
    t.match(recapIn(out)['web1'], { ignored: 3 })
    t.equal(tries(), before + 1)
  })

  await t.test('a user who is not there is named', async t => {
    const { code, out } = await runAs(t, { web1: { ansible_user: trusted.name } }, [
      '--become-user',
      'mokt-nobody-here',
    ])
    t.equal(code, 2)
    t.match(endsIn(out), {
      web1: { status: 'failed', reason: 'there is no user mokt-nobody-here on this host' },
    })
  })

  await t.test('two users on one host share its connection', async t => {
    const before = loginsOf(fleet.hosts['web1']!)
    const site = `
- hosts: all
  gather_facts: false
  tasks:
    - {command: id -un, become: true, register: root}
    - {command: id -un, become: true, become_user: ${someone}, register: other}
    - {command: id -un, register: login}
    - assert: {that: [root.stdout == 'root', other.stdout == '${someone}', login.stdout == '${wary.name}']}
`
    const { code, out } = await runAs(
      t,
      { web1: { ansible_user: wary.name, ansible_become_password: 'Kanarienvogel' } },
      [],
      site,
    )
    t.equal(code, 0, out)
    t.equal(loginsOf(fleet.hosts['web1']!), before + 1)
  })

  await t.test('a refusal is a failure that the playbook may rescue', async t => {
    const site = `
- hosts: all
  gather_facts: false
  tasks:
    - block:
        - {command: id -un, become: true}
      rescue:
        - {command: id -un, register: who}
        - assert: {that: who.stdout == '${nobody.name}'}
`
    const { code, out } = await runAs(
      t,
      { web1: { ansible_user: nobody.name, ansible_become_password: 'Kanarienvogel' } },
      [],
      site,
    )
    t.equal(code, 0, out)
    t.match(recapIn(out), { web1: { rescued: 1, failed: 0 } })
  })
})
