// `git PATH`: the repository in a folder, by the host's own git, which writes nothing for it. `git-remote URL …`: what
// a repository elsewhere has; nobody is there to answer when git or ssh ask for a password.
import { quote } from '../../base/shell.ts'
import { isUnknown } from '../../base/unknown.ts'
import type { GitAnswer, GitRemoteAnswer } from '../../model/answers.ts'
import type { Answer } from '../../model/change.ts'
import type { Probe } from '../../model/module.ts'
import { fits } from '../fits.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'

// Only the folder itself counts, not one above it. Paths are not quoted by git, so that they can be read here.
const HERE = String.raw`
here() { # FOLDER GIT
  command -v "$2" >/dev/null && cd -P -- "$1" || return
  export GIT_CEILING_DIRECTORIES="$(cd .. && pwd)" GIT_OPTIONAL_LOCKS=0
  g() { "$git" -c core.quotePath=false "$@"; }
  git=$2
  d=$(g rev-parse --git-dir 2>&1) || {
    case $d in *ownership*) echo 'owned' ;; esac
    return
  }
  echo "folder $(cd -- "$d" && pwd -P)"
  echo "bare $(g rev-parse --is-bare-repository)"
  echo "commit $(g rev-parse -q --verify HEAD)"
  echo "branch $(g symbolic-ref -q HEAD)"
  g config --get-regexp '^remote\..*\.url$'
  g for-each-ref --format='default %(refname) %(symref)' 'refs/remotes/*/HEAD'
  if [ "$(g rev-parse --is-bare-repository)" = true ]; then
    g for-each-ref --format='ref %(objectname) %(refname)' refs/heads refs/tags
  else
    g status --porcelain --untracked-files=no | sed 's/^/modified /'
    [ ! -e .gitmodules ] || g submodule status | sed 's/^/submodule /'
  fi
}`

const gitOf = (probe: Probe): string => String(probe.ask?.['git'] ?? 'git')

export const gitKind: Kind<GitAnswer> = {
  kind: 'git',
  script: probes =>
    [HERE, ...probes.map(probe => `(here ${quote(probe.id)} ${quote(gitOf(probe))})\necho .`)].join(
      '\n',
    ),
  parse: (text, probes) => {
    const parts = utf8(text).split(/^\.\n/m)
    return probes.map((_, index) => hereIn(parts[index]))
  },
  // Filters of line ends and such may leave files modified that were just checked out.
  same: (promised, found) => fits(essence(promised), essence(found)),
  show: ({ commit, branch, remotes, folder, modified, submodules }) => ({
    commit: String(commit),
    branch: String(branch) || '(none)',
    folder: String(folder),
    ...listed('modified', modified),
    ...listed(
      'submodules to update',
      Object.keys(submodules).filter(path => !submodules[path]),
    ),
    ...(!isUnknown(remotes) &&
      Object.fromEntries(
        Object.entries(remotes).map(([name, url]) => [`remote ${name}`, withoutPassword(url)]),
      )),
  }),
  guard: (probe, answer) =>
    answer === undefined
      ? `[ ! -e ${quote(`${probe.id}/.git`)} ]`
      : `[ "$(cd -- ${quote(probe.id)} && ${quote(gitOf(probe))} rev-parse -q --verify HEAD)" = ${quote(answer.commit)} ]`,
}

const essence = ({ modified: _files, submodules: _parts, ...rest }: GitAnswer): object => rest

const listed = (name: string, paths: readonly string[]): Readonly<Record<string, string>> =>
  paths.length === 0
    ? {}
    : { [name]: `${paths.slice(0, 5).join(', ')}${paths.length > 5 ? ', …' : ''}` }

const withoutPassword = (url: string): string =>
  url.replace(/^(\w+:\/\/[^/@:]*):[^/@]*@/, '$1:********@')

