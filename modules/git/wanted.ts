// Which commit is meant, by what the repository's home says and what the folder knows already.
import { Failure, unknown, type Facts, type GitAnswer, type StateOf } from '../../src/kit/index.ts'
import { urlOf, type Args } from './args.ts'
import { headOf, type GitReads } from './reads.ts'

export type State = StateOf<GitReads>

export type Wanted = {
  /** Unknown where only the run can tell. */
  readonly commit: string
  /** The branch that is to be checked out; empty for tags and commits. */
  readonly branch: string
  /** Whether the repository's home calls it so: a branch, a tag, or neither. */
  readonly sort: 'branch' | 'tag' | 'other'
}

const hidden = (why: string): string => unknown(why) as unknown as string

/** What the home of the repository has. A Failure where it cannot be asked. */
export const homeRefs = (
  args: Args,
  state: State,
  facts: Facts,
): Readonly<Record<string, string>> => {
  if (!state.home)
    throw new Failure(`${args.executable ?? 'git'} is not on the host: install it first`)
  if (state.home.trouble !== undefined)
    throw new Failure(gitProblem(state.home.trouble, urlOf(args, facts)))
  return state.home.refs
}

/** The commit that the task asks for. */
export const wantedOf = (args: Args, state: State, facts: Facts): Wanted => {
  const { version } = args
  const refs = homeRefs(args, state, facts)
  if (version === 'HEAD' || args.bare) return headIn(args, refs, state.here, facts)
  const branch = refs[`refs/heads/${version}`]
  if (branch !== undefined) return { commit: branch, branch: version, sort: 'branch' }
  const tag = refs[`refs/tags/${version}^{}`] ?? refs[`refs/tags/${version}`]
  if (tag !== undefined) return { commit: tag, branch: '', sort: 'tag' }
  const [commit, name = ''] = state.named?.rc === 0 ? state.named.out.trim().split('\n') : []
  const own = /^refs\/heads\/(.*)$/.exec(name)?.[1] ?? ''
  if (commit !== undefined) return { commit, branch: own, sort: 'other' }
  return {
    commit: /^[0-9a-f]{40,64}$/.test(version) ? version : hidden(`the commit of ${version}`),
    branch: '',
    sort: 'other',
  }
}

const headIn = (
  args: Args,
  refs: Readonly<Record<string, string>>,
  here: GitAnswer | undefined,
  facts: Facts,
): Wanted => {
  const url = urlOf(args, facts)
  if (!here) {
    if (refs['HEAD'] === undefined)
      throw new Failure(`${url} has no commit that HEAD leads to: name a branch by version`)
    return { commit: refs['HEAD'], branch: hidden(`the branch of ${url}`), sort: 'other' }
  }
  const branch = headOf(args, here)
  if (branch === undefined)
    throw new Failure(
      `${args.dest} has no branch checked out, and none is known to be the main one of ${args.remote}: name one by version`,
    )
  const commit = refs[`refs/heads/${branch}`]
  if (commit === undefined)
    throw new Failure(
      `Could not determine remote revision for HEAD: ${url} has no branch ${branch}; name another one by version`,
    )
  return { commit, branch, sort: 'branch' }
}

const PROBLEMS: readonly (readonly [RegExp, string])[] = [
  [
    /Host key verification failed/,
    'the host key of the server is not known: add it to known_hosts, or set accept_newhostkey',
  ],
  [
    /Permission denied \((?:publickey|.*password)/,
    'the server takes none of the keys: give the right one by key_file, and look at its owner and mode',
  ],
  [
    /could not read (?:Username|Password)|terminal prompts disabled|Authentication failed/,
    'the server wants a name and a password: put them into the URL or into ~/.netrc, or use ssh',
  ],
  [/would clobber existing tag/, 'a tag was moved there: set force to take the new one'],
  [
    /does not appear to be a git repository|[Rr]epository .*not found|repository '.*' does not exist/,
    'there is no repository: look at the URL, and at who may read it',
  ],
  [/pathspec '.*' did not match/, 'it has no such branch, tag or commit: look at version'],
  [/Could not resolve host/, 'the name of the server is not known: look at the URL, and at DNS'],
  [/has no good signature/, 'it has no good signature'],
  [/is not in gpg_allowlist/, 'it is signed by a key that is not in gpg_allowlist'],
]

/** One sentence for what git complained of. */
export const gitProblem = (said: string, what: string): string => {
  const known = PROBLEMS.find(([pattern]) => pattern.test(said))
  if (known) return `${what}: ${known[1]}`
  const lines = said
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !/^(Cloning into|hint:|From |Please make sure)/.test(line))
  const fatal = lines.find(line => /^(fatal|error): /.test(line)) ?? lines.at(-1) ?? 'git failed'
  return `${what}: ${fatal.replace(/^(fatal|error): /, '')}`
}
