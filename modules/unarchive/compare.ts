// A folder against an archive: what must be unpacked, and what each path is like afterwards.
import {
  isUnknown,
  missingAttrs,
  parseOctal,
  raw,
  unknown,
  withAttrs,
  type Attrs,
  type EntriesAnswer,
  type Facts,
  type FileAnswer,
} from '../../src/kit/index.ts'
import type { Args } from './args.ts'
import type { Wanted } from './wanted.ts'

export type Entry = EntriesAnswer['entries'][string]

export type Comparison = {
  readonly of: Args
  readonly facts: Facts
  readonly isZip: boolean
  /** tar gives files the owners that the archive tells. */
  readonly owners: boolean
  /** Whether the file there holds something else. */
  readonly differs: (wanted: Wanted, entry: Entry) => boolean
}

const typeOf = ({ member }: Wanted): Entry['type'] | undefined => {
  if (member.type === 'hardlink') return 'file'
  return member.type === 'other' ? undefined : member.type
}

const hasOwners = ({ facts, isZip, owners }: Comparison): boolean =>
  facts.uid === 0 && !isZip && owners

/** The permissions it is unpacked with; undefined where that is not known. */
const modeOf = ({ content, member }: Wanted, by: Comparison): number | undefined => {
  const mode = (member.type === 'hardlink' ? content : member).mode
  const umask = Number.parseInt(by.facts.umask, 8)
  if (mode === undefined) return undefined
  // Not every unzip heeds the umask.
  if (by.isZip) return (mode & umask) === 0 ? mode : undefined
  return by.facts.uid === 0 ? mode : mode & ~umask & 0o777
}

/** Whether a file there is newer than the archive's and shall stay. */
export const isKept = (wanted: Wanted, entry: Entry | undefined, { of }: Comparison): boolean =>
  of.keep_newer &&
  entry?.type === 'file' &&
  wanted.content.mtime !== undefined &&
  (entry.mtime ?? 0) > wanted.content.mtime

/** Whether what is there is not what the archive would make of it. */
export const mustUnpack = (wanted: Wanted, entry: Entry | undefined, by: Comparison): boolean => {
  if (!entry) return true
  if (isKept(wanted, entry, by)) return false
  const { member, content } = wanted
  const type = typeOf(wanted)
  if (type === undefined) return false
  if (entry.type !== type) return true
  if (type === 'link')
    return member.target === undefined ? by.differs(wanted, entry) : entry.target !== member.target
  const mode = modeOf(wanted, by)
  const { of } = by
  // unzip leaves folders alone that are there.
  if (
    of.mode === undefined &&
    mode !== undefined &&
    entry.mode !== mode &&
    !(by.isZip && type === 'directory')
  )
    return true
  if (type === 'directory') return false
  if (entry.size !== content.size || by.differs(wanted, entry)) return true
  // busybox's unzip gives files the time of their unpacking.
  const timed = !(by.isZip && by.facts.flavour === 'busybox')
  if (timed && isOtherTime(content.mtime, entry.mtime)) return true
  return ownersDiffer(wanted, entry, by)
}

/** What is planned has no time yet. */
const isOtherTime = (wanted: number | undefined, now: number | undefined): boolean =>
  wanted !== undefined && now !== undefined && wanted !== now

const ownersDiffer = ({ content }: Wanted, entry: Entry, by: Comparison): boolean => {
  const { of, facts, isZip } = by
  if (isZip) return of.owner === undefined && entry.owner !== facts.user
  if (!hasOwners(by)) return false
  // Only the host knows which number a name has there: either will do.
  const other = (name: string | undefined, id: number | undefined, is: string, isId: number) =>
    name === undefined ? id !== undefined && id !== isId : name !== is && id !== isId
  return (
    (of.owner === undefined && other(content.owner, content.uid, entry.owner, entry.uid)) ||
    (of.group === undefined && other(content.group, content.gid, entry.group, entry.gid))
  )
}

const later = <T>(what: string): T => unknown(what) as unknown as T

const nameOr = (name: string | undefined, id: number | undefined, what: string) =>
  name === 'root' || (name === undefined && id === 0)
    ? { name: 'root', id: 0 }
    : { name: later<string>(what), id: later<number>(what) }

/** What unpacking makes of a path. */
export const unpacked = (wanted: Wanted, now: Entry | undefined, by: Comparison): Entry => {
  const { member, content } = wanted
  const type = typeOf(wanted) ?? later<Entry['type']>('what the archive makes of it')
  const stays = by.isZip && type === 'directory' && now?.type === 'directory'
  if (stays) return now
  const mode =
    type === 'link' ? 0o777 : (modeOf(wanted, by) ?? later<number>('the mode of a new file'))
  const owner = hasOwners(by)
    ? nameOr(content.owner, content.uid, 'the owner that tar gives it')
    : { name: by.facts.user, id: by.facts.uid }
  const group = hasOwners(by)
    ? nameOr(content.group, content.gid, 'the group that tar gives it')
    : nameOr(undefined, undefined, 'the group that a new file gets on the host')
  return {
    type,
    mode,
    owner: owner.name,
    uid: owner.id,
    group: group.name,
    gid: group.id,
    size: type === 'file' ? content.size : later('the size of what is unpacked'),
    ...(content.sha256 !== undefined && { sha256: content.sha256 }),
    ...(type === 'link' && { target: member.target ?? later<string>('where it leads') }),
  }
}

/** What is to be set besides; a symbolic mode stays text where only the host knows what it is applied to. */
export const missing = (
  entry: Entry,
  { owner, group, mode }: Args,
  facts: Facts,
): {
  readonly attrs: Omit<Attrs, 'mode'>
  readonly mode: string | undefined
  readonly after: Entry
} => {
  const isLink = entry.type === 'link'
  const open = mode !== undefined && isUnknown(raw(entry).mode) && parseOctal(mode) === undefined
  const told = missingAttrs(
    { owner, group, ...(!isLink && !open && { mode }) },
    entry as unknown as FileAnswer,
    facts,
  )
  const { mode: bits, ...attrs } = told
  return {
    attrs,
    mode: isLink ? undefined : open ? mode : bits?.toString(8),
    after: {
      ...entry,
      ...withAttrs(entry as unknown as FileAnswer, told, facts),
      ...(open && { mode: later<number>('the mode that the host makes of it') }),
    },
  }
}
