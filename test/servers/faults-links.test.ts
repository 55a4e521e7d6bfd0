// The way to a server is cut, or the server goes down or starts anew, in the middle of something.
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { cut, delay, heal, off, on } from '../../src/sandbox/booted/booted.ts'
import { noBooted } from '../support/booted.ts'
import { recapIn } from '../support/program.ts'
import { CLEAN, endOf, faultyHosts, order, runs } from './faults.ts'

t.setTimeout(170_000)

/** h2 has done all that it had to do, whatever h1 is at: an end that is seen at once may come before otherwise. */
const DONE = '"type":"task.end","host":"h2","task":"t2"'

await t.test('a server that is lost', { skip: noBooted() }, async t => {
  const { dir, start, run, until, shows, work } = await faultyHosts(t, { count: 2 })

  /** h1 sleeps, h2 has something to do. */
  const sleepy = (seconds: string): string => `
- hosts: all
  strategy: free
  gather_facts: false
  tasks:
    - {command: "{{ 'sleep ${seconds}' if inventory_hostname == 'h1' else 'true' }}"}
    - {command: "true"}
`
  /** h1 is lost alone: one sentence, after h2 was done. */
  const isLost = (t: Parameters<typeof endOf>[0], ended: Awaited<ReturnType<typeof run>>): void => {
    t.equal(ended.code, 4, ended.err || 'unreachable hosts have a code')
    t.match(endOf(t, ended, 'h1'), { status: 'unreachable' })
    t.match(recapIn(ended.out), { h1: { unreachable: 1 }, h2: { ok: 2 } })
    t.same(order(ended), ['h2', 'h2', 'h1'])
  }

  await t.test('by a cable that is cut in the middle of a command', async t => {
    const begun = start(sleepy('7001'))
    await until('h1', runs('sleep 7001'))
    await cut(dir, 'h1')
    isLost(t, await begun.ended)
    await heal(dir, 'h1')
    await until('h1', `! ${runs('sleep 7001')}`)
    await until('h1', CLEAN)
    t.match(await run(sleepy('0')), { code: 0 }, 'the next run goes well')
  })

  await t.test('by a cable that is cut in the middle of a file', async t => {
    const site = `
- hosts: h1
  gather_facts: false
  tasks:
    - {copy: {src: "${work.folder}/big", dest: /srv/app/app.db}}
`
    await shows('h1', 'mkdir -p /srv/app; echo old >/srv/app/app.db')
    writeFileSync(join(work.folder, 'big'), randomBytes(30_000_000))
    await delay(dir, 'h1', 200)
    const begun = start(site)
    await until('h1', '[ "$(ls -A /srv/app | wc -l)" = 2 ]')
    await cut(dir, 'h1')
    const ended = await begun.ended
    t.equal(ended.code, 4, ended.err || 'unreachable hosts have a code')
    t.match(endOf(t, ended, 'h1'), { status: 'unreachable' })
    t.equal(await shows('h1', 'cat /srv/app/app.db'), 'old\n')
    await heal(dir, 'h1')
    await delay(dir, 'h1', 0)
    await until('h1', CLEAN)
    t.equal(await shows('h1', 'ls -A /srv/app; cat /srv/app/app.db'), 'app.db\nold\n')
    t.match(await run(site), { code: 0 }, 'the next run goes well')
    t.equal(await shows('h1', 'ls -A /srv/app; stat -c %s /srv/app/app.db'), 'app.db\n30000000\n')
  })

  await t.test('by a restart under us', async t => {
    const begun = start(sleepy('7002'))
    await until('h1', runs('sleep 7002'))
    await begun.says(DONE)
    const before = await shows('h1', 'cat /proc/sys/kernel/random/boot_id')
    await shows('h1', 'systemctl reboot')
    isLost(t, await begun.ended)
    await until(
      'h1',
      `[ "$(cat /proc/sys/kernel/random/boot_id)" != ${before.trim()} ] && systemctl is-active ssh`,
    )
    t.match(await run(sleepy('0')), { code: 0 }, 'the next run goes well')
    await until('h1', CLEAN)
  })

  await t.test('by power that fails', async t => {
    const begun = start(sleepy('7003'))
    await until('h1', runs('sleep 7003'))
    await begun.says(DONE)
    await off(dir, 'h1')
    isLost(t, await begun.ended)
    const dark = await run(sleepy('0'))
    t.equal(dark.code, 4)
    endOf(t, dark, 'h1')
    await on(dir, 'h1')
    t.match(await run(sleepy('0')), { code: 0 }, 'the next run goes well')
    await until('h1', CLEAN)
  })
})
