// Folders that must be there: each missing one is a change of its own, so that later steps see it.
import type { FileAnswer } from '../model/answers.ts'
import type { Attrs, Change } from '../model/change.ts'
import type { Facts, Probe } from '../model/module.ts'
import { newAttrs, withAttrs, type WantedAttrs } from './attrs.ts'
import { around, change } from './change.ts'
import { Failure } from './define.ts'
import { parentOf, parentsOf } from './paths.ts'
import { probe } from './probe.ts'
import { isFolder } from './target.ts'
import { unknown } from '../base/unknown.ts'

/** Answers by path. */
export type FolderReads = Readonly<Record<`/${string}`, Probe<FileAnswer>>>
type FolderState = Readonly<Record<`/${string}`, FileAnswer | undefined>>

const isPath = (path: string): path is `/${string}` => path.startsWith('/')

/** The questions about a folder and all folders above it. */
export const folderReads = (path: string): FolderReads =>
  Object.fromEntries([...parentsOf(path), path].map(each => [each, probe.file(each)]))

/** What is missing of a folder and those above it, the highest first. */
export const toFolders = (
  path: string,
  state: FolderState,
  wish: WantedAttrs,
  facts: Facts,
): Change[] => {
  const missing: Change[] = []
  let above: FileAnswer | undefined
  for (const each of [...parentsOf(path), path].filter(isPath)) {
    const found = state[each]
    if (found && !isFolder(found))
      throw new Failure(`${each} is a ${found.type}, expected a folder: ${path} cannot be made`)
    if (!found) {
      const made = toFolder(each, wish, facts, above)
      missing.push(made)
      above = (made.after as { known: FileAnswer }).known
    } else above = found.real ? { ...found, ...found.real } : found
  }
  return missing
}

/** A new folder in another one, whose group it takes when that one has set-group-id. */
export const toFolder = (
  path: string,
  wish: WantedAttrs,
  facts: Facts,
  above: FileAnswer | undefined,
): Change => {
  const inherits = ((above?.mode ?? 0) & 0o2000) !== 0
  const usual = newAttrs(wish, facts, 'directory')
  const attrs: Attrs =
    inherits && wish.mode === undefined ? { ...usual, mode: usual.mode | 0o2000 } : usual
  const after: FileAnswer = {
    type: 'directory',
    ...withAttrs(undefined, attrs, facts),
    size: unknown('the size of a new folder') as unknown as number,
    links: unknown('the links of a new folder') as unknown as number,
    inode: unknown('the inode of a new folder') as unknown as string,
  }
  return change(probe.file(path), undefined, after, [{ op: 'mkdir', path, attrs }], {
    undo: [{ op: 'remove', path, recurse: true }],
    touches: [...around(path, true), `tree ${path}`],
  })
}

/** The folder around a path must be there already. */
export const needFolder = (path: string, folder: FileAnswer | undefined): void => {
  if (!folder) throw new Failure(`Destination directory ${parentOf(path)} does not exist`)
  if (!isFolder(folder))
    throw new Failure(`${parentOf(path)} is a ${folder.type}, expected a folder`)
}
