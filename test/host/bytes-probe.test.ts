import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { sha256 } from '../../src/base/value.ts'
import { probe } from '../../src/kit/probe.ts'
import type { BytesAnswer, EntriesAnswer } from '../../src/model/answers.ts'
import { askHere, shells } from '../support/shell.ts'

const folder = (t: Test): string => {
  const dir = mkdtempSync(join(tmpdir(), 'mokplay-bytes-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

for (const shell of shells) {
  const name = shell.join(' ')
  t.test(`${name} sends what files hold, byte by byte`, async t => {
    const dir = folder(t)
    const bytes = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256))
    writeFileSync(join(dir, 'bytes'), bytes)
    writeFileSync(join(dir, '-n'), '')
    writeFileSync(join(dir, 'two\nlines'), 'a\n\n')
    symlinkSync('bytes', join(dir, 'link'))
    const answers = askHere(
      [
        ...['bytes', '-n', 'two\nlines', 'link', 'none', ''].map(each =>
          probe.bytes(join(dir, each)),
        ),
        probe.bytes('/dev/null'),
        probe.bytes('/proc/self/status'),
      ],
      shell,
    )
    const known = bytes.toString('base64')
    t.same(answers.slice(0, 7), [
      { known: { size: 1024, base64: known } },
      { known: { size: 0, base64: '' } },
      { known: { size: 3, base64: base64('a\n\n') } },
      { known: { size: 1024, base64: known } },
      { absent: true },
      { known: { size: 0, trouble: 'directory' } },
      { known: { size: 0, trouble: 'special' } },
    ])
    t.ok(
      (answers[7] as { known: BytesAnswer }).known.size > 100,
      'files that have no size are read',
    )
  })

  t.test(`${name} sends what the files in a folder hold`, async t => {
    const dir = folder(t)
    mkdirSync(join(dir, 'conf.d/deep'), { recursive: true })
    const texts: Readonly<Record<string, string>> = {
      '10-a.conf': 'a\n',
      '20 b.conf': 'b',
      '.hidden': 'h',
      '..odd': 'o',
      '-rf': 'r',
      '*': 's',
      'two\nlines': '2',
    }
    for (const [file, text] of Object.entries(texts)) writeFileSync(join(dir, 'conf.d', file), text)
    symlinkSync('10-a.conf', join(dir, 'conf.d/link'))
    symlinkSync('nowhere', join(dir, 'conf.d/broken'))
    mkdirSync(join(dir, 'empty'))
    const [full, empty, none, file] = askHere(
      ['conf.d', 'empty', 'none', 'conf.d/-rf'].map(each => probe.fragments(join(dir, each))),
      shell,
    )
    t.same(full, {
      known: {
        files: Object.fromEntries(
          Object.entries({ ...texts, link: 'a\n' }).map(([each, text]) => [each, base64(text)]),
        ),
      },
    })
    t.same(empty, { known: { files: {} } })
    t.same(none, { absent: true })
    t.same(file, { failed: 'it is no folder' })
  })

  t.test(`${name} tells of those of many paths that are there`, async t => {
    const dir = folder(t)
    mkdirSync(join(dir, 'bin'))
    chmodSync(join(dir, 'bin'), 0o750)
    const odd = ['-rf', 'two\nlines', "it's $x", 'back\\slash', ' blank ', '*']
    for (const each of odd) writeFileSync(join(dir, 'bin', each), each)
    symlinkSync('two\nlines', join(dir, 'bin/link'))
    const many = Array.from({ length: 700 }, (_, index) => `bin/none${index}`)
    const [found, none] = askHere(
      [
        probe.entries(
          dir,
          ['bin', ...odd.map(each => `bin/${each}`), ...many, 'bin/link'],
          'a.tgz',
        ),
        probe.entries(join(dir, 'none'), ['bin'], 'a.tgz'),
      ],
      shell,
    )
    const { entries } = (found as { known: EntriesAnswer }).known
    t.same(
      Object.keys(entries).sort(),
      ['bin', 'bin/link', ...odd.map(each => `bin/${each}`)].sort(),
    )
    t.match(entries['bin'], { type: 'directory', mode: 0o750 })
    t.match(entries['bin/link'], { type: 'link', target: 'two\nlines' })
    for (const each of odd) t.equal(entries[`bin/${each}`]?.sha256, sha256(each), each)
    t.ok(Math.abs((entries['bin']?.mtime ?? 0) - Date.now() / 1000) < 60)
    t.same(none, { absent: true })
  })
}
