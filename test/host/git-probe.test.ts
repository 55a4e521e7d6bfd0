import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { probe } from '../../src/kit/probe.ts'
import type { GitAnswer, GitRemoteAnswer } from '../../src/model/answers.ts'
import { lacks } from '../support/programs.ts'
import { askHere, shells } from '../support/shell.ts'

const skip = lacks('git') && 'this machine has no git'

/** git by somebody who is nobody, at a fixed time. */
const git = (cwd: string, ...words: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=n@example.org', ...words], {
    cwd,
    encoding: 'utf8',
  }).trim()

const ssh = 'ssh -o BatchMode=yes'

for (const shell of shells)
  t.test(`${shell.join(' ')} tells what a repository has checked out`, { skip }, async t => {
    const folder = t.testdir({ home: {}, "it's here": {}, plain: { below: {} } })
    const home = join(folder, 'home')
    git(home, 'init', '-q', '-b', 'main')
    writeFileSync(join(home, 'motd'), 'hello\n')
    git(home, 'add', 'motd')
    git(home, 'commit', '-qm', 'first')
    git(home, 'tag', '-am', 'one', 'v1')
    const commit = git(home, 'rev-parse', 'HEAD')
    const here = join(folder, "it's here")
    git(folder, 'clone', '-q', `file://${home}`, here)
    git(folder, 'clone', '-q', '--bare', `file://${home}`, 'bare.git')
    writeFileSync(join(here, 'motd'), 'changed\n')
    writeFileSync(join(here, 'new'), 'git knows nothing of it\n')
    const [found, bare, plain, none, noGit] = askHere(
      [
        probe.git(here),
        probe.git(join(folder, 'bare.git')),
        probe.git(join(folder, 'plain/below')),
        probe.git('/no/such/folder'),
        probe.git(home, { git: '/no/such/git' }),
      ],
      shell,
    ) as { known: GitAnswer }[]
    t.match(found!.known, {
      commit,
      branch: 'main',
      folder: join(here, '.git'),
      bare: false,
      remotes: { origin: `file://${home}` },
      defaults: { origin: 'main' },
      modified: ['motd'],
    })
    t.match(bare!.known, { commit, bare: true, refs: { 'refs/heads/main': commit } })
    t.same([plain, none, noGit], [{ absent: true }, { absent: true }, { absent: true }])
    const [remote, trouble, absent] = askHere(
      [
        probe.gitRemote(`file://${home}`, ['HEAD', 'refs/tags/v1', 'refs/tags/v1^{}'], { ssh }),
        probe.gitRemote(`file://${folder}/none`, ['HEAD'], { ssh }),
        probe.gitRemote(`file://${home}`, ['refs/heads/main'], { ssh, git: '/no/such/git' }),
      ],
      shell,
    ) as { known: GitRemoteAnswer }[]
    t.match(remote!.known.refs, { HEAD: commit, 'refs/tags/v1^{}': commit })
    t.match(trouble!.known.trouble, /does not (appear|exist)/)
    t.same(absent, { absent: true })
  })
