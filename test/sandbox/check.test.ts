// What a sandbox needs, said where it cannot run.
import t from 'tap'
import { check } from '../../src/sandbox/check.ts'
import { rangeOf } from '../../src/sandbox/privilege.ts'

t.test('macOS is told by name what is missing and what to do instead', async t => {
  t.match(check('darwin'), /needs Linux.*macOS.*inventory/)
  t.match(check('win32'), /needs Linux.*win32/)
  t.notMatch(check('darwin'), /\n/)
})

t.test('missing programs are named', async t => {
  t.match(check('linux', '/nowhere'), /needs unshare, nsenter, .*install/)
})

t.test('the widest range of subordinate ids counts, by name or number', async t => {
  const text = 'alice:100000:1000\nbob:200000:65536\n1000:300000:65536\n'
  t.same(rangeOf(text, 'alice', 1000), { from: 300000, count: 65536 })
  t.same(rangeOf(text, 'bob', 1), { from: 200000, count: 65536 })
  t.equal(rangeOf(text, 'eve', 7), undefined)
})
