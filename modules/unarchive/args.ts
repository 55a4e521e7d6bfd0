// The arguments of unarchive, and what they mean together.
import { absolute, arg, fileArgs, type ArgsOf, type Facts } from '../../src/kit/index.ts'

export const unarchiveArgs = {
  ...fileArgs,
  src: arg.must(
    arg.text('The archive: of the controller, or with remote_src of the host, or a URL.'),
  ),
  dest: arg.must(arg.path('The folder it is unpacked into; it must be there.')),
  remote_src: arg.or(
    arg.bool('The archive is on the host already, or the host fetches it.'),
    false,
  ),
  copy: arg.bool('The contrary of remote_src, by its older name.'),
  creates: arg.path('A path: nothing is done when it is there.'),
  list_files: arg.or(arg.bool('Return the names in the archive.'), false),
  exclude: arg.or(arg.list('Names that are left out.'), []),
  include: arg.or(arg.list('The only names that are unpacked; all when empty.'), []),
  keep_newer: arg.or(
    arg.bool('Leave files alone that are newer than those of the archive.'),
    false,
  ),
  extra_opts: arg.or(arg.list('More options for tar or unzip, each word apart.'), []),
  io_buffer_size: arg.or(arg.int('Bytes to read at once; it has no meaning here.'), 65_536),
  validate_certs: arg.or(arg.bool('Trust only certificates that can be verified, of a URL.'), true),
  decrypt: arg.or(arg.bool('Decrypt an archive that ansible-vault encrypted.'), true),
} as const

export type Args = ArgsOf<typeof unarchiveArgs>

/** Where the archive is. */
export const placeOf = ({ src, remote_src, copy }: Args): 'controller' | 'host' | 'url' => {
  if (!(remote_src || copy === false)) return 'controller'
  return src.includes('://') ? 'url' : 'host'
}

/** The archive's path on the host. */
export const remotePath = ({ src }: Args, facts: Facts): string =>
  absolute(src.replace(/^~(?=\/|$)/, facts.home), facts)

/** Options of tar that change nothing of what it makes. */
const HARMLESS =
  /^(-v+|--verbose|--overwrite|--no-overwrite-dir|-p|--preserve-permissions|--same-permissions|--warning=.*|--no-selinux|--no-xattrs|--no-acls)$/

/** What the extra options do, where that is known: undefined for others. */
export const optionsOf = ({
  extra_opts,
}: Args): { readonly strip: number; readonly owners: boolean } | undefined => {
  let strip = 0
  let owners = true
  for (const [index, word] of extra_opts.entries()) {
    const number = /^--strip(?:-components)?(?:=(\d+))?$/.exec(word)
    if (number) strip = Number(number[1] ?? extra_opts[index + 1])
    else if (/^--strip(-components)?$/.test(extra_opts[index - 1] ?? '')) continue
    else if (word === '--no-same-owner' || word === '-o') owners = false
    else if (!HARMLESS.test(word)) return undefined
  }
  return Number.isInteger(strip) ? { strip, owners } : undefined
}

/** Patterns without the slash that a folder may be written with. */
const bare = (pattern: string): string => pattern.replace(/\/+$/, '')

/** tar's words behind the archive and the folder. */
export const tarWords = ({ extra_opts, exclude, include, keep_newer }: Args): readonly string[] => [
  ...extra_opts,
  ...(keep_newer ? ['--keep-newer-files'] : []),
  ...exclude.map(pattern => `--exclude=${bare(pattern)}`),
  ...(include.length > 0 ? ['--', ...include] : []),
]

/** unzip's words: before the archive, and behind it. `newer` are left alone. */
export const zipWords = (
  { extra_opts, exclude, include }: Args,
  newer: readonly string[] = [],
): { readonly before: readonly string[]; readonly behind: readonly string[] } => {
  const left = [...exclude, ...newer.map(name => name.replace(/[[\]*?\\]/g, '\\$&'))]
  return {
    before: ['-o', '-q', ...extra_opts],
    behind: [...include, ...(left.length > 0 ? ['-x', ...left] : [])],
  }
}
