// The whole program and hosts that are no machines: what it does to them is done inside.
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { inventoryOf } from '../../support/fleet.ts'
import { desk, endsIn, recapIn } from '../../support/program.ts'
import { noSmallRoot, smallRoot } from '../../support/small-root.ts'

t.setTimeout(170_000)

const SITE = `
- hosts: all
  gather_facts: false
  tasks:
    - copy: {content: "inside {{ inventory_hostname }}\\n", dest: /tmp/mokt-inside, mode: "0640"}
    - command: cat /tmp/mokt-inside
      changed_when: false
`
const RUN = ['run', 'site.yml', '-i', 'hosts.yml', '--output', 'jsonl']

/** What docker does, for the one container "box". */
const DOCKER = `#!/bin/sh
[ "$1 $2" = 'exec -i' ] || exit 125
[ "$3" = box ] || { echo "Error response from daemon: No such container: $3" >&2; exit 1; }
shift 3; exec chroot ROOT "$@"
`

await t.test('a folder that becomes the root, and a container', { skip: noSmallRoot }, async t => {
  const [folder, container] = [smallRoot(), smallRoot()]
  const work = desk({ 'site.yml': SITE, 'bin/docker': DOCKER.replace('ROOT', container.folder) })
  t.teardown(() => {
    work.remove()
    folder.remove()
    container.remove()
  })
  chmodSync(join(work.folder, 'bin/docker'), 0o755)
  const PATH = `${work.folder}/bin:${process.env['PATH']}`
  work.write({
    'hosts.yml': inventoryOf({
      root1: { ansible_connection: 'community.general.chroot', ansible_host: folder.folder },
      box: { ansible_connection: 'community.docker.docker' },
      lost: { ansible_connection: 'docker', ansible_host: 'bax' },
    }),
  })
  const { code, out } = await work.run(RUN, { PATH })
  t.equal(code, 4)
  t.match(recapIn(out), {
    root1: { ok: 2, changed: 1 },
    box: { ok: 2, changed: 1 },
    lost: { unreachable: 1 },
  })
  t.equal(
    endsIn(out)['lost']?.reason,
    'there is no container bax: docker ps --all shows those that are',
  )
  for (const [{ folder: place }, name] of [
    [folder, 'root1'],
    [container, 'box'],
  ] as const)
    t.equal(readFileSync(join(place, 'tmp/mokt-inside'), 'utf8'), `inside ${name}\n`)
  t.notOk(existsSync('/tmp/mokt-inside'))
  const again = await work.run([...RUN, '--limit', 'root1,box'], { PATH })
  t.equal(again.code, 0)
  t.match(recapIn(again.out), { root1: { ok: 2, changed: 0 }, box: { ok: 2, changed: 0 } })
})
