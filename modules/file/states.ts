// What each state comes to: changes, or a sentence why it cannot be.
import {
  below,
  change,
  Failure,
  isFolder,
  missingAttrs,
  nameOf,
  parentOf,
  probe,
  raw,
  toAbsent,
  toAttrs,
  toContent,
  toFolder,
  toFolders,
  withAttrs,
  type Change,
  type Facts,
  type FileAnswer,
  type Op,
  type TreeAnswer,
} from '../../src/kit/index.ts'
import { stateNow, stateWanted, type Args, type State } from './args.ts'
import { toHardLink, toLink } from './links.ts'
import { timesOf, toTimes } from './times.ts'

type Place = { readonly path: string; readonly file: FileAnswer | undefined }

/** Where attributes are set: behind the link, when links are followed. */
export const placeOf = (args: Args, path: string, { file, real }: State): Place =>
  args.follow && file?.type === 'link' && file.real
    ? { path: file.real.path, file: real }
    : { path, file }

/** The changes for a path. */
export const planState = (args: Args, path: string, state: State, facts: Facts): Change[] => {
  const wanted = stateWanted(args, state.file)
  return wanted === 'absent'
    ? toAbsent(path, state.file)
    : [...attributesToo(wanted, args, path, state, facts), ...times(args, path, state)]
}

/** The thing itself, with its owner, group and mode. */
const attributesToo = (
  wanted: NonNullable<Args['state']>,
  args: Args,
  path: string,
  state: State,
  facts: Facts,
): Change[] => {
  if (wanted === 'link') return toLink(args, path, state, facts)
  if (wanted === 'hard') {
    const enters = args.src !== undefined && isFolder(state.file)
    return enters
      ? toHardLink(args, below(path, nameOf(args.src!)), state.inside, state, facts)
      : toHardLink(args, path, state.file, state, facts)
  }
  const place = placeOf(args, path, state)
  if (wanted === 'touch') return touched(args, place, state, facts)
  return wanted === 'directory' ? folder(args, place, state, facts) : attributes(args, place, facts)
}

const times = (args: Args, path: string, state: State): Change[] =>
  timesOf(args)
    ? toTimes(path, args, state.times, { modified: state.modified, accessed: state.accessed })
    : []

/** A file must be there: none is made. */
const attributes = (args: Args, { path, file }: Place, facts: Facts): Change[] => {
  const now = file ? stateNow(file) : 'absent'
  if (!file || (now !== 'file' && now !== 'hard'))
    throw new Failure(`file (${path}) is ${now}, cannot continue`, { path: args.path, state: now })
  return toAttrs(path, file, args, facts)
}

const touched = (args: Args, { path, file }: Place, state: State, facts: Facts): Change[] => {
  if (file) return toAttrs(path, file, args, facts)
  if (!isFolder(state.folder))
    throw new Failure(
      `Error, could not touch target: [Errno 2] No such file or directory: b'${path}'`,
      { path: args.path },
    )
  return toContent(path, undefined, '', args, facts)
}

const folder = (args: Args, { path, file }: Place, state: State, facts: Facts): Change[] => {
  if (file && file.type !== 'directory')
    throw new Failure(`${path} already exists as a ${stateNow(file)}`, { path: args.path })
  if (!file) {
    const above = toFolders(parentOf(path), state, args, facts)
    return [
      ...above,
      toFolder(
        path,
        args,
        facts,
        above.length > 0 ? undefined : state[parentOf(path) as `/${string}`],
      ),
    ]
  }
  return args.recurse ? everything(args, path, state.tree, facts) : toAttrs(path, file, args, facts)
}

/** The folder and all that is in it, as one change of its tree. Modes of links are nobody's. */
const everything = (
  args: Args,
  root: string,
  tree: TreeAnswer | undefined,
  facts: Facts,
): Change[] => {
  const entries: Record<string, TreeAnswer['entries'][string]> = { ...raw(tree)?.entries }
  const ops: Op[] = []
  for (const [name, entry] of Object.entries(entries)) {
    const now = entry as FileAnswer
    const attrs = missingAttrs(
      now.type === 'link' ? { ...args, mode: undefined } : args,
      now,
      facts,
    )
    if (Object.keys(attrs).length === 0) continue
    ops.push({ op: 'attrs', path: name === '' ? root : `${root}/${name}`, attrs })
    entries[name] = { ...entry, ...withAttrs(now, attrs, facts) }
  }
  if (ops.length === 0) return []
  // What is known of contents stays promised, so it is asked again.
  const digests = Object.values(entries).some(({ sha256 }) => sha256 !== undefined)
  return [
    change(probe.tree(root, digests ? { digests } : {}), tree, { entries }, ops, {
      touches: [
        `file ${root}`,
        `file ${root}/**`,
        `stat ${root}`,
        `stat ${root}/**`,
        `tree ${root}/**`,
      ],
    }),
  ]
}
