// Cables that are cut in the middle of something: one sentence of reason, nobody else is held up, and once the cable is
// back nothing of ours is left on the host.
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { noCables, wiredHosts, type Wired } from '../support/cables.ts'
import { inventoryOf, reach } from '../support/fleet.ts'
import { eventually, processes } from '../support/processes.ts'
import { desk, endsIn, eventsIn, recapIn, type Desk } from '../support/program.ts'

t.setTimeout(170_000)

const RUN = ['run', 'site.yml', '-i', 'hosts.yml', '--output', 'jsonl']

/** A silent host is found out after three seconds instead of some thirty. */
const IMPATIENT = '-o ServerAliveInterval=1 -o ServerAliveCountMax=2'

const deskFor = (t: Test, hosts: readonly Wired[], site: string): Desk => {
  const named = hosts.map((host, index) => [
    `web${index + 1}`,
    reach(host, { ansible_host: host.host, ansible_ssh_common_args: IMPATIENT }),
  ])
  const work = desk({
    'site.yml': site,
    'hosts.yml': inventoryOf(Object.fromEntries(named)),
    'home/.ssh/known_hosts': hosts.map(({ hostKey }) => `${hostKey}\n`).join(''),
  })
  t.teardown(() => work.remove())
  return work
}

const isRunning = (line: string): true | undefined =>
  processes().some(({ command }) => command === line) || undefined

const isGone = (line: string): true | undefined => (isRunning(line) ? undefined : true)

await t.test('a cable that is cut', { skip: noCables }, async t => {
  const hosts = await wiredHosts(t, 3)
  const [web1] = hosts as [Wired]
  const silent = {
    status: 'unreachable',
    reason: `${web1.host} port ${web1.port} gave no sign of life any more`,
  }

  await t.test('in the middle of a command', async t => {
    const sleep = `sleep 7000.${process.pid}`
    const work = deskFor(
      t,
      hosts,
      `
- hosts: all
  strategy: free
  gather_facts: false
  tasks:
    - {command: "{{ 'true' if inventory_hostname != 'web1' else '${sleep}' }}"}
    - {command: "true"}
    - {command: "true"}
`,
    )
    const program = work.start(RUN)
    await eventually(() => isRunning(sleep))
    web1.cut()
    const { code, out } = await program.ended
    t.equal(code, 4, out.slice(-2000))
    t.match(endsIn(out)['web1'], silent)
    t.match(recapIn(out), { web1: { unreachable: 1 }, web2: { ok: 3 }, web3: { ok: 3 } })
    const ends = eventsIn(out).flatMap(event => (event.type === 'task.end' ? [event.host] : []))
    t.equal(ends.at(-1), 'web1', 'the others were done long before it was found out')
    t.ok(isRunning(sleep), 'nobody could tell the host')
    web1.heal()
    t.ok(await eventually(() => isGone(sleep)), 'it hears of it with the cable back')
  })

  await t.test('in the middle of a file', async t => {
    const work = deskFor(t, hosts, '')
    const folder = join(work.folder, 'etc')
    mkdirSync(folder)
    writeFileSync(join(folder, 'app.db'), 'old\n')
    writeFileSync(join(work.folder, 'big'), randomBytes(150_000_000))
    work.write({
      'site.yml': `
- hosts: web1
  gather_facts: false
  tasks:
    - {copy: {src: "${work.folder}/big", dest: "${folder}/app.db"}}
`,
    })
    const program = work.start(RUN)
    // What is to take its place lies beside it from the first byte on.
    await eventually(() => readdirSync(folder).length > 1 || undefined)
    web1.cut()
    const { code, out } = await program.ended
    t.equal(code, 4, out.slice(-2000))
    t.match(endsIn(out)['web1'], silent)
    t.equal(statSync(join(folder, 'app.db')).size, 4)
    web1.heal()
    await eventually(() => readdirSync(folder).length === 1 || undefined)
    t.equal(readFileSync(join(folder, 'app.db'), 'utf8'), 'old\n', 'nor is it finished later')
  })
})
