// The git commands that clone a repository or bring one up to date. Each stands for itself; the first that fails is
// the last.
import { unknown, type Facts, type GitAnswer, type Op } from '../../src/kit/index.ts'
import { gitOf, sshOf, urlOf, type Args } from './args.ts'
import { verifying } from './reads.ts'
import type { Wanted } from './wanted.ts'

type Run = (words: readonly string[], cwd?: string) => Op

const environment = (args: Args): Readonly<Record<string, string>> => ({
  GIT_TERMINAL_PROMPT: '0',
  GIT_SSH_COMMAND: sshOf(args),
})

const runner =
  (args: Args): Run =>
  (words, cwd) => ({
    op: 'run',
    argv: words,
    env: environment(args),
    ...(cwd !== undefined && { cwd }),
    ...(args.umask !== undefined && { umask: args.umask as string }),
  })

const when = (holds: boolean, ...words: readonly string[]): readonly string[] =>
  holds ? words : []

/** A history can be cut only where what is fetched has a name there. */
const depthOf = ({ depth, version }: Args, { sort }: Wanted): readonly string[] =>
  depth !== undefined && depth > 0 && (version === 'HEAD' || sort !== 'other')
    ? ['--depth', String(depth)]
    : []

/** A repository where there is none. */
export const cloning = (args: Args, dest: string, wanted: Wanted, facts: Facts): readonly Op[] => {
  const run = runner(args)
  const git = gitOf(args)
  const depth = depthOf(args, wanted)
  const named = wanted.sort !== 'other' && !args.bare && (depth.length > 0 || args.single_branch)
  return [
    run([
      git,
      'clone',
      ...(args.bare ? ['--bare'] : ['--origin', args.remote]),
      ...depth,
      ...when(args.single_branch, '--single-branch'),
      ...when(named, '--branch', args.version),
      ...when(args.reference !== undefined, '--reference', args.reference!),
      ...when(args.separate_git_dir !== undefined, `--separate-git-dir=${args.separate_git_dir}`),
      '--',
      urlOf(args, facts),
      dest,
    ]),
    ...(args.bare && args.remote !== 'origin'
      ? [run([git, 'remote', 'add', args.remote, urlOf(args, facts)], dest)]
      : []),
    ...fetchingMore(args, dest, depth),
    ...verified(args, dest, wanted),
    ...(args.bare || named || args.version === 'HEAD' ? [] : [checkout(args, dest, wanted)]),
    ...submodules(args, dest),
  ]
}

/** What is to be done to a repository that is there. */
export type Needs = {
  readonly discard: boolean
  readonly url: boolean
  readonly fetch: boolean
  readonly checkout: boolean
  readonly submodules: boolean
}

export const updating = (
  args: Args,
  dest: string,
  { wanted, needs, here }: { wanted: Wanted; needs: Needs; here: GitAnswer },
  facts: Facts,
): readonly Op[] => {
  const run = runner(args)
  const git = gitOf(args)
  const depth = depthOf(args, wanted)
  const setUrl = here.remotes[args.remote] === undefined ? 'add' : 'set-url'
  return [
    ...(needs.discard ? [run([git, 'reset', '--hard', 'HEAD'], dest)] : []),
    ...(needs.url ? [run([git, 'remote', setUrl, args.remote, urlOf(args, facts)], dest)] : []),
    ...(needs.fetch
      ? [
          run(
            [
              git,
              'fetch',
              ...depth,
              ...when(depth.length === 0 && !args.bare, '--tags'),
              ...when(args.force, '--force'),
              args.remote,
              ...refsToFetch(args, wanted, depth.length > 0),
            ],
            dest,
          ),
          ...fetchingMore(args, dest, depth),
        ]
      : []),
    ...(needs.checkout ? [...verified(args, dest, wanted), checkout(args, dest, wanted)] : []),
    ...(needs.submodules ? submodules(args, dest) : []),
  ]
}

const fetchingMore = (args: Args, dest: string, depth: readonly string[]): readonly Op[] =>
  args.refspec === undefined
    ? []
    : [runner(args)([gitOf(args), 'fetch', ...depth, args.remote, args.refspec], dest)]

/** The least that is needed where the history is cut; all that the remote is set up for elsewhere. */
const refsToFetch = (
  args: Args,
  { sort, branch }: Wanted,
  isShallow: boolean,
): readonly string[] => {
  if (args.bare) return ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']
  if (!isShallow && !args.single_branch) return []
  if (sort === 'tag') return [`+refs/tags/${args.version}:refs/tags/${args.version}`]
  return sort === 'branch' ? [`+refs/heads/${branch}:refs/remotes/${args.remote}/${branch}`] : []
}

const checkout = (args: Args, dest: string, { sort, branch }: Wanted): Op => {
  const what =
    sort === 'branch'
      ? ['-B', branch, `refs/remotes/${args.remote}/${branch}`]
      : sort === 'tag'
        ? ['--detach', `refs/tags/${args.version}`]
        : [args.version]
  return runner(args)([gitOf(args), 'checkout', '--force', ...what, '--'], dest)
}

/** Before anything of it is checked out, where that is possible. */
const verified = (args: Args, dest: string, { commit, sort }: Wanted): readonly Op[] => {
  if (!args.verify_commit) return []
  const isNamed = sort !== 'branch' && args.version !== 'HEAD'
  const { argv, env } = verifying(args, dest, isNamed ? args.version : commit)
  return [{ op: 'run', argv, env: { ...environment(args), ...env } }]
}

const submodules = (args: Args, dest: string): readonly Op[] => {
  if (!args.recursive || args.bare) return []
  const run = runner(args)
  const git = gitOf(args)
  return [
    run([git, 'submodule', 'sync', '--quiet'], dest),
    run(
      [
        git,
        'submodule',
        'update',
        '--init',
        '--recursive',
        ...when(args.track_submodules, '--remote'),
        ...when(args.force, '--force'),
      ],
      dest,
    ),
  ]
}

/** The repository kept elsewhere from now on. */
export const moving = (args: Args, dest: string): Op =>
  runner(args)([
    gitOf(args),
    'init',
    '--quiet',
    `--separate-git-dir=${args.separate_git_dir}`,
    dest,
  ])

/** A file that is whole when it takes its place. */
export const packing = (
  args: Args,
  dest: string,
  archive: string,
  words: readonly string[],
): readonly Op[] => [
  runner(args)([...words.slice(0, -1), '--output', `${archive}.mokplay~`, words.at(-1)!], dest),
  { op: 'move', path: archive, target: `${archive}.mokplay~` },
]

/** A repository as it will be when it was cloned. */
export const cloned = (args: Args, wanted: Wanted, facts: Facts): GitAnswer => {
  const url = urlOf(args, facts)
  const later = (what: string): never => unknown(`${what} of ${args.dest}`) as never
  return {
    commit: wanted.commit,
    branch: wanted.branch,
    folder: later('the folder'),
    bare: args.bare,
    remotes: url.includes(':') ? { [args.remote]: url } : later('the remotes'),
    defaults: later('the branches'),
    modified: [],
    submodules: {},
    ...(args.bare && { refs: later('the refs') }),
  }
}
