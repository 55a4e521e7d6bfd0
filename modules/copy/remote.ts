// Copying on the host itself. A file's new copy is made as any other new file; the files of a folder keep the
// permissions of their source.
import {
  absolute,
  below,
  deliver,
  deliveryReads,
  deliveryResult,
  Failure,
  fileResult,
  folderReads,
  isFolder,
  modeText,
  nameOf,
  parentOf,
  probe,
  raw,
  Refusal,
  toFolders,
  type After,
  type Change,
  type Content,
  type Delivery,
  type DeliveryReads,
  type DeliveryState,
  type Facts,
  type FileAnswer,
  type Probe,
  type StatAnswer,
  type TreeAnswer,
} from '../../src/kit/index.ts'
import type { CopyArgs } from './args.ts'
import { toTree, type Source, type SourceEntry } from './tree.ts'

type Asked<A> = After<FileAnswer, A>
export type RemoteReads = DeliveryReads & {
  readonly source: Probe<FileAnswer>
  /** Of a file, as Ansible tells them. */
  readonly sums: Probe<StatAnswer>
  readonly sourceTree: Asked<TreeAnswer>
  readonly tree: Asked<TreeAnswer>
}

export type RemoteState = DeliveryState & {
  readonly source: FileAnswer | undefined
  readonly sums: StatAnswer | undefined
  readonly sourceTree: TreeAnswer | undefined
  readonly tree: TreeAnswer | undefined
}

const sourceAt = ({ src }: CopyArgs, facts: Facts): string => {
  if (src === undefined) throw new Refusal('src', 'is needed with remote_src')
  return absolute(src, facts)
}

const rootOf = (args: CopyArgs, facts: Facts): string =>
  args.src?.endsWith('/')
    ? absolute(args.dest, facts)
    : below(absolute(args.dest, facts), nameOf(sourceAt(args, facts)))

export const remoteReads = (args: CopyArgs, facts: Facts): RemoteReads => {
  const path = sourceAt(args, facts)
  const source = probe.file(path, { want: 'digest' })
  const tree = (root: string): Asked<TreeAnswer> =>
    probe.after(source, found =>
      isFolder(found) ? probe.tree(root, { digests: true }) : undefined,
    )
  return {
    ...folderReads(absolute(args.dest, facts)),
    ...deliveryReads({ dest: args.dest, name: nameOf(path) }, facts, at =>
      probe.file(at, { want: 'digest' }),
    ),
    source,
    sums: probe.stat(path, { sha1: true, md5: true }),
    sourceTree: tree(path),
    tree: tree(rootOf(args, facts)),
  }
}

/** The file behind the source. */
const sourceFile = (args: CopyArgs, { source }: RemoteState): FileAnswer => {
  const found = source?.type === 'link' ? source.real : source
  if (!found) throw new Failure(`Source ${args.src} not found`)
  if (found.sha256 === undefined)
    throw new Failure(
      `Source ${args.src} is a ${found.type} that cannot be copied: give a file or a folder`,
    )
  return found
}

const deliveryOf = (args: CopyArgs, source: FileAnswer): Delivery => ({
  ...args,
  name: nameOf(args.src ?? ''),
  mode: args.mode === 'preserve' ? modeText(source.mode) : args.mode,
})

const contentAt = (
  host: string,
  { sha256 = '', size }: Pick<SourceEntry, 'sha256' | 'size'>,
): Content => ({ host, sha256, size })

/** Mode is the destination folder's own; owner and group are everybody's. */
const folderSource = (args: CopyArgs, tree: TreeAnswer | undefined, facts: Facts): Source => {
  const { owner, group, mode } = args
  const entries = Object.entries(raw(tree)?.entries ?? {}).map(([path, entry]) => ({
    ...entry,
    path,
  }))
  return {
    entries: entries.sort((a, b) => (a.path < b.path ? -1 : 1)),
    content: entry => contentAt(below(sourceAt(args, facts), entry.path), entry),
    attrs: (entry, now) => {
      const wanted =
        entry.path === '' && mode !== undefined && mode !== 'preserve' ? mode : undefined
      const kept =
        now === 'same' || (now === 'differs' && entry.type === 'directory')
          ? undefined
          : modeText(entry.mode)
      return { owner, group, mode: wanted ?? kept }
    },
  }
}

export const planRemote = (args: CopyArgs, state: RemoteState, facts: Facts): Change[] => {
  if (isFolder(state.source)) {
    if (args.local_follow)
      throw new Refusal(
        'local_follow',
        'cannot follow the links of a folder on the host: leave it out to copy them as links',
      )
    const root = rootOf(args, facts)
    const above = toFolders(parentOf(root), state, {}, facts)
    return [
      ...above,
      ...toTree(root, folderSource(args, state.sourceTree, facts), state.tree, args, facts),
    ]
  }
  const file = sourceFile(args, state)
  if (args.checksum !== undefined)
    throw new Refusal('checksum', 'cannot be compared with remote_src: use the stat module before')
  return deliver(deliveryOf(args, file), contentAt(sourceAt(args, facts), file), state, facts)
}

type Seen = {
  readonly before: RemoteState
  readonly after: RemoteState
  readonly changes: readonly Change[]
  readonly facts: Facts
}

export const remoteResult = (args: CopyArgs, seen: Seen): Readonly<Record<string, unknown>> => {
  const { before, after, facts } = seen
  if (isFolder(before.source)) {
    const at = isFolder(before.dest) && !args.src!.endsWith('/') ? rootOf(args, facts) : args.dest
    const root = at === args.dest ? (after.dest ?? before.dest) : undefined
    return {
      dest: at,
      src: args.src,
      ...fileResult(root ?? (after.tree?.entries[''] as FileAnswer)),
      checksum: null,
      md5sum: null,
    }
  }
  const file = sourceFile(args, before)
  const { path: _path, ...result } = deliveryResult(
    deliveryOf(args, file),
    contentAt(sourceAt(args, facts), file),
    seen,
  )
  return {
    ...result,
    src: args.src,
    checksum: before.sums?.digests?.['sha1'],
    md5sum: before.sums?.digests?.['md5'],
  }
}
