// One text file edited in place, as lineinfile, blockinfile and replace do it: through links, in folders that are
// made when the file may be made, with the file's own attributes kept.
import type { FileAnswer } from '../model/answers.ts'
import type { Attrs, Change } from '../model/change.ts'
import type { After, Facts, Probe } from '../model/module.ts'
import { newAttrs } from './attrs.ts'
import { toText, type FileWish } from './change.ts'
import { Failure } from './define.ts'
import { folderReads, toFolders, type FolderReads } from './folders.ts'
import { absolute, parentOf } from './paths.ts'
import { probe } from './probe.ts'
import { isFolder, realOf, targetOf, textOf, type Target } from './target.ts'

export type EditReads = FolderReads & {
  readonly file: Probe<FileAnswer>
  readonly real: After<FileAnswer, FileAnswer>
}

export type EditState = {
  readonly [path: `/${string}`]: FileAnswer | undefined
  readonly file: FileAnswer | undefined
  readonly real: FileAnswer | undefined
}

/** The questions; with `create`, also about the folders above. */
export const editReads = (path: string, create: boolean, facts: Facts): EditReads => {
  const whole = absolute(path, facts)
  return {
    ...(create && folderReads(parentOf(whole))),
    file: probe.file(whole, { want: 'text' }),
    real: realOf(whole, { want: 'text' }),
  }
}

/** The file that is really edited. A folder cannot be. */
export const editTarget = (path: string, state: EditState, facts: Facts): Target => {
  if (isFolder(state.file)) throw new Failure(`Path ${path} is a directory !`, { rc: 256 })
  return targetOf(absolute(path, facts), state.file, state.real)
}

/** Its text now; undefined where there is no file. */
export const textNow = (target: Target): string | undefined =>
  target.file === undefined || target.file.type === 'link'
    ? undefined
    : textOf(target.path, target.file)

/** The changes that make it so; a text that stays leaves room for attributes alone. */
export const toEdited = (
  target: Target,
  text: string,
  wish: FileWish,
  state: EditState,
  facts: Facts,
): Change[] => {
  const { path, file } = target
  if (file?.type === 'link')
    throw new Failure(`${path} is a link that leads nowhere: mend it, or remove it first`)
  return [
    ...(file ? [] : toFolders(parentOf(path), state, {}, facts)),
    ...toText(path, file, text, { ...wish, via: target.via }, facts),
  ]
}

/** Ansible's words when attributes were set too. A new file has the usual ones before that. */
export const attributesToo = (changes: readonly Change[], message: string, facts: Facts): string =>
  changes.some(({ ops, before }) =>
    ops.some(
      op =>
        (op.op === 'attrs' || op.op === 'write') && hasAttrs(op.attrs, 'absent' in before, facts),
    ),
  )
    ? [message, 'ownership, perms or SE linux context changed']
        .filter(part => part !== '')
        .join(' and ')
    : message

const hasAttrs = (attrs: Attrs | undefined, isNew: boolean, facts: Facts): boolean => {
  const { owner, group, mode } = attrs ?? {}
  const usual = isNew ? newAttrs({}, facts).mode : undefined
  return (
    (mode !== undefined && mode !== usual) ||
    group !== undefined ||
    (owner !== undefined && !(isNew && owner === facts.user))
  )
}
