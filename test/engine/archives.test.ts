// Archives as real tar and zip make them, in all their dialects, read back.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { sha256 } from '../../src/base/value.ts'
import { archiveAnswer } from '../../src/engine/archives/archives.ts'
import type { ArchiveMember } from '../../src/model/answers.ts'
import { lacks } from '../support/programs.ts'

const folder = (t: Test): string => {
  const dir = mkdtempSync(join(tmpdir(), 'mokplay-archive-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

const LONG = `${'a-long-name/'.repeat(12)}file`

const fill = (dir: string): void => {
  mkdirSync(join(dir, 'app/bin'), { recursive: true })
  mkdirSync(join(dir, 'app', LONG, '..'), { recursive: true })
  writeFileSync(join(dir, 'app/bin/run'), '#!/bin/sh\n')
  chmodSync(join(dir, 'app/bin/run'), 0o750)
  writeFileSync(join(dir, 'app/empty'), '')
  writeFileSync(join(dir, 'app/größe'), 'ü'.repeat(1000))
  writeFileSync(join(dir, 'app', LONG), 'long')
  symlinkSync('bin/run', join(dir, 'app/link'))
  linkSync(join(dir, 'app/bin/run'), join(dir, 'app/same'))
  utimesSync(join(dir, 'app/empty'), 1_000_000_000, 1_000_000_000)
}

const make = (dir: string, ...argv: string[]): Buffer => {
  const { status, stderr } = spawnSync(argv[0]!, argv.slice(1), { cwd: dir, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return readFileSync(join(dir, 'archive'))
}

const inside = (bytes: Uint8Array): Readonly<Record<string, ArchiveMember>> => {
  const { members, trouble } = archiveAnswer('/archive', bytes)
  if (!members) throw new Error(trouble ?? 'no members')
  return Object.fromEntries(members.map(member => [member.name.replace(/\/$/, ''), member]))
}

for (const dialect of ['v7', 'ustar', 'gnu', 'oldgnu', 'pax'])
  t.test(`a tar archive in the dialect ${dialect}`, t => {
    const dir = folder(t)
    fill(dir)
    const names = ['app/bin', 'app/empty', 'app/größe', 'app/link', 'app/same']
    const short = /v7|ustar/.test(dialect)
    const bytes = make(
      dir,
      'tar',
      `--format=${dialect}`,
      '-cf',
      'archive',
      ...(short ? names : ['--sort=name', 'app']),
    )
    const found = inside(bytes)
    t.match(found['app/bin/run'], {
      type: 'file',
      mode: 0o750,
      size: 10,
      sha256: sha256('#!/bin/sh\n'),
    })
    t.match(found['app/bin'], { type: 'directory' })
    t.match(found['app/empty'], { type: 'file', size: 0, mtime: 1_000_000_000, uid: 0 })
    t.match(found['app/größe'], { sha256: sha256('ü'.repeat(1000)) })
    t.match(found['app/link'], { type: 'link', target: 'bin/run' })
    t.match(found['app/same'], { type: 'hardlink', target: 'app/bin/run' })
    if (dialect !== 'v7') t.match(found['app/empty'], { owner: 'root', group: 'root' })
    if (!short) t.match(found[`app/${LONG}`], { sha256: sha256('long') })
    t.end()
  })

t.test('a packed tar archive', t => {
  const dir = folder(t)
  fill(dir)
  t.match(inside(make(dir, 'tar', '-czf', 'archive', 'app'))['app/empty'], { type: 'file' })
  if (!lacks('bzip2')) {
    const { format, members, trouble } = archiveAnswer(
      '/a',
      make(dir, 'tar', '-cjf', 'archive', 'app'),
    )
    t.same([format, members, trouble], ['bzip2', undefined, undefined], 'is left to the host')
  }
  t.end()
})

t.test('archives as Python makes them', { skip: lacks('python3') }, t => {
  const dir = folder(t)
  fill(dir)
  const python = (code: string): Buffer => make(dir, 'python3', '-c', code)
  t.match(
    inside(python(`import tarfile; a=tarfile.open('archive','w:gz'); a.add('app'); a.close()`))[
      `app/${LONG}`
    ],
    { sha256: sha256('long') },
  )
  const zip = inside(
    python(
      `import shutil, os; shutil.make_archive('a', 'zip', '.', 'app'); os.rename('a.zip', 'archive')`,
    ),
  )
  t.match(zip['app/bin/run'], { type: 'file', mode: 0o750, sha256: sha256('#!/bin/sh\n') })
  t.match(zip['app/bin'], { type: 'directory' })
  t.match(zip['app/größe'], { sha256: sha256('ü'.repeat(1000)) })
  const big = inside(
    python(`import zipfile
a = zipfile.ZipFile('archive', 'w')
with a.open(zipfile.ZipInfo('big'), 'w', force_zip64=True) as f: f.write(b'x')
a.comment = b'PK'
a.close()`),
  )
  t.match(big['big'], { sha256: sha256('x') })
  t.end()
})

t.test('a zip archive as Info-ZIP makes it', { skip: lacks('zip') }, t => {
  const dir = folder(t)
  fill(dir)
  const found = inside(make(dir, 'sh', '-c', 'zip -qry archive.zip app && mv archive.zip archive'))
  t.match(found['app/bin/run'], { type: 'file', mode: 0o750, sha256: sha256('#!/bin/sh\n') })
  t.match(found['app/empty'], { mtime: 1_000_000_000 })
  t.match(found['app/link'], { type: 'link', target: 'bin/run' })
  t.match(found['app/bin'], { type: 'directory' })
  t.end()
})

t.test('what cannot be read says why', t => {
  const dir = folder(t)
  fill(dir)
  const tar = make(dir, 'tar', '-cf', 'archive', 'app')
  const why = (bytes: Uint8Array): unknown => archiveAnswer('/archive', bytes).trouble
  t.equal(why(tar.subarray(0, tar.indexOf('app/größe') + 700)), 'it ends too early')
  t.equal(
    why(Buffer.concat([tar.subarray(0, 512), Buffer.alloc(512, 7)])),
    'it is damaged, or no tar archive',
  )
  t.equal(why(Buffer.from('hello')), 'it is no archive of a known format')
  t.equal(why(Buffer.alloc(0)), 'it is no archive of a known format')
  t.match(
    why(make(dir, 'sh', '-c', 'tar -czf - app | head -c 100 >archive')),
    'unexpected end of file',
  )
  t.match(why(Buffer.from(`PK\x03\x04${'x'.repeat(40)}`)), 'its directory is missing')
  t.match(why(Buffer.from('$ANSIBLE_VAULT;1.1;AES256\n')), 'ansible-vault')
  t.end()
})
