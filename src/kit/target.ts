// Where a module writes: the path it was given, the file a link there leads to, and the folder around it.
import type { FileAnswer } from '../model/answers.ts'
import type { After, Probe } from '../model/module.ts'
import { Failure } from './define.ts'
import { parentOf } from './paths.ts'
import { probe } from './probe.ts'

type How = NonNullable<Parameters<typeof probe.file>[1]>

/** The questions about a path that may be a link to the real file. */
export const targetReads = (
  path: string,
  how: How = {},
): { file: Probe<FileAnswer>; real: After<FileAnswer, FileAnswer>; folder: Probe<FileAnswer> } => ({
  file: probe.file(path, how),
  real: realOf(path, how),
  folder: probe.file(parentOf(path)),
})

/** What a link leads to in the end, asked by its own name. */
export const realOf = (path: string, how: How = {}): After<FileAnswer, FileAnswer> =>
  probe.after(probe.file(path), file =>
    file?.type === 'link' && file.real ? probe.file(file.real.path, how) : undefined,
  )

/** A path and what is there; `via` is the link that led to it. */
export type Target = {
  readonly path: string
  readonly file: FileAnswer | undefined
  readonly via?: string
}

/** The real file behind a path: itself, unless it is a link that leads somewhere. */
export const targetOf = (
  path: string,
  file: FileAnswer | undefined,
  real: FileAnswer | undefined,
): Target =>
  file?.type === 'link' && file.real
    ? { path: file.real.path, file: real, via: path }
    : { path, file }

/** Whether it is a folder, or a link to one. */
export const isFolder = (file: FileAnswer | undefined): boolean =>
  file?.type === 'directory' || (file?.type === 'link' && file.real?.type === 'directory')

/** The text of a file that is to be edited; '' where there is none yet. */
export const textOf = (path: string, file: FileAnswer | undefined): string => {
  if (!file) return ''
  if (file.type !== 'file')
    throw new Failure(`${path} is a ${file.type}, expected a file: give the path of a text file`)
  if (file.textless === 'big')
    throw new Failure(
      `${path} has ${file.size} bytes, too many to edit here: change it with a command`,
    )
  if (file.textless === 'binary')
    throw new Failure(`${path} is no UTF-8 text: change it with a command`)
  return file.text ?? ''
}
