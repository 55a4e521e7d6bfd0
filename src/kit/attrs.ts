// Owner, group and mode: what was asked for against what is there.
import { raw, unknown, Unknown } from '../base/unknown.ts'
import { applyMode } from '../base/units.ts'
import type { FileAnswer } from '../model/answers.ts'
import type { Attrs } from '../model/change.ts'
import type { Facts } from '../model/module.ts'
import { Refusal } from './define.ts'

export type WantedAttrs = {
  readonly owner?: string | undefined
  readonly group?: string | undefined
  readonly mode?: string | undefined
}

const isId = (text: string): boolean => /^\d+$/.test(text)

/** What must be set so that the file is as wanted: nothing when it is already. */
export const missingAttrs = (wanted: WantedAttrs, file: FileAnswer, facts: Facts): Attrs => {
  const now = raw(file)
  const mode = wantedMode(wanted.mode, file, facts)
  return {
    ...(differs(wanted.owner, now.owner, now.uid) && { owner: wanted.owner! }),
    ...(differs(wanted.group, now.group, now.gid) && { group: wanted.group! }),
    ...(mode !== undefined && mode !== now.mode && { mode }),
  }
}

/** Unknown owners differ: setting what is there already does no harm. */
const differs = (wanted: string | undefined, name: string, id: number): boolean =>
  wanted !== undefined && (isId(wanted) ? Number(wanted) !== id : wanted !== name)

const wantedMode = (
  mode: string | undefined,
  file: FileAnswer,
  facts: Facts,
): number | undefined => {
  if (mode === undefined || mode === 'preserve') return undefined
  return modeBits(mode, file.mode, file.type === 'directory', facts)
}

/** Bits of a mode text, or a Refusal of `mode`. */
export const modeBits = (
  mode: string,
  current: number,
  directory: boolean,
  facts: Facts,
): number => {
  const bits = applyMode(mode, current, { directory, umask: Number.parseInt(facts.umask, 8) })
  if (bits === undefined)
    throw new Refusal('mode', `must be octal as in 0644 or symbolic as in u=rw,g=r, not "${mode}"`)
  return bits
}

/** The attributes of a file that does not exist yet. */
export const newAttrs = (
  wanted: WantedAttrs,
  facts: Facts,
  type: 'file' | 'directory' = 'file',
): Attrs & { mode: number } => {
  const usual = (type === 'directory' ? 0o777 : 0o666) & ~Number.parseInt(facts.umask, 8)
  const mode =
    wanted.mode === undefined || wanted.mode === 'preserve'
      ? usual
      : modeBits(wanted.mode, usual, type === 'directory', facts)
  return {
    mode,
    ...(wanted.owner !== undefined && { owner: wanted.owner }),
    ...(wanted.group !== undefined && { group: wanted.group }),
  }
}

/** What a file's answer will be once these attributes are set; what nobody said is unknown for a new one. */
export const withAttrs = (
  file: FileAnswer | undefined,
  attrs: Attrs,
  facts: Facts,
): Pick<FileAnswer, 'mode' | 'uid' | 'gid' | 'owner' | 'group'> => {
  const now = raw(file)
  const owner = identity(attrs.owner, now?.owner ?? facts.user, now?.uid ?? facts.uid, 'user')
  const group = identity(
    attrs.group,
    now?.group ?? as<string>(GROUP),
    now?.gid ?? as<number>(GROUP),
    'group',
  )
  return {
    mode: attrs.mode ?? now?.mode ?? as<number>(unknown('the mode of a new file')),
    owner: owner.name,
    uid: owner.id,
    group: group.name,
    gid: group.id,
  }
}

const GROUP = unknown('the group that a new file gets on the host')
const as = <T>(value: Unknown): T => value as unknown as T

const identity = (
  wanted: string | number | undefined,
  name: string,
  id: number,
  what: string,
): { name: string; id: number } => {
  if (wanted === undefined || wanted === name || wanted === id) return { name, id }
  const text = String(wanted)
  if (text === 'root') return { name: 'root', id: 0 }
  return isId(text)
    ? { name: as(unknown(`the name of ${what} ${text}`)), id: Number(text) }
    : { name: text, id: as(unknown(`the id of ${what} ${text}`)) }
}
