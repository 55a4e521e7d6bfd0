// A whole folder as one change of one tree: what is there already stays, what differs is written, nothing is removed.
import {
  around,
  below,
  change,
  Failure,
  missingAttrs,
  newAttrs,
  probe,
  raw,
  toFolder,
  unknown,
  withAttrs,
  type Attrs,
  type Change,
  type Content,
  type Facts,
  type FileAnswer,
  type FileWish,
  type Op,
  type TreeAnswer,
  type WantedAttrs,
} from '../../src/kit/index.ts'

type Entry = TreeAnswer['entries'][string]

/** One thing to bring, by its path in the folder; the folder itself is ''. */
export type SourceEntry = Pick<Entry, 'type' | 'mode' | 'size' | 'sha256' | 'target'> & {
  readonly path: string
}

export type Source = {
  /** Parents first. */
  readonly entries: readonly SourceEntry[]
  readonly content: (entry: SourceEntry) => Content
  /** The attributes it shall have. */
  readonly attrs: (entry: SourceEntry, now: 'new' | 'differs' | 'same') => WantedAttrs
}

export type TreeWish = FileWish & { readonly force: boolean }

type Step = { readonly ops: readonly Op[]; readonly entry: Entry }
type Place = {
  readonly at: string
  readonly now: FileAnswer | undefined
  readonly wish: TreeWish
  readonly facts: Facts
}

/** A folder that is not there yet is a change of its own, so that later steps see it. */
const newRoot = (
  root: string,
  of: SourceEntry,
  source: Source,
  facts: Facts,
): { made: Change; entry: Entry } => {
  const made = toFolder(root, source.attrs(of, 'new'), facts, undefined)
  const { links: _links, inode: _inode, ...entry } = (made.after as { known: FileAnswer }).known
  return { made, entry }
}

/** The change that makes the tree hold all that the source holds; none when it does. */
export const toTree = (
  root: string,
  source: Source,
  tree: TreeAnswer | undefined,
  wish: TreeWish,
  facts: Facts,
): Change[] => {
  const entries: Record<string, Entry> = { ...raw(tree)?.entries }
  const ops: Op[] = []
  const changed: string[] = []
  const top = source.entries[0]
  const fresh = top && !entries[''] ? newRoot(root, top, source, facts) : undefined
  if (fresh) entries[''] = fresh.entry
  for (const each of source.entries) {
    const place = {
      at: below(root, each.path),
      now: entries[each.path] as FileAnswer | undefined,
      wish,
      facts,
    }
    const step = fresh && each === top ? undefined : STEPS[each.type]?.(each, source, place)
    if (!step) continue
    ops.push(...step.ops)
    changed.push(place.at)
    entries[each.path] = step.entry
  }
  if (ops.length === 0 && !fresh) return []
  const whole = change(probe.tree(root, { digests: true }), tree, { entries }, ops, {
    touches: [...around(root, true), `tree ${root}/**`, ...touched(root, changed)],
  })
  return fresh ? [fresh.made, whole] : [whole]
}

/** More paths than this are all that is below the root. */
const MANY = 200

const touched = (root: string, paths: readonly string[]): string[] =>
  (paths.length > MANY ? [root, `${root}/**`] : paths).flatMap(path => [
    `file ${path}`,
    `stat ${path}`,
  ])

/** A folder that is there keeps what its source says nothing of. */
const folder = (of: SourceEntry, source: Source, { at, now, facts }: Place): Step | undefined => {
  if (now?.type === 'link') return undefined
  if (now && now.type !== 'directory')
    throw new Failure(`${at} is a ${now.type}, expected a folder: remove it first`)
  if (now) return withMissing(at, now, source.attrs(of, 'same'), facts)
  const attrs = newAttrs(source.attrs(of, 'new'), facts, 'directory')
  const size = unknown('the size of a new folder') as unknown as number
  return {
    ops: [{ op: 'mkdir', path: at, attrs }],
    entry: { type: 'directory', ...withAttrs(undefined, attrs, facts), size },
  }
}

const file = (
  of: SourceEntry,
  source: Source,
  { at, now, wish, facts }: Place,
): Step | undefined => {
  if (now && !wish.force) return undefined
  if (now?.type === 'directory')
    throw new Failure(`${at} is a folder, expected a file: remove it first`)
  const kept = now?.type === 'file' ? now : undefined
  if (kept && kept.sha256 === of.sha256)
    return withMissing(at, kept, source.attrs(of, 'same'), facts)
  const attrs = kept
    ? missingAttrs(source.attrs(of, 'differs'), kept, facts)
    : newAttrs(source.attrs(of, 'new'), facts)
  const write: Op = {
    op: 'write',
    path: at,
    content: source.content(of),
    ...(some(attrs) && { attrs }),
    ...(wish.validate !== undefined && { validate: wish.validate }),
    ...(wish.backup && { backup: true }),
    ...(wish.unsafe_writes && { unsafe: true }),
  }
  const entry = {
    type: 'file' as const,
    ...withAttrs(kept, attrs, facts),
    size: of.size,
    ...(of.sha256 !== undefined && { sha256: of.sha256 }),
  }
  return { ops: now && !kept ? [{ op: 'remove', path: at }, write] : [write], entry }
}

const link = (of: SourceEntry, _source: Source, { at, now, facts }: Place): Step | undefined => {
  const target = of.target ?? ''
  if (now?.type === 'link' && now.target === target) return undefined
  if (now?.type === 'directory')
    throw new Failure(`${at} is a folder, expected a link: remove it first`)
  const size = unknown('the size of a link') as unknown as number
  return {
    ops: [{ op: 'link', path: at, target }],
    entry: { type: 'link', ...withAttrs(undefined, { mode: 0o777 }, facts), size, target },
  }
}

const STEPS: Partial<
  Record<Entry['type'], (of: SourceEntry, source: Source, place: Place) => Step | undefined>
> = {
  directory: folder,
  file,
  link,
}

const some = (attrs: Attrs): boolean => Object.keys(attrs).length > 0

/** Attributes alone. */
const withMissing = (
  at: string,
  now: FileAnswer,
  wanted: WantedAttrs,
  facts: Facts,
): Step | undefined => {
  const attrs = missingAttrs(wanted, now, facts)
  return some(attrs)
    ? {
        ops: [{ op: 'attrs', path: at, attrs }],
        entry: { ...now, ...withAttrs(now, attrs, facts) },
      }
    : undefined
}
