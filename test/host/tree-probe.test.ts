// `tree` asked of this very machine: names as strange as users make them, times, single files.
import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { probe } from '../../src/kit/probe.ts'
import type { TreeAnswer } from '../../src/model/answers.ts'
import { askHere, shells } from '../support/shell.ts'
import { lacks } from '../support/programs.ts'

const entriesOf = (answer: unknown): TreeAnswer['entries'] =>
  (answer as { known: TreeAnswer }).known.entries

const NAMES = ['plain', "it's $(id)", 'é ü', 'back\\slash', 'dq"x', ' blank ', '-n']

for (const shell of shells)
  t.test(`in ${shell.join(' ')}`, async t => {
    const dir = t.testdir({ sub: {} })
    for (const name of NAMES) writeFileSync(join(dir, 'sub', name), name)
    symlinkSync("it's $(id)", join(dir, 'sub/link'))
    symlinkSync('/no/such/place', join(dir, 'broken'))
    chmodSync(join(dir, 'sub/plain'), 0o640)
    utimesSync(join(dir, 'sub/plain'), 1, 1577934245)
    const [full, lean, alone, file, broken, none] = askHere(
      [
        probe.tree(dir, { digests: true, times: true }),
        probe.tree(join(dir, 'sub')),
        probe.tree(`${dir}/.`, { times: true, alone: true }),
        probe.tree(join(dir, 'sub/plain'), { digests: true, times: true }),
        probe.tree(join(dir, 'broken'), { times: true }),
        probe.tree(join(dir, 'none'), { times: true }),
      ],
      shell,
    )
    const names = NAMES.map(name => `sub/${name}`)
    t.same(Object.keys(entriesOf(full)).sort(), ['', 'broken', 'sub', 'sub/link', ...names].sort())
    t.match(entriesOf(full)['sub/plain'], { type: 'file', mode: 0o640, mtime: 1577934245, size: 5 })
    for (const name of names) t.match(entriesOf(full)[name]?.sha256, /^[0-9a-f]{64}$/, name)
    t.match(entriesOf(full)['sub/link'], { type: 'link', target: "it's $(id)" })
    t.equal(entriesOf(lean)['plain']?.mtime, undefined)
    t.equal(entriesOf(lean)['plain']?.sha256, undefined)
    t.same(Object.keys(entriesOf(alone)), [''])
    t.match(entriesOf(file), { '': { type: 'file', mtime: 1577934245, sha256: /^[0-9a-f]{64}$/ } })
    t.match(entriesOf(broken), { '': { type: 'link', target: '/no/such/place' } })
    t.same(none, { absent: true })
  })

t.test('names with newlines are whole', { skip: lacks('bash') }, async t => {
  const dir = t.testdir()
  mkdirSync(join(dir, 'a\nb'))
  writeFileSync(join(dir, 'a\nb', 'c\\n'), '')
  const [answer] = askHere([probe.tree(dir, { digests: true })], ['bash'])
  t.same(Object.keys(entriesOf(answer)).sort(), ['', 'a\nb', 'a\nb/c\\n'])
  t.match(entriesOf(answer)['a\nb/c\\n']?.sha256, /^[0-9a-f]{64}$/)
})

t.test('programs of busybox tell the same', { skip: lacks('busybox') }, async t => {
  const bin = t.testdir(
    Object.fromEntries(
      ['stat', 'find', 'sed', 'sha256sum', 'env'].map(name => [
        name,
        t.fixture('symlink', '/usr/bin/busybox'),
      ]),
    ),
  )
  const dir = join(bin, 'tree')
  mkdirSync(dir)
  writeFileSync(join(dir, "it's é"), 'x')
  symlinkSync('to é', join(dir, 'link'))
  const how = { digests: true, times: true }
  const [answer] = askHere([probe.tree(dir, how)], ['sh', '-c', `PATH=${bin}:$PATH; eval "$(cat)"`])
  t.match(entriesOf(answer)["it's é"], { type: 'file', size: 1, sha256: /^[0-9a-f]{64}$/ })
  t.match(entriesOf(answer)['link'], { type: 'link', target: 'to é' })
})
