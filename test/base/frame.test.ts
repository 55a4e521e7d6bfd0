import t from 'tap'
import { didYouMean, error, nearest } from '../../src/base/diagnostic.ts'
import { frame } from '../../src/base/frame.ts'
import { lineText, position, source } from '../../src/base/source.ts'

const site = source('site.yml', '- hosts: web\n  taks:\n    - ping:\n')
const find = (file: string) => (file === site.file ? site : undefined)

t.test('a diagnostic points at the very word', async t => {
  const from = site.text.indexOf('taks')
  const shown = frame(
    error('play/unknown-keyword', 'a play has no keyword "taks"', {
      span: { file: 'site.yml', from, to: from + 4 },
      hint: 'did you mean "tasks"?',
    }),
    find,
  )
  t.equal(
    shown,
    [
      'site.yml:2:3: error: a play has no keyword "taks" [play/unknown-keyword]',
      '1 | - hosts: web',
      '2 |   taks:',
      '  |   ^^^^',
      '  hint: did you mean "tasks"?',
    ].join('\n'),
  )
})

t.test('a long line is cut around the caret, control bytes are harmless', async t => {
  const long = source('long.yml', `a: ${'x'.repeat(300)}\u001b[31mRED`)
  const shown = frame(
    error('x/y', 'here', { span: { file: 'long.yml', from: 305, to: 308 } }),
    () => long,
  )
  t.notMatch(shown, /\u001b/)
  const [, line, caret] = shown.split('\n')
  t.ok(line!.length < 120)
  t.equal(line![caret!.indexOf('^')], '3')
})

t.test('a place behind the end and a file that is not at hand are no trouble', async t => {
  t.match(
    frame(error('x/y', 'here', { span: { file: 'site.yml', from: 9999, to: 10_000 } }), find),
    /site\.yml:4:1/,
  )
  t.equal(
    frame(error('x/y', 'here', { span: { file: 'gone.yml', from: 1, to: 2 } }), find),
    'gone.yml: error: here [x/y]',
  )
})

t.test('lines and columns count from 1, with any line end', async t => {
  const text = source('crlf', 'a\r\nbb\r\n')
  t.same(position(text, 4), { line: 2, column: 2 })
  t.equal(lineText(text, 2), 'bb')
})

t.test('a misspelt word finds its neighbour, a strange one none', async t => {
  const words = ['tasks', 'handlers', 'become_user', 'when']
  t.equal(nearest('handlres', words), 'handlers')
  t.equal(nearest('becom_user', words), 'become_user')
  t.equal(didYouMean('qqqq', words), undefined)
  t.equal(didYouMean('Tasks', words), 'did you mean "tasks"?')
})
