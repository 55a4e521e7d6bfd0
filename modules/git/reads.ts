// What git asks: the repository in the folder, what its home has by now, and only where they matter signatures,
// submodules that follow their own branches, and the archive as it would be.
import {
  absolute,
  folderReads,
  parentOf,
  probe,
  script,
  sha256,
  type After,
  type CommandAnswer,
  type Facts,
  type FileAnswer,
  type FolderReads,
  type GitAnswer,
  type GitRemoteAnswer,
  type Probe,
} from '../../src/kit/index.ts'
import { destOf, formatOf, gitOf, sshOf, urlOf, type Args } from './args.ts'

type Home = Probe<GitRemoteAnswer> | After<unknown, GitRemoteAnswer>

type Program = { readonly argv: readonly string[]; readonly env?: Readonly<Record<string, string>> }

export type GitReads = FolderReads & {
  readonly here: Probe<GitAnswer> | undefined
  readonly home: Home
  /** What is in a folder that has no repository yet. */
  readonly content: After<GitAnswer, CommandAnswer> | undefined
  /** What the version is called in the folder: its commit, and its full name. */
  readonly named: After<GitAnswer, CommandAnswer> | undefined
  readonly signed: After<GitAnswer, CommandAnswer> | undefined
  /** A line for each submodule that is not where its own branch is. */
  readonly behind: After<GitAnswer, CommandAnswer> | undefined
  /** Where the repository is to be kept, and whether something is there already. */
  readonly apart: After<GitAnswer, CommandAnswer> | undefined
  readonly separate: Probe<FileAnswer> | undefined
  readonly archive: Probe<FileAnswer> | undefined
  /** The digest of the archive as it would be now. */
  readonly packed: After<GitAnswer, CommandAnswer> | undefined
}

const NAMED =
  'cd -- "$1" && "$2" rev-parse -q --verify "$3^{commit}" && "$2" rev-parse --symbolic-full-name "$3"'

const PACKED = `cd -- "$1" && shift && t=$(mktemp) || exit
trap 'rm -f "$t"' EXIT
"$@" --output "$t" && sha256sum <"$t"`

const BEHIND = `cd -- "$1" && shift || exit
"$@" submodule foreach --quiet '
  branch=$("$GIT" config -f "$toplevel/.gitmodules" "submodule.$name.branch" || echo HEAD)
  [ "$("$GIT" ls-remote origin "$branch" | cut -f 1 | head -n 1)" = "$("$GIT" rev-parse HEAD)" ] || echo "$sm_path"'`

// VERSION FINGERPRINT…: the signature of a tag or commit must be good, and by one of them where there are any.
const VERIFY = `cd -- "$1" && git=$2 version=$3 && shift 3 || exit
if [ "$("$git" cat-file -t "refs/tags/$version" 2>/dev/null)" = tag ]; then sort=tag; else sort=commit; fi
said=$("$git" verify-$sort --raw "$version" 2>&1) || { printf '%s\\n' "$said" "$version has no good signature" >&2; exit 1; }
[ $# -gt 0 ] || exit 0
by=$(printf '%s\\n' "$said" | sed -n 's/^\\[GNUPG:\\] VALIDSIG .*\\([0-9A-F]\\{40\\}\\)$/\\1/p')
for one do [ "$one" != "$by" ] || exit 0; done
echo "$by is not in gpg_allowlist" >&2
exit 2`

export const verifying = (args: Args, dest: string, version: string): Program =>
  script('verify-signature', VERIFY, [
    dest,
    gitOf(args),
    version,
    ...args.gpg_allowlist.map(each => each.replace(/ /g, '').toUpperCase()),
  ])

export const archiveWords = (args: Args, archive: string): readonly string[] => [
  gitOf(args),
  'archive',
  '--format',
  formatOf(archive),
  ...(args.archive_prefix === undefined ? [] : [`--prefix=${args.archive_prefix}`]),
  args.version,
]

/** Names of refs to ask the repository's home for. */
const namesOf = (args: Args, here: GitAnswer | undefined): readonly string[] => {
  if (args.bare && here) return ['HEAD', 'refs/heads/*', 'refs/tags/*']
  if (args.version !== 'HEAD')
    return ['heads', 'tags'].flatMap(sort =>
      [`refs/${sort}/${args.version}`].concat(
        sort === 'tags' ? `refs/${sort}/${args.version}^{}` : [],
      ),
    )
  const branch = here && headOf(args, here)
  return [branch === undefined ? 'HEAD' : `refs/heads/${branch}`]
}

