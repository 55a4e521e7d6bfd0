import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { mountKind } from '../../src/host/probes/mount.ts'
import type { MountAnswer } from '../../src/model/answers.ts'
import { probe } from '../../src/kit/probe.ts'
import { someFacts } from '../support/facts.ts'
import { askHere, shells } from '../support/shell.ts'

for (const shell of shells)
  t.test(`${shell.join(' ')} tells what is mounted, through links too`, async t => {
    const dir = t.testdir({})
    mkdirSync(join(dir, "it's"))
    symlinkSync('/', join(dir, 'root'))
    symlinkSync('/proc', join(dir, 'proc'))
    const paths = [
      '/proc',
      '/',
      join(dir, "it's"),
      join(dir, 'root/proc'),
      join(dir, 'proc'),
      '/no/where',
    ]
    const answers = askHere(paths.map(probe.mount), shell)
    t.match(answers[0], { known: { source: 'proc', fstype: 'proc' } })
    t.match(answers[1], { known: { fstype: String } })
    t.same(answers[2], { absent: true })
    t.same(answers[3], answers[0])
    t.same(answers[4], answers[0])
    t.same(answers[5], { absent: true })
  })

const TABLE = [
  '20 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
  '21 20 8:1 /srv /mnt/b\\0401 rw - ext4 /dev/sda1 rw',
  '22 20 0:40 / /mnt/t rw,noexec shared:2 master:3 - tmpfs tmpfs rw,size=1m',
  '23 22 0:41 / /mnt/t rw - tmpfs other rw',
  '24 20 8:2 /www/site /var/www rw - xfs /dev/sdb1 rw',
  '25 20 8:2 / /data rw - xfs /dev/sdb1 rw',
  '',
].join('\n')

const answersFor = (...paths: string[]) =>
  mountKind
    .parse(`${paths.join('\n')}\n${TABLE}`, paths.map(probe.mount), someFacts)
    .map(answer => ('known' in answer ? answer.known : answer)) as MountAnswer[]

t.test('a bind mount tells the folder it was made of', async t => {
  const [blank, site] = answersFor('/mnt/b 1', '/var/www')
  t.same(blank?.origins, ['/dev/sda1', '/srv'])
  t.same(site?.origins, ['/dev/sdb1', '/data/www/site'])
})

t.test('of mounts on each other the uppermost is told, and how many there are', async t => {
  const [top] = answersFor('/mnt/t')
  t.match(top, { source: 'other', depth: 2, options: 'rw' })
})

t.test('without the table nothing is told', async t => {
  t.match(mountKind.parse('/mnt\n', [probe.mount('/mnt')], someFacts), [{ failed: String }])
})
