import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, statSync, symlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Float } from '../../src/base/value.ts'
import { probe } from '../../src/kit/probe.ts'
import type { StatAnswer } from '../../src/model/answers.ts'
import { someFacts } from '../support/facts.ts'
import { lacks } from '../support/programs.ts'
import { askHere, shells } from '../support/shell.ts'

for (const shell of shells)
  t.test(`${shell.join(' ')} tells all of every sort of path in one batch`, async t => {
    const dir = t.testdir({ "it's a.txt": 'hello\n', 'run.sh': '#!/bin/sh\n', sub: {} })
    chmodSync(join(dir, 'run.sh'), 0o4755)
    utimesSync(join(dir, "it's a.txt"), 1577836800, 1577836801.5)
    symlinkSync("it's a.txt", join(dir, 'link'))
    symlinkSync('nowhere', join(dir, 'broken'))
    const names = ["it's a.txt", 'run.sh', 'sub', 'link', 'broken', 'missing', '/dev/null']
    const extras = { sha1: true, sha256: true, mime: true, attributes: true }
    const answers = askHere(
      names.map(name => probe.stat(name.startsWith('/') ? name : join(dir, name), extras)),
      shell,
    )
    const of = (name: string): StatAnswer =>
      (answers[names.indexOf(name)] as { known: StatAnswer }).known
    const real = statSync(join(dir, "it's a.txt"))
    t.match(of("it's a.txt").self, {
      raw: 0o100644,
      size: 6,
      links: 1,
      inode: real.ino,
      device: real.dev,
      blocks: real.blocks,
      blockSize: real.blksize,
      mtime: 1577836801.5,
    })
    t.same(
      of("it's a.txt").self.atime,
      new Float(1577836800),
      'a whole number of seconds stays a float',
    )
    t.equal(of("it's a.txt").digests?.['sha1'], createHash('sha1').update('hello\n').digest('hex'))
    t.equal(of('link').digests?.['sha256'], createHash('sha256').update('hello\n').digest('hex'))
    t.equal(of('run.sh').self.raw, 0o104755)
    t.equal(of('run.sh').executable, true)
    t.equal(of("it's a.txt").executable, false)
    t.equal(of('sub').digests, undefined)
    t.match(of('link'), {
      target: "it's a.txt",
      realPath: join(dir, "it's a.txt"),
      real: { size: 6 },
    })
    t.equal(of('broken').target, 'nowhere')
    t.equal(of('broken').real, undefined)
    t.same(answers[names.indexOf('missing')], { absent: true })
    t.equal(of('/dev/null').self.deviceType, statSync('/dev/null').rdev)
  })

t.test('a host whose stat knows whole seconds only', { skip: lacks('busybox') }, async t => {
  const dir = t.testdir({ a: 'x' })
  utimesSync(join(dir, 'a'), 5, 7)
  const [answer] = askHere([probe.stat(join(dir, 'a'))], ['busybox', 'sh'], {
    ...someFacts,
    flavour: 'busybox',
  }) as { known: StatAnswer }[]
  t.same([answer!.known.self.atime, answer!.known.self.mtime], [new Float(5), new Float(7)])
})

t.test('a pattern finds paths as the shell does', async t => {
  const dir = t.testdir({
    'a 1.conf': '',
    'b.conf': '',
    "it's": { 'c.conf': '' },
    '.hidden.conf': '',
  })
  mkdirSync(join(dir, 'empty'))
  const answers = askHere([
    probe.glob(join(dir, '*.conf')),
    probe.glob(join(dir, 'no*')),
    probe.glob(join(dir, "it's/[a-c].conf")),
    probe.glob(join(dir, 'b.conf')),
  ])
  t.same(answers[0], { known: { paths: [join(dir, 'a 1.conf'), join(dir, 'b.conf')] } })
  t.same(answers[1], { absent: true })
  t.same(answers[2], { known: { paths: [join(dir, "it's/c.conf")] } })
  t.same(answers[3], { known: { paths: [join(dir, 'b.conf')] } })
})
