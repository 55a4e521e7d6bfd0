// synchronize on this very machine: the same trees as rsync leaves, and the same lines, where rsync is installed.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { isExcluded, ruleOf } from '../../modules/synchronize/filter.ts'
import { eventsOf, inFolder, runMokplay } from '../support/run-mokplay.ts'

const HOSTS = 'all: {hosts: {web1: {ansible_connection: local}}}\n'
const OLD = 1577934245

/** A source, and a destination that has something of it, and something else. */
const makeTrees = (folder: string): void => {
  const at = (path: string): string => join(folder, path)
  for (const path of [
    'src/sub/deep',
    'src/.git',
    'src/empty',
    'dest/sub',
    'dest/gone/in',
    'dest/.git',
  ])
    mkdirSync(at(path), { recursive: true })
  writeFileSync(at('src/a.txt'), 'new\n')
  writeFileSync(at("src/sub/it's $(id) é"), 'x')
  writeFileSync(at('src/sub/deep/c'), 'same')
  writeFileSync(at('src/.git/config'), 'not wanted')
  symlinkSync('../a.txt', at('src/sub/link'))
  writeFileSync(at('dest/a.txt'), 'old!')
  writeFileSync(at('dest/sub/gone'), '')
  writeFileSync(at('dest/gone/in/f'), '')
  writeFileSync(at('dest/.git/keep'), '')
  chmodSync(at("src/sub/it's $(id) é"), 0o750)
  for (const path of ['src/a.txt', 'src/sub/deep/c', 'src/sub/deep', 'src/empty', 'src/sub', 'src'])
    utimesSync(at(path), OLD, OLD)
}

const listing = (folder: string): string =>
  execFileSync(
    'find',
    ['.', '(', '-name', '.git', '-prune', ')', '-o', '-printf', '%P %y %m %U:%G %l\n'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  )
    .split('\n')
    .sort()
    .join('\n')

const timesOf = (folder: string): string =>
  execFileSync('find', ['.', '!', '-type', 'l', '!', '-path', './.git*', '-printf', '%P %Ts\n'], {
    cwd: folder,
    encoding: 'utf8',
  })
    .split('\n')
    .sort()
    .join('\n')

const go = (folder: string, args: string, ...more: readonly string[]) =>
  inSite(folder, `{synchronize: ${args}}`, more)

const inSite = async (folder: string, task: string, more: readonly string[]) => {
  writeFileSync(join(folder, 'hosts.yml'), HOSTS)
  writeFileSync(join(folder, 'site.yml'), `- {hosts: all, gather_facts: false, tasks: [${task}]}\n`)
  const [site, hosts] = [join(folder, 'site.yml'), join(folder, 'hosts.yml')]
  const ran = await runMokplay(folder, ['run', site, '-i', hosts, '--output', 'jsonl', ...more])
  const result = eventsOf(ran).flatMap(event =>
    event.type === 'task.end' ? [event.result] : [],
  )[0]
  if (!result) throw new Error(`nothing ran: ${ran.out}${ran.err}`)
  return result
}

const rsync = ['/usr/bin/rsync', '/usr/local/bin/rsync'].find(path => existsSync(path))

t.test('a tree becomes as rsync makes it, and then stays', async t => {
  await inFolder({}, async folder => {
    makeTrees(folder)
    cpSync(join(folder, 'dest'), join(folder, 'twin'), { recursive: true })
    const args = `{src: ${folder}/src/, dest: ${folder}/dest, delete: yes, rsync_opts: ["--exclude=.git"]}`
    const dry = await go(folder, args, '--check')
    t.equal(dry.status, 'changed', dry.reason ?? '')
    t.ok(existsSync(join(folder, 'dest/gone')), 'a dry run leaves all as it is')
    const first = await go(folder, args)
    t.equal(first.status, 'changed', first.reason ?? '')
    t.same(first.vars['stdout_lines'], dry.vars['stdout_lines'], 'it did what it had said')
    t.equal(readFileSync(join(folder, 'dest/a.txt'), 'utf8'), 'new\n')
    t.ok(existsSync(join(folder, 'dest/.git/keep')), 'what is left out is not removed')
    t.equal((await go(folder, args)).status, 'ok')
    if (rsync === undefined) return t.comment('rsync is not installed: nothing to compare with')
    const { stdout } = spawnSync(
      rsync,
      [
        '-aF',
        '--delete-after',
        '--exclude=.git',
        '--out-format=%i %n%L',
        `${folder}/src/`,
        `${folder}/twin`,
      ],
      { encoding: 'utf8', env: { LC_ALL: 'C.UTF-8' } },
    )
    t.equal(listing(join(folder, 'dest')), listing(join(folder, 'twin')))
    t.equal(timesOf(join(folder, 'dest')), timesOf(join(folder, 'twin')))
    const told = (first.vars['stdout_lines'] as readonly string[]).map(line =>
      line.replace(/^</, '>'),
    )
    t.same([...told].sort(), stdout.trim().split('\n').sort())
  })
})

t.test('files come to the controller', async t => {
  await inFolder({}, async folder => {
    makeTrees(folder)
    const args = `{mode: pull, src: ${folder}/src, dest: ${folder}/got, links: no}`
    t.equal((await go(folder, args, '--check')).status, 'changed')
    t.notOk(existsSync(join(folder, 'got')))
    const first = await go(folder, args)
    t.equal(first.status, 'changed', first.reason ?? '')
    t.equal(readFileSync(join(folder, "got/src/sub/it's $(id) é"), 'utf8'), 'x')
    t.equal((await go(folder, args)).status, 'ok')
  })
})

t.test('rules mean what they mean to rsync', async t => {
  const rules = (...texts: readonly string[]) =>
    texts.map(text => ruleOf(text.startsWith('+') ? 'include' : 'exclude', text.slice(1)))
  const out = (texts: readonly string[], path: string, folder = false): boolean =>
    isExcluded(rules(...texts), path, folder)
  t.ok(out(['-*.o'], 'a/b.o'))
  t.notOk(out(['-*.o'], 'a/b.ob'))
  t.ok(out(['-.git'], 'a/.git/config'), 'with all below it')
  t.notOk(out(['-cache/'], 'cache'), 'only a folder')
  t.ok(out(['-cache/'], 'a/cache', true))
  t.ok(out(['-/top'], 'top'))
  t.notOk(out(['-/top'], 'a/top'))
  t.ok(out(['-a/*.c'], 'x/a/y.c'))
  t.notOk(out(['-a/*.c'], 'a/x/y.c'))
  t.ok(out(['-a/**.c'], 'a/x/y.c'))
  t.notOk(out(['+keep.o', '-*.o'], 'keep.o'), 'the first that fits')
  t.ok(out(['-[ab]?'], 'a1'))
  t.ok(out(['-[!ab]1'], 'c1'))
  t.ok(out(['-dir/***'], 'dir', true))
  t.ok(out(['-\\*'], '*'))
  t.notOk(out(['-a.b'], 'axb'))
})