/** The branch that HEAD means in a folder: its own, or the one that it was cloned with. */
export const headOf = ({ remote }: Args, here: GitAnswer): string | undefined =>
  here.branch !== '' ? here.branch : here.defaults[remote]

/** Asked anew when the keys it needs are others, or the repository beside it has other commits. */
const homeProbe = (args: Args, here: GitAnswer | undefined, facts: Facts): Home => {
  const url = urlOf(args, facts)
  const overSsh = !/^(file|https?|git|ftps?):/.test(url)
  const own = url.startsWith('file:///') ? url.slice('file://'.length) : undefined
  const keys = overSsh
    ? [
        ...(args.key_file === undefined ? [] : [absolute(args.key_file, facts)]),
        `${facts.home}/.ssh/known_hosts`,
        '/etc/ssh/ssh_known_hosts',
        `${facts.home}/.ssh/id_rsa`,
        `${facts.home}/.ssh/id_ed25519`,
      ]
    : []
  const ask = (stamp: string): Probe<GitRemoteAnswer> =>
    probe.gitRemote(url, namesOf(args, here), {
      ...(args.executable !== undefined && { git: args.executable }),
      ssh: sshOf(args),
      waits: own === undefined ? keys : [own],
      ...(stamp !== '' && { stamp: sha256(stamp).slice(0, 12) }),
    })
  const stamped = (paths: readonly string[], stamp: string): Home =>
    paths[0] === undefined
      ? ask(stamp)
      : probe.after(probe.file(paths[0], { want: 'digest' }), file =>
          stamped(paths.slice(1), stamp + ((file?.real ?? file)?.sha256 ?? '')),
        )
  if (own === undefined) return stamped(keys, '')
  return probe.after(probe.git(own), found =>
    ask(found ? [found.commit, ...Object.values(found.refs ?? {})].join() : ''),
  )
}

export const gitReads = (args: Args, facts: Facts): GitReads => {
  const dest = destOf(args, facts)
  const archive = args.archive === undefined ? undefined : absolute(args.archive, facts)
  const common = { GIT: gitOf(args), GIT_TERMINAL_PROMPT: '0', GIT_SSH_COMMAND: sshOf(args) }
  const here =
    dest === undefined
      ? undefined
      : probe.git(dest, args.executable === undefined ? {} : { git: args.executable })
  /** A program that looks at a repository that is there. */
  const looking = (
    isWanted: boolean,
    program: () => Program,
  ): After<GitAnswer, CommandAnswer> | undefined =>
    isWanted && here
      ? probe.after(here, found => {
          const { argv, env = {} } = program()
          return found
            ? probe.command(argv, { env: { ...common, ...env }, seconds: 300 })
            : undefined
        })
      : undefined
  return {
    ...(dest !== undefined && folderReads(parentOf(dest))),
    here,
    home: here
      ? probe.after(here, found =>
          found && !args.update ? undefined : homeProbe(args, found, facts),
        )
      : homeProbe(args, undefined, facts),
    content:
      here &&
      probe.after(here, found =>
        found ? undefined : probe.command(['ls', '-A', '--', dest!], { if: dest! }),
      ),
    named: looking(args.update && args.version !== 'HEAD', () =>
      script('name-version', NAMED, [dest!, gitOf(args), args.version]),
    ),
    signed: looking(args.verify_commit && args.update && !args.bare, () =>
      verifying(args, dest!, args.version),
    ),
    behind: looking(args.track_submodules && args.recursive && args.update && !args.bare, () =>
      script('submodules-behind', BEHIND, [dest!, gitOf(args)]),
    ),
    apart: looking(args.separate_git_dir !== undefined, () => ({
      argv: ['readlink', '-f', '--', args.separate_git_dir!],
    })),
    separate:
      args.separate_git_dir === undefined
        ? undefined
        : probe.file(absolute(args.separate_git_dir, facts)),
    archive: archive === undefined ? undefined : probe.file(archive, { want: 'digest' }),
    packed: looking(archive !== undefined, () =>
      script('digest-of-archive', PACKED, [dest!, ...archiveWords(args, archive!)]),
    ),
  }
}
