// The arguments of git, as Ansible has them, and what follows from them alone.
import { absolute, arg, Refusal, type ArgsOf, type Facts } from '../../src/kit/index.ts'

export const gitArgs = {
  repo: arg.must(arg.alias(arg.text('Where the repository is: a URL, or a path.'), 'name')),
  dest: arg.path('The folder it shall be in; may be left out with clone: no.'),
  version: arg.or(arg.text('A branch, a tag, a commit, or HEAD.'), 'HEAD'),
  remote: arg.or(arg.text('What the repository is called in the folder.'), 'origin'),
  refspec: arg.text('What to fetch beside the branches, as refs/meta/config.'),
  reference: arg.text('A repository on the host to take objects from.'),
  force: arg.or(arg.bool('Throw away what was changed in the folder.'), false),
  depth: arg.int('How many commits of the history to fetch.'),
  clone: arg.or(arg.bool('Clone it where it is missing; no: only tell what would come.'), true),
  update: arg.or(arg.bool('Bring one that is there up to date.'), true),
  bare: arg.or(arg.bool('A repository without a working tree.'), false),
  recursive: arg.or(arg.bool('Its submodules too.'), true),
  track_submodules: arg.or(
    arg.bool('Submodules follow their own branches, not what the repository says.'),
    false,
  ),
  single_branch: arg.or(arg.bool('Fetch the history of that branch alone.'), false),
  verify_commit: arg.or(arg.bool('Take commits and tags only with a good signature.'), false),
  gpg_allowlist: arg.or(
    arg.alias(
      arg.list('Fingerprints of those who may have signed; empty for all.'),
      'gpg_whitelist',
    ),
    [],
  ),
  accept_hostkey: arg.or(arg.bool('Take any host key of an ssh server.'), false),
  accept_newhostkey: arg.or(arg.bool('Take the host key of an ssh server that is new.'), false),
  key_file: arg.path('The private key for ssh, on the host.'),
  ssh_opts: arg.text('Options for ssh.'),
  executable: arg.path('The git to use.'),
  umask: arg.any('Umask for all that git makes, as a quoted octal number.'),
  archive: arg.path('A file to pack the files into: .zip, .tar, .tar.gz or .tgz.'),
  archive_prefix: arg.text('What stands before each path in it.'),
  separate_git_dir: arg.path('Where to keep the repository apart from its files.'),
} as const

export type Args = ArgsOf<typeof gitArgs>

/** Paths become URLs, so that `depth` works for them. */
export const urlOf = ({ repo }: Args, facts: Facts): string => {
  const path = repo.replace(/^~(?=\/|$)/, facts.home)
  return path.startsWith('/') ? `file://${path}` : path
}

/** How git calls ssh: never with a question. */
export const sshOf = (args: Args): string => {
  const given = args.ssh_opts ?? ''
  const checking = /StrictHostKeyChecking=/.test(given)
    ? []
    : args.accept_hostkey
      ? ['-o StrictHostKeyChecking=no']
      : args.accept_newhostkey
        ? ['-o StrictHostKeyChecking=accept-new']
        : []
  return [
    'ssh',
    ...(given.trim() === '' ? [] : [given.trim()]),
    ...checking,
    ...(given.includes('BatchMode=yes') ? [] : ['-o BatchMode=yes']),
    ...(args.key_file === undefined
      ? []
      : [`-i '${args.key_file.replaceAll("'", "'\\''")}'`, '-o IdentitiesOnly=yes']),
  ].join(' ')
}

const FORMATS: Readonly<Record<string, string>> = {
  zip: 'zip',
  gz: 'tar.gz',
  tar: 'tar',
  tgz: 'tgz',
}

/** The format of the archive, by its name. */
export const formatOf = (archive: string): string => {
  const format = FORMATS[archive.slice(archive.lastIndexOf('.') + 1)]
  if (format === undefined) throw new Refusal('archive', 'must end in .zip, .tar, .tar.gz or .tgz')
  return format
}

/** What no type can say of the arguments. */
export const checked = (args: Args): void => {
  for (const name of ['repo', 'version', 'remote', 'refspec'] as const)
    if (args[name]?.startsWith('-')) throw new Refusal(name, 'must not begin with a dash')
  if (args.dest === undefined && args.clone)
    throw new Refusal('dest', 'must be given, unless clone is no')
  if (args.umask !== undefined && !(typeof args.umask === 'string' && /^[0-7]+$/.test(args.umask)))
    throw new Refusal('umask', "must be a quoted octal number, as in '0022'")
  if (args.archive !== undefined) formatOf(args.archive)
}

export const gitOf = ({ executable }: Args): string => executable ?? 'git'

export const destOf = ({ dest }: Args, facts: Facts): string | undefined =>
  dest === undefined ? undefined : absolute(dest, facts)
