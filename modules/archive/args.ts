// The arguments of archive.
import { arg, fileArgs, type ArgsOf } from '../../src/kit/index.ts'

export const archiveArgs = {
  ...fileArgs,
  path: arg.must(arg.list('Files, folders and patterns of them on the host.')),
  format: arg.or(arg.choice('How it is packed.', 'bz2', 'gz', 'tar', 'xz', 'zip'), 'gz'),
  dest: arg.path(
    'The archive; of one single file its own name with the format behind it when absent.',
  ),
  exclude_path: arg.or(arg.list('Paths and patterns to take out of path again.'), []),
  exclusion_patterns: arg.list('Patterns of the shell: names in the archive that are left out.'),
  force_archive: arg.or(arg.bool('Make an archive of a single file, too.'), false),
  remove: arg.or(arg.bool('Remove the files and folders once they are packed.'), false),
} as const

export type Args = ArgsOf<typeof archiveArgs>
