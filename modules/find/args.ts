// The arguments of find.
import { arg, type ArgsOf } from '../../src/kit/index.ts'

export const findArgs = {
  paths: arg.must(arg.alias(arg.list('The folders to look into.'), 'name', 'path')),
  patterns: arg.or(
    arg.alias(
      arg.list(
        'Names that count: patterns of the shell, or of Python with use_regex; all when empty.',
      ),
      'pattern',
    ),
    [],
  ),
  excludes: arg.alias(arg.list('Names that do not count, in the same way.'), 'exclude'),
  use_regex: arg.or(arg.bool('patterns and excludes are patterns of Python.'), false),
  contains: arg.text(
    'A pattern (of Python) that a line of the file must begin with; only with file_type=file.',
  ),
  read_whole_file: arg.or(
    arg.bool('contains is searched for anywhere in the whole file, not at the beginning of lines.'),
    false,
  ),
  file_type: arg.or(arg.choice('What counts.', 'any', 'directory', 'file', 'link'), 'file'),
  recurse: arg.or(arg.bool('Look into the folders below, too.'), false),
  depth: arg.int('So many levels with recurse; all when absent.'),
  age: arg.text('At least so old: 90, 5m, 2h, 3d, 4w; at most so old with a minus.'),
  age_stamp: arg.or(arg.choice('Which time is its age.', 'atime', 'ctime', 'mtime'), 'mtime'),
  size: arg.text('At least so big: 100, 10k, 5m, 2g; at most so big with a minus. Of files alone.'),
  hidden: arg.or(arg.bool('Names that begin with a dot count, too.'), false),
  follow: arg.or(arg.bool('Look into folders that links lead to.'), false),
  get_checksum: arg.or(arg.bool('Tell the SHA-1 of files.'), false),
} as const

export type Args = ArgsOf<typeof findArgs>
