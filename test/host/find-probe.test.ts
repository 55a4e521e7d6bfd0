import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { probe } from '../../src/kit/probe.ts'
import type { FindAnswer, FindAsk } from '../../src/model/answers.ts'
import { someFacts } from '../support/facts.ts'
import { askHere, shells } from '../support/shell.ts'

const folder = (t: Test): string => {
  const dir = mkdtempSync(join(tmpdir(), 'mokplay-find-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

const fill = (dir: string): void => {
  mkdirSync(join(dir, 'conf.d/deep'), { recursive: true })
  writeFileSync(join(dir, 'app.log'), 'one\nERROR two\nthree')
  writeFileSync(join(dir, 'old.log'), 'x'.repeat(100))
  writeFileSync(join(dir, '.hidden'), 'ERROR')
  writeFileSync(join(dir, 'conf.d/deep/it\'s "odd" $x'), '')
  writeFileSync(join(dir, 'conf.d/two\nlines'), 'ERROR in two\n')
  writeFileSync(join(dir, 'conf.d/-rf'), 'dash')
  writeFileSync(join(dir, 'conf.d/back\\slash'), 'b')
  writeFileSync(Buffer.concat([Buffer.from(`${dir}/latin-`), Buffer.from([0xe4])]), 'l')
  symlinkSync('conf.d', join(dir, 'link'))
  symlinkSync('nowhere', join(dir, 'broken'))
  utimesSync(join(dir, 'old.log'), 1_000_000_000, 1_000_000_000.5)
}

const find = (
  dir: string,
  how: FindAsk,
  shell?: readonly string[],
  flavour = 'gnu',
): FindAnswer => {
  const [answer] = askHere([probe.find(dir, how)], shell, { ...someFacts, flavour })
  if (!answer || !('known' in answer)) throw new Error(JSON.stringify(answer))
  return answer.known as FindAnswer
}

const names = ({ found }: FindAnswer): readonly string[] => found.map(({ path }) => path).sort()

for (const shell of shells)
  t.test(`${shell.join(' ')} tells of everything below a folder, whatever its name`, async t => {
    const dir = folder(t)
    fill(dir)
    const all = find(dir, { hidden: true, sha1: true }, shell)
    t.same(names(all), [
      '.hidden',
      'app.log',
      'broken',
      'conf.d',
      'conf.d/-rf',
      'conf.d/back\\slash',
      'conf.d/deep',
      'conf.d/deep/it\'s "odd" $x',
      'conf.d/two\nlines',
      'latin-\ufffd',
      'link',
      'old.log',
    ])
    t.equal(all.examined, 12)
    t.same(all.complaints, [])
    const one = all.found.find(({ path }) => path === 'old.log')!
    t.match(one, { size: 100, mtime: 1_000_000_000.5, owner: 'root', raw: 0o100644 })
    const sums = Object.fromEntries(all.found.map(({ path, sha1 }) => [path, sha1]))
    for (const path of ['conf.d/back\\slash', 'conf.d/two\nlines', 'conf.d/-rf', 'app.log'])
      t.equal(
        sums[path],
        spawnSync('sh', ['-c', 'sha1sum <"$1"', 'sh', join(dir, path)], {
          encoding: 'utf8',
        }).stdout.slice(0, 40),
        path,
      )
    t.equal(sums['link'], undefined)
    t.ok(Math.abs(all.now - Date.now() / 1000) < 60)
  })

t.test('what does not pass is counted alone', async t => {
  const dir = folder(t)
  fill(dir)
  const of = (how: FindAsk): unknown => {
    const answer = find(dir, how)
    return [names(answer), answer.examined]
  }
  t.same(of({ walk: 1, type: 'file', names: ['*.log'] }), [['app.log', 'old.log'], 7])
  t.same(of({ walk: 1, type: 'file', hidden: true, names: ['*.log', '.h*'], most: 20 }), [
    ['.hidden', 'app.log'],
    7,
  ])
  t.same(of({ type: 'file', least: 20 }), [['old.log'], 12])
  t.same(of({ type: 'file', days: 365, hidden: true }), [['old.log'], 12])
  t.same(of({ type: 'link' }), [['broken', 'link'], 12])
  t.same(of({ type: 'directory', walk: 2, depth: 1 }), [['conf.d'], 11])
  t.same(of({ names: ['d*'], follow: true, walk: 2 }), [['conf.d/deep', 'link/deep'], 15])
})

for (const shell of shells)
  t.test(`${shell.join(' ')} sends of contents what may match`, async t => {
    const dir = folder(t)
    fill(dir)
    writeFileSync(join(dir, 'open'), 'ERROR 1\nno\nERROR 2')
    writeFileSync(join(dir, 'big'), 'ERROR'.repeat(2 ** 20))
    writeFileSync(join(dir, 'nul'), 'a\0ERROR\n')
    const texts = (search: FindAsk['search']): unknown =>
      Object.fromEntries(
        find(dir, { type: 'file', ...(search && { search }) }, shell).found.flatMap(
          ({ path, text, textless }) =>
            text === undefined && textless === undefined ? [] : [[path, textless ?? text]],
        ),
      )
    t.same(texts({ literal: 'ERROR', whole: false }), {
      'app.log': 'ERROR two\n',
      'conf.d/two\nlines': 'ERROR in two\n',
      open: 'ERROR 1\nERROR 2',
      big: 'big',
      nul: 'a\0ERROR\n',
    })
    t.match(texts({ literal: 'ERROR two', whole: true }), { 'app.log': 'one\nERROR two\nthree' })
    t.match(texts({ literal: '', whole: false }), {
      'conf.d/-rf': 'dash',
      'conf.d/back\\slash': 'b',
    })
    t.same(texts({ literal: '-e', whole: false }), {})
  })

t.test('a folder that is not there, and one that is none', async t => {
  const dir = folder(t)
  writeFileSync(join(dir, 'file'), '')
  const [none, file, whole] = askHere([
    probe.find(join(dir, 'none'), {}),
    probe.find(join(dir, 'file'), {}),
    probe.find(dir, {}),
  ])
  t.same(none, { absent: true })
  t.same(file, { absent: true })
  t.match(whole, { known: { examined: 1 } })
})

t.test('one file among folders has its digest', async t => {
  const dir = folder(t)
  mkdirSync(join(dir, 'a'))
  mkdirSync(join(dir, 'b'))
  writeFileSync(join(dir, 'file'), '')
  const { found } = find(dir, { sha1: true })
  t.same(found.map(({ path, sha1 }) => [path, sha1?.slice(0, 8)]).sort(), [
    ['a', undefined],
    ['b', undefined],
    ['file', 'da39a3ee'],
  ])
})

t.test('3000 files are told in lots', async t => {
  const dir = folder(t)
  for (let index = 0; index < 3000; index++)
    writeFileSync(join(dir, `a-rather-long-name-of-a-file-${index}.conf`), '')
  const { found, examined } = find(dir, { sha1: true })
  t.equal(found.length, 3000)
  t.equal(examined, 3000)
  t.ok(found.every(({ sha1 }) => sha1 === 'da39a3ee5e6b4b0d3255bfef95601890afd80709'))
})
