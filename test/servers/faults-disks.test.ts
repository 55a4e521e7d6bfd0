// Disks that are full or read-only, and clocks that are wrong: one sentence where it cannot be done, the old content
// where it was, and what does not need the room goes on.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { noBooted } from '../support/booted.ts'
import { MAIN, eventsIn, recapIn } from '../support/program.ts'
import { lacks } from '../support/programs.ts'
import { CLEAN, endOf, faultyHosts, order } from './faults.ts'

t.setTimeout(170_000)

await t.test('a server', { skip: noBooted() }, async t => {
  const { run, until, shows, work, inventory } = await faultyHosts(t, { count: 2 })
  writeFileSync(join(work.folder, 'big'), randomBytes(3_000_000))

  /** h1 does something, h2 something else. */
  const site = (task: string): string => `
- hosts: all
  strategy: free
  gather_facts: false
  tasks:
    - when: inventory_hostname == 'h1'
      ${task}
    - {command: "true"}
`
  /** h1 fails alone, with a reason. */
  const fails = async (t: Parameters<typeof endOf>[0], task: string, reason: RegExp) => {
    const ended = await run(site(task))
    t.equal(ended.code, 2, ended.err)
    const end = endOf(t, ended, 'h1')
    t.match(end, { status: 'failed', reason })
    t.match(recapIn(ended.out), { h1: { failed: 1 }, h2: { ok: 1 } })
    t.equal(order(ended).filter(host => host === 'h2').length, 2, 'the other one goes on')
  }

  await t.test('whose disk is full', async t => {
    await shows(
      'h1',
      `mkdir -p /srv/full; mount -t tmpfs -o size=1M tmpfs /srv/full
      echo old >/srv/full/app.conf; chmod 640 /srv/full/app.conf; head -c 500000 /dev/zero >/srv/full/rest`,
    )
    const full = /^\/srv\/full\/.*No space left on device$/
    const src = `${work.folder}/big`
    await fails(t, `copy: {src: "${src}", dest: /srv/full/app.conf}`, full)
    await fails(t, `copy: {src: "${src}", dest: /srv/full/app.conf, unsafe_writes: true}`, full)
    await fails(t, `copy: {src: "${src}", dest: /srv/full/new.conf}`, full)
    t.equal(
      await shows('h1', 'cd /srv/full; ls -A; stat -c %a app.conf; cat app.conf'),
      'app.conf\nrest\n640\nold\n',
      'the old content is where it was, and nothing beside it',
    )
    await shows('h1', 'umount /srv/full')
    await until('h1', CLEAN)
  })

  await t.test('whose file system is read-only', async t => {
    await shows(
      'h1',
      `mkdir -p /srv/ro; echo old >/srv/ro/app.conf; chmod 644 /srv/ro/app.conf
      mount --bind /srv/ro /srv/ro; mount -o remount,bind,ro /srv/ro`,
    )
    const readOnly = /Read-only file system/
    for (const task of [
      'copy: {content: new, dest: /srv/ro/app.conf}',
      'copy: {content: new, dest: /srv/ro/other.conf}',
      'file: {path: /srv/ro/folder, state: directory}',
      'file: {path: /srv/ro/app.conf, mode: "0600"}',
      'file: {path: /srv/ro/app.conf, state: absent}',
      'lineinfile: {path: /srv/ro/app.conf, line: new}',
    ])
      await fails(t, task, readOnly)
    t.equal(await shows('h1', 'ls -A /srv/ro; cat /srv/ro/app.conf'), 'app.conf\nold\n')
    await shows('h1', 'umount /srv/ro')
    await until('h1', CLEAN)
  })

  await t.test('whose /tmp has no room', async t => {
    const converge = `
- hosts: all
  tasks:
    - {copy: {src: "${work.folder}/big", dest: /srv/big}}
    - {copy: {content: mine, dest: /srv/mounted}}
    - {script: "${work.folder}/hello"}
    - {command: cat, args: {stdin: said}}
`
    work.write({ hello: '#!/bin/sh\necho hello\n' })
    await shows(
      'h1',
      `echo old >/srv/mounted; touch /srv/target; mount --bind /srv/mounted /srv/mounted
      mount -t tmpfs -o size=4k,nr_inodes=3 tmpfs /tmp; head -c 4096 /dev/zero >/tmp/full; touch /tmp/last
      ! touch /tmp/more 2>/dev/null`,
    )
    const first = await run(converge)
    t.equal(first.code, 0, first.err + JSON.stringify(first.out.slice(-1500)))
    t.match(recapIn(first.out), { h1: { failed: 0, ok: 5 }, h2: { failed: 0, ok: 5 } })
    t.equal(await shows('h1', 'cat /srv/mounted; stat -c %s /srv/big'), 'mine3000000\n')
    const again = await run(converge.replace(/ +- \{(script|command).*\n/g, ''))
    t.match(recapIn(again.out), { h1: { changed: 0, failed: 0 } }, 'nothing is left to do')
    t.equal(await shows('h1', 'ls -A /tmp'), 'full\nlast\n')
    await shows('h1', 'umount /tmp /srv/mounted')
    await until('h1', CLEAN)
  })

  const noFaketime = process.env['CI'] ? false : lacks('faketime')
  await t.test('whose clock is ten years off', { skip: noFaketime }, async t => {
    work.write({
      'site.yml': `
- hosts: all
  tasks:
    - {copy: {content: "{{ ansible_facts.hostname }}\\n", dest: /srv/clock, backup: true}}
    - {assert: {that: ansible_facts.date_time.year | int > 2000}}
    - {command: "true", changed_when: false}
`,
    })
    // Servers have the clock of this machine: it is the controller that goes wrong.
    for (const shift of ['+10y', '-10y']) {
      await shows('h1', 'rm -f /srv/clock')
      const ran = (): string =>
        execFileSync(
          'faketime',
          [
            '-f',
            shift,
            process.execPath,
            MAIN,
            'run',
            'site.yml',
            '-i',
            inventory,
            '--output',
            'jsonl',
          ],
          { cwd: work.folder, encoding: 'utf8', env: { ...process.env, HOME: work.home } },
        )
      t.match(recapIn(ran()), { h1: { changed: 1, failed: 0 }, h2: { failed: 0 } }, shift)
      const again = ran()
      t.match(recapIn(again), { h1: { changed: 0, failed: 0 }, h2: { changed: 0 } }, shift)
      const spans = eventsIn(again).map(event => ('ms' in event ? event.ms : 0))
      t.ok(
        spans.every(ms => ms >= 0 && ms < 120_000),
        'and no time is measured wrong',
      )
    }
    await until('h1', CLEAN)
  })
})
