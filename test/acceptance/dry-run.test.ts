// What a dry run says on fresh hosts is what the run then does: the same tasks, in the same order, with the same diffs,
// also where tasks stand on what others will have done. And it writes nothing.
import { join } from 'node:path'
import t from 'tap'
import { up } from '../../src/sandbox/sandbox.ts'
import { newDir, skip } from '../sandbox/support.ts'
import { root } from '../support/root.ts'
import { runMokplay } from '../support/run-mokplay.ts'
import { changesOf, documentOf, foretold } from './document.ts'
import { snapshot } from './snapshot.ts'

const reason = skip()
if (reason !== false) {
  t.plan(0, reason)
  process.exit(0)
}

const dir = newDir()
const { inventory, hosts } = await up({ count: 2, dir })
const names = hosts.map(({ name }) => name)
const playbook = join(root, 'test/acceptance/dry-run/site.yml')
const mokplay = (...words: readonly string[]) =>
  runMokplay(root, ['run', playbook, '-i', inventory, '--output', 'json', ...words])
const snapshots = () => Promise.all(names.map(name => snapshot(dir, name)))

const before = await snapshots()
const dry = await mokplay('--check')
const between = await snapshots()
const real = await mokplay()
const again = await mokplay()

t.test('both go well', async t => {
  t.equal(dry.code, 0, dry.err)
  t.equal(real.code, 0, real.err)
  t.same(
    changesOf(documentOf(real)).filter(({ status }) => status === 'failed'),
    [],
  )
})

t.test('a dry run writes nothing: the hosts are as they were', async t => {
  names.forEach((name, index) => t.same(between[index], before[index], name))
  const after = await snapshots()
  names.forEach((name, index) =>
    t.not(Object.keys(after[index]!).length, Object.keys(before[index]!).length, `${name} is seen`),
  )
})

t.test(
  'the run makes the very changes that the dry run listed, what was unknown excepted',
  async t => {
    const [said, done] = [changesOf(documentOf(dry)), changesOf(documentOf(real))]
    t.same(
      said.map(({ task, host }) => `${host} ${task}`),
      done.map(({ task, host }) => `${host} ${task}`),
    )
    said.forEach((each, index) =>
      t.ok(foretold(each, done[index]!), `${each.host} ${each.task}`, {
        said: each,
        done: done[index],
      }),
    )
  },
)

t.test(
  'only what hangs on a command that did not run, and the text of a file in a tree, is unknown',
  async t => {
    const unknown = changesOf(documentOf(dry)).filter(({ status }) => status === 'unknown')
    t.same(
      unknown.map(({ task, host }) => `${host} ${task}`),
      ['one file of the tree, changed again', 'only the run can tell'].flatMap(task =>
        names.map(name => `${name} ${task}`),
      ),
    )
  },
)

t.test('run again, nothing changes but what the playbook undoes itself', async t => {
  t.equal(again.code, 0, again.err)
  const changed = changesOf(documentOf(again)).filter(
    ({ status, host }) => status === 'changed' && host === names[0],
  )
  t.same(
    changed.map(({ task }) => task),
    [
      'a folder for each port',
      'a file in each of them',
      'the folder that was just made goes again',
    ],
  )
})
