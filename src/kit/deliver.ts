// One file brought to a host, as copy, template and their like do it: into a folder under its own name, through a
// link or in its place, with the folders above it where the destination ends in a slash.
import { digest } from '../base/value.ts'
import type { FileAnswer } from '../model/answers.ts'
import type { Change, Content } from '../model/change.ts'
import type { After, Facts, Probe } from '../model/module.ts'
import { toContent, type FileWish } from './change.ts'
import { Failure } from './define.ts'
import { folderReads, needFolder, toFolders, type FolderReads } from './folders.ts'
import { absolute, below, parentOf } from './paths.ts'
import { probe } from './probe.ts'
import { fileResult } from './results.ts'
import { isFolder, realOf, targetOf, type Target } from './target.ts'

export type Delivery = FileWish & {
  readonly dest: string
  /** Its name in a folder; undefined for content that has none. */
  readonly name: string | undefined
  readonly follow: boolean
  readonly force: boolean
  readonly directory_mode?: string | undefined
}

type Where = Pick<Delivery, 'dest' | 'name'>
type FileQuestion = Probe<FileAnswer> | After<unknown, FileAnswer>

export type DeliveryReads = FolderReads & {
  readonly dest: FileQuestion
  readonly destReal: After<FileAnswer, FileAnswer>
  readonly inside: FileQuestion | undefined
  readonly insideReal: After<FileAnswer, FileAnswer> | undefined
  readonly folder: Probe<FileAnswer>
}

export type DeliveryState = {
  readonly [path: `/${string}`]: FileAnswer | undefined
  readonly dest: FileAnswer | undefined
  readonly destReal: FileAnswer | undefined
  readonly inside: FileAnswer | undefined
  readonly insideReal: FileAnswer | undefined
  readonly folder: FileAnswer | undefined
}

/** The questions; `ask` says how much of a file is wanted. */
export const deliveryReads = (
  { dest, name }: Where,
  facts: Facts,
  ask: (path: string) => FileQuestion,
): DeliveryReads => {
  const path = absolute(dest, facts)
  const inside = name === undefined ? undefined : below(path, name)
  return {
    ...(dest.endsWith('/') && folderReads(path)),
    dest: ask(path),
    destReal: realOf(path, { want: 'text' }),
    inside: inside === undefined ? undefined : ask(inside),
    insideReal: inside === undefined ? undefined : realOf(inside, { want: 'text' }),
    folder: probe.file(parentOf(path)),
  }
}

/** Where the file goes in the end, and what is there now. */
export const deliveryTarget = (of: Delivery, state: DeliveryState, facts: Facts): Target => {
  const path = absolute(of.dest, facts)
  const enters = of.dest.endsWith('/') || isFolder(state.dest)
  if (enters && of.name === undefined) throw new Failure('can not use content with a dir as dest')
  const at = enters ? below(path, of.name!) : path
  const [file, real] = enters ? [state.inside, state.insideReal] : [state.dest, state.destReal]
  return of.follow ? targetOf(at, file, real) : { path: at, file }
}

/** The changes that bring the content there. */
export const deliver = (
  of: Delivery,
  content: Content,
  state: DeliveryState,
  facts: Facts,
): Change[] => {
  const { path, file, via } = deliveryTarget(of, state, facts)
  if (file && !of.force) return []
  if (file?.type === 'directory')
    throw new Failure(`${path} is a folder, expected a file or nothing: remove it first`)
  return [...foldersFor(of, state, facts), ...toContent(path, file, content, { ...of, via }, facts)]
}

const foldersFor = (of: Delivery, state: DeliveryState, facts: Facts): Change[] => {
  const path = absolute(of.dest, facts)
  if (of.dest.endsWith('/'))
    return toFolders(path, state, { ...of, mode: of.directory_mode }, facts)
  if (!isFolder(state.dest)) needFolder(path, state.folder)
  return []
}

type Seen = {
  readonly before: DeliveryState
  readonly after: DeliveryState
  readonly changes: readonly Change[]
  readonly facts: Facts
}

/** What Ansible returns of it. */
export const deliveryResult = (
  of: Delivery,
  content: Content,
  { before, after, changes, facts }: Seen,
): Readonly<Record<string, unknown>> => {
  const { path } = deliveryTarget(of, before, facts)
  const { file } = deliveryTarget(of, after, facts)
  if (changes.length === 0 && !of.force && file) return { dest: of.dest, changed: false }
  const wrote = changes.some(({ ops }) => ops.some(op => op.op === 'write'))
  return {
    dest: path,
    ...fileResult(file),
    ...digestsOf(content, wrote),
    ...(!wrote && { path }),
  }
}

/** The MD5 comes only with what was written. */
const digestsOf = (content: Content, wrote: boolean): Readonly<Record<string, string>> => {
  if (typeof content !== 'string' && !(content instanceof Uint8Array)) return {}
  return { checksum: digest('sha1', content), ...(wrote && { md5sum: digest('md5', content) }) }
}