const hereIn = (part: string | undefined): Answer<GitAnswer> => {
  if (part === undefined) return failed('git did not answer')
  const lines = part.split('\n').filter(line => line !== '')
  if (lines.includes('owned'))
    return failed(
      'it belongs to another user: become that user, or add it to safe.directory of git',
    )
  if (lines.length === 0) return absent
  const one = (name: string): string =>
    lines.find(line => line.startsWith(`${name} `))?.slice(name.length + 1) ?? ''
  const pairs = (pattern: RegExp): Record<string, string> =>
    Object.fromEntries(
      lines.flatMap(line => {
        const found = pattern.exec(line)
        return found ? [[found[1]!, found[2]!] as const] : []
      }),
    )
  const bare = one('bare') === 'true'
  const refs = lines.flatMap(line => {
    const found = /^ref (\S+) (.*)$/.exec(line)
    return found ? [[found[2]!, found[1]!] as const] : []
  })
  return known({
    commit: one('commit'),
    branch: one('branch').replace('refs/heads/', ''),
    folder: one('folder'),
    bare,
    remotes: pairs(/^remote\.(.*)\.url (.*)$/),
    defaults: pairs(/^default refs\/remotes\/(.*)\/HEAD refs\/remotes\/\1\/(.*)$/),
    modified: lines.flatMap(line => /^modified .. (.*)$/.exec(line)?.[1] ?? []),
    submodules: Object.fromEntries(
      lines.flatMap(line => {
        const found = /^submodule (.)[0-9a-f]+ (.*?)(?: \([^()]*\))?$/.exec(line)
        return found ? [[found[2]!, found[1] === ' '] as const] : []
      }),
    ),
    ...(bare && { refs: Object.fromEntries(refs) }),
  })
}

/** Servers may be slow; a question must end. */
const SECONDS = 300

const REMOTE = String.raw`
limit=; if command -v timeout >/dev/null; then limit='timeout ${SECONDS}'; fi
export GIT_TERMINAL_PROMPT=0
# A question takes no keys of hosts in: those that are new are written to a copy.
h=$(mktemp) && trap 'rm -f "$h"' EXIT
cat ~/.ssh/known_hosts >"$h" 2>/dev/null
remote() { # GIT SSH URL NAME…
  if command -v "$1" >/dev/null; then
    git=$1; export GIT_SSH_COMMAND="$2"; shift 2
    case $GIT_SSH_COMMAND in
      *UserKnownHostsFile*) ;;
      *StrictHostKeyChecking=no*|*StrictHostKeyChecking=accept-new*) GIT_SSH_COMMAND="$GIT_SSH_COMMAND -o UserKnownHostsFile=$h" ;;
    esac
    { $limit "$git" ls-remote -- "$@"; echo "=$?"; } 2>&1 | sed 's/^/ /'
  fi
  echo .
}`

type Ask = {
  readonly url: string
  readonly names: readonly string[]
  readonly git?: string
  readonly ssh: string
  readonly waits?: readonly string[]
}
const askOf = (probe: Probe): Ask => probe.ask as unknown as Ask

export const gitRemoteKind: Kind<GitRemoteAnswer> = {
  kind: 'git-remote',
  slow: true,
  script: probes =>
    [
      REMOTE,
      ...probes.map(probe => {
        const { url, names, git = 'git', ssh } = askOf(probe)
        return `remote ${[git, ssh, url, ...names].map(quote).join(' ')}`
      }),
    ].join('\n'),
  parse: (text, probes) => {
    const parts = utf8(text).split(/^\.\n/m)
    return probes.map((_, index) => remoteIn(parts[index]))
  },
  derive: (probe, planned) => {
    const { url, waits = [] } = askOf(probe)
    const coming = waits.find(path => planned('file', path) !== undefined)
    return coming === undefined
      ? undefined
      : { unknown: `what ${withoutPassword(url)} has, once ${coming} is there` }
  },
}

const remoteIn = (part: string | undefined): Answer<GitRemoteAnswer> => {
  if (part === undefined) return failed('git did not answer')
  if (part === '') return absent
  const lines = part.split('\n').map(line => line.slice(1))
  const code = lines.findLast(line => /^=\d+$/.test(line))
  if (code === undefined) return failed('git did not come to an end')
  const refs = Object.fromEntries(
    lines.flatMap(line => {
      const found = /^([0-9a-f]{40,64})\t(.+)$/.exec(line)
      return found ? [[found[2]!, found[1]!] as const] : []
    }),
  )
  if (code === '=0') return known({ refs })
  const said = lines.filter(line => line.trim() !== '' && line !== code)
  return known({
    refs: {},
    trouble: code === '=124' ? `no answer in ${SECONDS} seconds` : said.join('\n'),
  })
}
