import t from 'tap'
import { Refusal } from '../../src/kit/define.ts'
import { edit } from '../../src/kit/edit/edit.ts'

t.test('a key gets its value in place, once', async t => {
  t.equal(edit.key('', 'a', '1'), 'a = 1\n')
  t.equal(
    edit.key('# a = 0\nb = 2\n', 'a', '1'),
    '# a = 0\nb = 2\na = 1\n',
    'a comment is no line of the key',
  )
  t.equal(
    edit.key('a=1\nb=2\n', 'a', '1'),
    'a=1\nb=2\n',
    'a value that is there keeps its spelling',
  )
  t.equal(
    edit.key('a = 0\nb = 2\na = 3\n', 'a', '1'),
    'b = 2\na = 1\n',
    'the last line counts, others go',
  )
  t.equal(edit.key('b = 2', 'a', '1'), 'b = 2\na = 1\n')
  t.equal(edit.key('a = x=y\n', 'a', 'x=y'), 'a = x=y\n', 'the first separator counts')
  t.equal(edit.key('a = 1\nb = 2\n', 'a', undefined), 'b = 2\n')
  t.equal(edit.key('a = 1\n', 'a', undefined), '')
  t.equal(edit.key('ab = 1\n', 'a', undefined), 'ab = 1\n')
  t.equal(
    edit.key('UMASK 022\nPASS_MAX_DAYS\t99\n', 'PASS_MAX_DAYS', '60', { by: ' ' }),
    'UMASK 022\nPASS_MAX_DAYS 60\n',
  )
})

t.test('lines are taken with the ends they have', async t => {
  t.same(edit.lines('a\r\nb\n\nc'), ['a\r\n', 'b\n', '\n', 'c'])
  t.same(edit.lines(''), [])
})

t.test('a line that was found is not doubled behind its anchor', async t => {
  const after = edit.pattern('insertafter', '^a')
  const once = edit.line('a\nb\n', { line: 'n', after })
  t.same(once, { text: 'a\nn\nb\n', did: 'line added' })
  t.same(edit.line(once.text, { line: 'n', after }), { text: once.text, did: '' })
})

const refusedOn = (act: () => unknown): string | undefined => {
  try {
    act()
    return undefined
  } catch (problem) {
    return problem instanceof Refusal ? problem.argument : String(problem)
  }
}

t.test('a wrong pattern is refused on the argument that holds it', async t => {
  t.equal(
    refusedOn(() => edit.pattern('insertafter', '(a')),
    'insertafter',
  )
  t.equal(
    refusedOn(() => edit.replace('a', { find: 'a', by: '\\2' })),
    'replace',
  )
  t.equal(
    refusedOn(() => edit.replace('a', { find: 'a', by: '', after: '[' })),
    'after',
  )
})

t.test('a block whose marks stand the wrong way round is replaced all the same', async t => {
  const text = '1\n# E\nx\n# B\n2\n'
  t.equal(edit.block(text, { begin: '# B', end: '# E', block: 'n' }), '1\n# B\nn\n# E\n2\n')
})

t.test('marks that are one and the same are put in again and again, as Ansible does', async t => {
  const once = edit.block('1\n', { begin: '# m', end: '# m', block: 'n' })
  t.equal(once, '1\n# m\nn\n# m\n')
  t.equal(edit.block(once, { begin: '# m', end: '# m', block: 'n' }), '1\n# m\nn\n# m\nn\n# m\n')
})
