import { chmodSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sha256 } from '../../src/base/value.ts'
import { probe } from '../../src/kit/probe.ts'
import type { FileAnswer } from '../../src/model/answers.ts'
import { askHere, shells } from '../support/shell.ts'

const here = (dir: string) => {
  writeFileSync(join(dir, 'nginx.conf'), 'worker_processes 4;\n')
  chmodSync(join(dir, 'nginx.conf'), 0o640)
  writeFileSync(join(dir, "it's $HOME.txt"), 'no newline')
  writeFileSync(join(dir, 'binary'), Buffer.from([0, 255, 10, 30, 7]))
  writeFileSync(join(dir, 'empty'), '')
  writeFileSync(join(dir, 'umlaut'), 'grüße\r\n\n')
  mkdirSync(join(dir, 'conf.d'))
  symlinkSync('nginx.conf', join(dir, 'link'))
  symlinkSync('nowhere', join(dir, 'broken'))
  linkSync(join(dir, 'empty'), join(dir, 'hard'))
}

for (const shell of shells)
  t.test(`${shell.join(' ')} tells of every sort of path in one batch`, async t => {
    const dir = t.testdir({})
    here(dir)
    const names = [
      'nginx.conf',
      "it's $HOME.txt",
      'binary',
      'empty',
      'missing',
      'umlaut',
      'conf.d',
      'link',
      'broken',
      'hard',
      'conf.d/none',
    ]
    const answers = askHere(
      names.map(name => probe.file(join(dir, name), { want: 'text' })),
      shell,
    )
    const of = (name: string) => answers[names.indexOf(name)] as { known: FileAnswer }
    t.match(of('nginx.conf').known, {
      type: 'file',
      mode: 0o640,
      size: 20,
      text: 'worker_processes 4;\n',
      sha256: sha256('worker_processes 4;\n'),
    })
    t.equal(of("it's $HOME.txt").known.text, 'no newline')
    t.match(of('binary').known, {
      textless: 'binary',
      sha256: sha256(Buffer.from([0, 255, 10, 30, 7])),
    })
    t.equal(of('empty').known.text, '')
    t.equal(of('umlaut').known.text, 'grüße\r\n\n')
    t.same(of('missing'), { absent: true })
    t.same(of('conf.d/none'), { absent: true })
    t.match(of('conf.d').known, { type: 'directory' })
    t.match(of('link').known, {
      type: 'link',
      target: 'nginx.conf',
      real: {
        type: 'file',
        mode: 0o640,
        path: join(dir, 'nginx.conf'),
        text: 'worker_processes 4;\n',
      },
    })
    t.match(of('broken').known, { type: 'link', target: 'nowhere' })
    t.equal(of('broken').known.real, undefined)
    t.equal(of('hard').known.inode, of('empty').known.inode)
    t.equal(of('hard').known.links, 2)
  })

t.test('a text whose digest is known already stays on the host', async t => {
  const dir = t.testdir({ a: 'same\n', b: 'other\n' })
  const [a, b] = askHere([
    probe.file(join(dir, 'a'), { want: 'text', unless: sha256('same\n') }),
    probe.file(join(dir, 'b'), { want: 'text', unless: sha256('same\n') }),
  ]) as { known: FileAnswer }[]
  t.equal(a!.known.text, undefined)
  t.equal(a!.known.sha256, sha256('same\n'))
  t.equal(b!.known.text, 'other\n')
})

t.test('a text that is too big is not carried', async t => {
  const dir = t.testdir({ log: 'x'.repeat(100) })
  const [big] = askHere([probe.file(join(dir, 'log'), { want: 'text', max: 50 })]) as {
    known: FileAnswer
  }[]
  t.equal(big!.known.text, undefined)
  t.equal(big!.known.size, 100)
})

t.test('900 files are answered in the order of the questions', async t => {
  const dir = t.testdir({})
  const paths = Array.from({ length: 900 }, (_, index) => join(dir, `f${index}`))
  for (const [index, path] of paths.entries()) if (index % 3) writeFileSync(path, `text ${index}\n`)
  const answers = askHere(paths.map(path => probe.file(path, { want: 'text' })))
  t.ok(
    answers.every((answer, index) =>
      index % 3
        ? 'known' in answer && (answer.known as FileAnswer).text === `text ${index}\n`
        : 'absent' in answer,
    ),
  )
})

t.test('a folder is walked once', async t => {
  const dir = t.testdir({ www: { 'index.html': '<p>', img: { 'a b.png': 'x' } } })
  symlinkSync('index.html', join(dir, 'www/home'))
  const [tree] = askHere([probe.tree(join(dir, 'www'), { digests: true })]) as {
    known: { entries: Record<string, FileAnswer> }
  }[]
  t.same(Object.keys(tree!.known.entries).sort(), ['', 'home', 'img', 'img/a b.png', 'index.html'])
  t.equal(tree!.known.entries['index.html']!.sha256, sha256('<p>'))
  t.equal(tree!.known.entries['home']!.target, 'index.html')
})

t.test('a command is answered with its code and both outputs, or not asked at all', async t => {
  const [ran, not] = askHere([
    probe.command(['sh', '-c', 'echo "a  b"; echo oops >&2; exit 3']),
    probe.command(['true'], { if: '/no/such/file' }),
  ])
  t.same(ran, { known: { rc: 3, out: 'a  b', err: 'oops' } })
  t.same(not, { absent: true })
})
