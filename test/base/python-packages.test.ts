import t from 'tap'
import { comparePython, meets } from '../../src/base/packages/pep440.ts'
import {
  isMet,
  rejoined,
  requirement,
  requirementsIn,
} from '../../src/base/packages/requirement.ts'

t.test('versions are in the order of PEP 440', async t => {
  const sorted = [
    '1.0.dev1',
    '1.0a1.dev3',
    '1.0a1',
    '1.0b2',
    '1.0-preview-3',
    '1.0',
    '1.0+abc',
    '1.0+abc.5',
    '1.0+1',
    '1.0.post1.dev2',
    '1.0-1',
    '1.9',
    '1.10',
    '2!0.1',
  ]
  for (let at = 1; at < sorted.length; at += 1)
    t.ok(comparePython(sorted[at - 1]!, sorted[at]!)! < 0, `${sorted[at - 1]} < ${sorted[at]}`)
  t.equal(comparePython('v1', '1.0.0'), 0)
  t.equal(comparePython('1.0-1', '1.0.post1'), 0)
  t.equal(comparePython('1.0', 'today'), undefined)
})

t.test('conditions are met as PEP 440 has it', async t => {
  const yes = [
    '1.4 ~=1.2',
    '1.2.9 ~=1.2.0',
    '1.0+abc ==1.0',
    '1.2.1 ==1.2.*',
    '1.1 >=1.0a1,<1.2',
    '2.0rc1 >=1',
  ]
  const no = [
    '2.0 ~=1.2',
    '1.3 ~=1.2.0',
    '1.2rc1 <1.2',
    '1.0.post1 >1.0',
    '1.0+abc >1.0',
    '1.2.1 !=1.2.*',
    '1.0 ===1.0.0',
  ]
  for (const each of yes) t.equal(meets(...(each.split(' ') as [string, string])), true, each)
  for (const each of no) t.equal(meets(...(each.split(' ') as [string, string])), false, each)
  t.equal(meets('1.0', '~=1'), undefined, 'nobody can judge what is no condition')
})

t.test('requirements are told from what only pip can judge', async t => {
  const packages = { 'my-app': '3.1', django: '4.2' }
  t.equal(isMet(requirement('My.App >= 3'), packages), true)
  t.equal(isMet(requirement('django<4'), packages), false)
  t.equal(isMet(requirement('flask'), packages), false)
  for (const text of [
    'django[argon2]',
    "django; python_version > '3'",
    './here',
    'git+https://a/b',
    'django @ https://a/b.whl',
  ])
    t.equal(isMet(requirement(text), packages), undefined, text)
})

t.test('what commas took apart is put together again', async t => {
  t.same(rejoined(['django>1', '<2', 'flask[a', 'b]>1', 'six,attrs']), [
    'django>1,<2',
    'flask[a,b]>1',
    'six',
    'attrs',
  ])
})

t.test('a file of requirements has comments, long lines and options', async t => {
  t.same(
    requirementsIn(
      '# x\nsix==1 \\\n # not long\n--index-url https://a/#b\n-r other.txt\nflask # y\n',
    ).map(({ kind, text }) => `${kind} ${text}`),
    ['named six==1', 'other -r other.txt', 'named flask'],
  )
})
