import { linkSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { keepsPromise } from '../../src/host/same.ts'
import { change, deed, toAbsent, toAttrs, toText } from '../../src/kit/change.ts'
import { probe } from '../../src/kit/probe.ts'
import type { FileAnswer } from '../../src/model/answers.ts'
import type { Change } from '../../src/model/change.ts'
import { someFacts } from '../support/facts.ts'
import { askHere, performHere, shells } from '../support/shell.ts'

const fileAt = (path: string): FileAnswer | undefined => {
  const [answer] = askHere([probe.file(path, { want: 'text' })])
  return answer && 'known' in answer ? (answer.known as FileAnswer) : undefined
}
const kept = (changes: readonly Change[], outcome: ReturnType<typeof performHere>): boolean =>
  changes.every(of =>
    keepsPromise(of, [...outcome.answers].find(([asked]) => asked.id === of.subject.id)![1]),
  )

for (const shell of shells)
  t.test(
    `${shell.join(' ')} writes a new file whole, with its mode, and leaves nothing beside it`,
    async t => {
      const dir = t.testdir({})
      const path = join(dir, "it's %s\\n.conf")
      const text = '-first line\n100% \'quoted\' "and" $HOME `id` \\t \\\n\nlast without newline é'
      const changes = toText(path, undefined, text, { mode: '0640' }, someFacts)
      const outcome = performHere(changes, shell)
      t.equal(outcome.failure, undefined)
      t.equal(readFileSync(path, 'utf8'), text)
      t.equal(statSync(path).mode & 0o7777, 0o640)
      t.same(readdirSync(dir), ["it's %s\\n.conf"])
      t.ok(kept(changes, outcome), 'the host says what the module said')
    },
  )

t.test(
  'an edit keeps mode and owner, other names of the file see it, and the backup is as it was',
  async t => {
    const dir = t.testdir({ hosts: '127.0.0.1 localhost\n' })
    const path = join(dir, 'hosts')
    linkSync(path, join(dir, 'other'))
    const changes = toText(path, fileAt(path), '127.0.0.1 web1\n', { backup: true }, someFacts)
    const outcome = performHere(changes)
    t.ok(kept(changes, outcome))
    t.equal(readFileSync(join(dir, 'other'), 'utf8'), '127.0.0.1 web1\n')
    const [backup] = readdirSync(dir).filter(name => name.startsWith('hosts.'))
    t.equal(readFileSync(join(dir, backup!), 'utf8'), '127.0.0.1 localhost\n')
  },
)

t.test('a file that changed since it was looked at is left alone', async t => {
  const dir = t.testdir({ motd: 'old\n' })
  const path = join(dir, 'motd')
  const changes = toText(path, { ...fileAt(path)!, sha256: '0'.repeat(64) }, 'new\n', {}, someFacts)
  const outcome = performHere(changes)
  t.ok(outcome.stale)
  t.equal(readFileSync(path, 'utf8'), 'old\n')
})

t.test('a refused validation leaves the old file and no other', async t => {
  const dir = t.testdir({ sudoers: 'ok\n' })
  const path = join(dir, 'sudoers')
  const changes = toText(path, fileAt(path), 'invalid\n', { validate: 'grep -q ok %s' }, someFacts)
  const outcome = performHere(changes)
  t.match(outcome.failure?.output.err, /validate/)
  t.equal(readFileSync(path, 'utf8'), 'ok\n')
  t.same(readdirSync(dir), ['sudoers'])
})

t.test('folders, links, modes and removals do what they say', async t => {
  const dir = t.testdir({ old: { deep: { file: 'x' } }, conf: 'a' })
  const folder = join(dir, 'conf.d')
  const link = join(dir, 'link')
  const made = [
    change(probe.file(folder), undefined, { type: 'directory', mode: 0o750 } as FileAnswer, [
      { op: 'mkdir', path: folder, attrs: { mode: 0o750 } },
    ]),
    change(probe.file(link), undefined, { type: 'link', target: 'conf' } as FileAnswer, [
      { op: 'link', path: link, target: 'conf' },
    ]),
    ...toAbsent(join(dir, 'old'), fileAt(join(dir, 'old'))),
    ...toAttrs(join(dir, 'conf'), fileAt(join(dir, 'conf'))!, { mode: 'u=rw,go=' }, someFacts),
  ]
  const outcome = performHere(made)
  t.equal(outcome.failure, undefined)
  for (const of of made)
    t.ok(kept([of], outcome), of.subject.id, {
      found: [...outcome.answers].find(([asked]) => asked.id === of.subject.id)![1],
      wanted: of.after,
    })
  t.ok(lstatSync(link).isSymbolicLink())
  t.equal(statSync(join(dir, 'conf')).mode & 0o777, 0o600)
  symlinkSync('x', join(dir, 'y'))
})

t.test(
  'outputs of programs stand apart, the first failure stops the rest, and its code is told',
  async t => {
    const dir = t.testdir({})
    const run = (...argv: string[]) => deed(argv.join(' '), [{ op: 'run', argv }])
    const outcome = performHere([
      run('sh', '-c', 'echo one; echo oops >&2'),
      run('sh', '-c', 'printf two; exit 7'),
      run('touch', join(dir, 'never')),
    ])
    t.match(outcome.outputs, [
      { rc: 0, out: 'one\n', err: 'oops\n' },
      { rc: 7, out: 'two', err: '' },
    ])
    t.equal(outcome.outputs.length, 2)
    t.equal(outcome.failure?.output.rc, 7)
    t.same(readdirSync(dir), [])
  },
)

t.test('a command gets its input, folder, environment and nothing else of ours', async t => {
  const dir = t.testdir({})
  const outcome = performHere([
    deed('look', [
      {
        op: 'run',
        argv: ['sh', '-c', 'pwd; echo $A; cat; env | grep -c ^mok'],
        cwd: dir,
        env: { A: "it's" },
        stdin: 'in\n',
        ok: 'any',
      },
    ]),
  ])
  t.equal(outcome.outputs[0]!.out, `${dir}\nit's\nin\n0\n`)
})
