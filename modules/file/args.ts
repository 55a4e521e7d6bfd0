// The arguments of file, its questions, and what the state comes to.
import {
  absolute,
  arg,
  below,
  fileArgs,
  folderReads,
  nameOf,
  parentOf,
  probe,
  realOf,
  Refusal,
  type After,
  type ArgsOf,
  type CommandAnswer,
  type Facts,
  type FileAnswer,
  type FolderReads,
  type Probe,
  type StatAnswer,
  type StateOf,
  type TreeAnswer,
} from '../../src/kit/index.ts'
import { clockCommand, timesOf } from './times.ts'

export const fileModuleArgs = {
  ...fileArgs,
  path: arg.must(arg.alias(arg.path('What it is about.'), 'dest', 'name')),
  state: arg.choice(
    'What shall be there; without it, what is there stays what it is.',
    'absent',
    'directory',
    'file',
    'hard',
    'link',
    'touch',
  ),
  src: arg.path('Where a link points.'),
  recurse: arg.or(arg.bool('Set the attributes of all that is in the folder, too.'), false),
  force: arg.or(arg.bool('Make links to what is not there, and in the place of files.'), false),
  follow: arg.or(arg.bool('Where the path is a link, mean what it leads to.'), true),
  modification_time: arg.text('preserve, now, or a time by the format; touch means now.'),
  modification_time_format: arg.or(arg.text('The format of modification_time.'), '%Y%m%d%H%M.%S'),
  access_time: arg.text('preserve, now, or a time by the format; touch means now.'),
  access_time_format: arg.or(arg.text('The format of access_time.'), '%Y%m%d%H%M.%S'),
} as const

export type Args = ArgsOf<typeof fileModuleArgs>

export type Asked = FolderReads & {
  readonly file: Probe<FileAnswer>
  readonly real: After<FileAnswer, FileAnswer>
  readonly folder: Probe<FileAnswer>
  /** What a link points to, and the file behind that. */
  readonly source: Probe<FileAnswer> | undefined
  readonly sourceReal: After<FileAnswer, FileAnswer> | undefined
  /** Below a folder whose content counts. */
  readonly tree: After<FileAnswer, TreeAnswer> | undefined
  /** In a folder, a hard link goes by the name of its source. */
  readonly inside: Probe<FileAnswer> | undefined
  readonly times: Probe<StatAnswer> | undefined
  readonly modified: Probe<CommandAnswer> | undefined
  readonly accessed: Probe<CommandAnswer> | undefined
}
export type State = StateOf<Asked>

/** Where a link's text leads, seen from the link. */
export const sourceOf = ({ src, state }: Args, path: string, facts: Facts): string | undefined => {
  if (src === undefined) return undefined
  return absolute(src, state === 'link' ? { ...facts, cwd: parentOf(path) } : facts)
}

export const reads = (args: Args, facts: Facts): Asked => {
  const path = absolute(args.path, facts)
  const source = sourceOf(args, path, facts)
  const file = probe.file(path)
  const makesFolders = args.state === 'directory' || (args.state === undefined && args.recurse)
  return {
    ...(makesFolders && folderReads(parentOf(path))),
    file,
    real: realOf(path),
    folder: probe.file(parentOf(path)),
    // A hard link shows what it names.
    source:
      source === undefined
        ? undefined
        : probe.file(source, args.state === 'hard' ? { want: 'text' } : {}),
    sourceReal: source === undefined ? undefined : realOf(source),
    tree:
      args.recurse || args.state === 'link'
        ? probe.after(file, found => treeOf(args, path, found))
        : undefined,
    inside:
      args.state === 'hard' && args.src !== undefined
        ? probe.file(below(path, nameOf(args.src)))
        : undefined,
    times: timesOf(args) && probe.stat(path),
    modified: clockCommand(
      'modification_time',
      args.modification_time,
      args.modification_time_format,
    ),
    accessed: clockCommand('access_time', args.access_time, args.access_time_format),
  }
}

/** All below the folder, where that counts: its attributes are set, or a link takes its place. */
const treeOf = (
  args: Args,
  path: string,
  found: FileAnswer | undefined,
): Probe<TreeAnswer> | undefined => {
  if (args.state === 'link')
    return found?.type === 'directory' && args.force ? probe.tree(path) : undefined
  if (found?.type === 'directory') return probe.tree(path)
  return args.follow && found?.real?.type === 'directory' ? probe.tree(found.real.path) : undefined
}

/** What is to be there: what was asked for, or what is there. */
export const stateWanted = (
  args: Args,
  file: FileAnswer | undefined,
): NonNullable<Args['state']> => {
  const wanted = args.state ?? (file ? stateNow(file) : args.recurse ? 'directory' : 'file')
  if (args.recurse && wanted !== 'directory')
    throw new Refusal('recurse', "recurse option requires state to be 'directory'")
  if (args.src !== undefined && wanted !== 'link' && wanted !== 'hard')
    throw new Refusal('src', "src option requires state to be 'link' or 'hard'")
  return wanted
}

/** What is there, in Ansible's words. */
export const stateNow = (file: FileAnswer): 'link' | 'directory' | 'hard' | 'file' =>
  file.type === 'link' || file.type === 'directory' ? file.type : file.links > 1 ? 'hard' : 'file'
