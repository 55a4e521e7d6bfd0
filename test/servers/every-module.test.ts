// One playbook of every module on booted hosts: the dry run first, then the run, then the run again. The dry run listed
// the very changes; the second run found nothing to do.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { changesOf, documentOf, foretold } from '../acceptance/document.ts'
import { bootedHosts, noBooted, type BootedWish } from '../support/booted.ts'
import { root } from '../support/root.ts'
import { runMokplay } from '../support/run-mokplay.ts'

/** What only the run can tell, by the image: tasks whose dry run is unknown. */
const UNKNOWN: Readonly<Record<string, readonly string[]>> = {
  el: [
    ...['archive', 'assemble', 'assert', 'file', 'find', 'firewalld', 'getent', 'git'],
    ...['openssl_publickey', 'package_facts', 'restart webd', 'service', 'service_facts'],
    ...['setup', 'systemd', 'x509_certificate'],
  ],
  deb: ['assert', 'filesystem', 'package_facts', 'parted', 'service', 'service_facts'],
}

for (const image of ['el', 'deb'] as const)
  void t.test(
    `every module on a host of the image ${image}`,
    { skip: noBooted(image) },
    async t => {
      const { inventory, hosts } = await bootedHosts(t, { count: 1, image } satisfies BootedWish)
      const folder = mkdtempSync(join(tmpdir(), 'mokplay-every-'))
      t.teardown(() => rmSync(folder, { recursive: true, force: true }))
      const groups = join(folder, 'groups.yml')
      const members = Object.fromEntries(hosts.map(({ name }) => [name, null]))
      writeFileSync(groups, JSON.stringify({ all: { children: { [image]: { hosts: members } } } }))
      const site = join(root, `test/servers/every-module/${image}.yml`)
      const words = ['run', site, '-i', inventory, '-i', groups, '-e', `fetched=${folder}/fetched`]
      const mokplay = (...more: string[]) =>
        runMokplay(root, [...words, '--output', 'json', ...more])
      const dry = await mokplay('--check')
      const real = await mokplay()
      const again = await mokplay()

      t.equal(dry.code, 0, `the dry run: ${dry.err}`)
      t.equal(real.code, 0, `the run: ${real.err}`)
      t.equal(again.code, 0, `the run again: ${again.err}`)
      const [said, done] = [changesOf(documentOf(dry)), changesOf(documentOf(real))]
      const bad = (ran: typeof said) =>
        ran.filter(({ status }) => status === 'failed' || status === 'unreachable')
      t.same(bad(said), [], 'nothing fails in the dry run')
      t.same(bad(done), [], 'nothing fails')
      const names = (ran: typeof said) => ran.map(({ task, host }) => `${host} ${task}`)
      t.same(names(said), names(done), 'the same tasks in the same order')
      const unknown = said.filter(({ status }) => status === 'unknown')
      t.same(
        [...new Set(unknown.map(({ task }) => task))].sort(),
        UNKNOWN[image],
        'what is unknown',
      )
      for (const [index, each] of said.entries()) {
        // A dry run does not wait for anybody.
        if (each.task === 'wait_for_connection') continue
        t.ok(foretold(each, done[index]!), `${each.host} ${each.task}: as the dry run said`, {
          said: each,
          done: done[index],
        })
      }
      const changed = changesOf(documentOf(again)).filter(({ status }) => status === 'changed')
      t.same(changed, [], 'the second run changes nothing')
    },
  )
