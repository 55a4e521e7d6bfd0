import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { probe } from '../../src/kit/probe.ts'
import type { UnpackedAnswer } from '../../src/model/answers.ts'
import { lacks } from '../support/programs.ts'
import { askHere, shells } from '../support/shell.ts'

const folder = (t: Test): string => {
  const dir = mkdtempSync(join(tmpdir(), 'mokplay-unpacked-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  mkdirSync(join(dir, 'from/app/conf.d'), { recursive: true })
  mkdirSync(join(dir, 'to'))
  writeFileSync(join(dir, 'from/app/run'), 'run\n')
  writeFileSync(join(dir, `from/app/conf.d/it's "odd" $x ä*`), 'odd\n')
  symlinkSync('run', join(dir, 'from/app/link'))
  return dir
}

const run = (cwd: string, ...argv: string[]): void => {
  const { status, stderr } = spawnSync(argv[0]!, argv.slice(1), { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

const NAMES = ['app/', 'app/conf.d/', `app/conf.d/it's "odd" $x ä*`, 'app/link', 'app/run']
const plain = (name: string): string => name.replace(/\/$/, '')

for (const shell of shells) {
  const ask = (dir: string, archive: string, options?: readonly string[]): UnpackedAnswer => {
    const how = options ? { options } : {}
    const [answer] = askHere([probe.unpacked(join(dir, archive), join(dir, 'to'), how)], shell)
    if (!answer || !('known' in answer)) throw new Error(JSON.stringify(answer))
    return answer.known as UnpackedAnswer
  }
  const name = shell.join(' ')

  t.test(`${name}: what is in a tar archive, and what differs from it`, async t => {
    const dir = folder(t)
    writeFileSync(join(dir, 'from/app/two\nlines'), '2')
    run(join(dir, 'from'), 'tar', '--sort=name', '-czf', '../a.tgz', 'app')
    run(join(dir, 'to'), 'tar', '-xf', '../a.tgz')
    const same = ask(dir, 'a.tgz')
    t.equal(same.format, 'gzip')
    t.same(
      same.members?.map(each => plain(each.name)),
      [...NAMES.map(plain), 'app/two\nlines'],
    )
    t.match(same.members?.[4], { type: 'file', size: 4, mode: 0o644, owner: 'root' })
    t.match(same.members?.[3], { type: 'link', target: 'run' })
    t.same(same.differing, [])
    writeFileSync(join(dir, 'to/app/two\nlines'), '3')
    rmSync(join(dir, 'to/app/run'))
    t.same(ask(dir, 'a.tgz').differing, ['app/two\nlines'])
    const stripped = ask(dir, 'a.tgz', ['--strip-components=1', '--exclude=conf.d'])
    t.same(
      stripped.members?.map(each => plain(each.name)).filter(each => each !== ''),
      ['link', 'run', 'two\nlines'],
    )
  })

  t.test(`${name}: what is in a zip archive`, { skip: lacks('zip', 'unzip') }, async t => {
    const dir = folder(t)
    run(join(dir, 'from'), 'zip', '-qry', '../a.zip', 'app')
    run(join(dir, 'to'), 'env', 'LC_ALL=C.UTF-8', 'unzip', '-q', '../a.zip')
    const same = ask(dir, 'a.zip')
    t.same([same.format, same.differing], ['zip', []])
    t.same(same.members?.map(each => each.name).sort(), [...NAMES].sort())
    t.match(
      same.members?.find(each => each.name === 'app/run'),
      { size: 4, mode: 0o644 },
    )
    writeFileSync(join(dir, 'to/app/run'), 'RUN\n')
    writeFileSync(join(dir, 'to', NAMES[2]!), 'Odd\n')
    rmSync(join(dir, 'to/app/link'))
    symlinkSync('conf.d', join(dir, 'to/app/link'))
    t.same([...ask(dir, 'a.zip').differing].sort(), [NAMES[2], 'app/link', 'app/run'])
  })

  t.test(`${name}: what is no archive`, async t => {
    const dir = folder(t)
    writeFileSync(join(dir, 'text'), 'hello\n'.repeat(200))
    t.match(ask(dir, 'text').trouble, /tar/)
    t.same(askHere([probe.unpacked(join(dir, 'none'), dir)], shell), [{ absent: true }])
  })
}
