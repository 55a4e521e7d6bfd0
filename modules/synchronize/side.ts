// One side of a comparison and the other: what is taken along, and who shall own it.
import {
  modeBits,
  raw,
  unknown,
  type Attrs,
  type Facts,
  type TreeAnswer,
} from '../../src/kit/index.ts'
import { isExcluded } from './filter.ts'
import type { Wish } from './options.ts'

export type Entry = TreeAnswer['entries'][string]
type Entries = Readonly<Record<string, Entry>>

export type Side = {
  /** The path that the trees' own paths begin at. */
  readonly root: string
  /** What stands before them in rsync's lines, and in patterns. */
  readonly prefix: string
  readonly from: Entries
  readonly to: Entries
  /** Where a path of the source lies, and on which side. */
  readonly place: (path: string) => string
  readonly source: 'controller' | 'host'
  /** The host is asked for digests, too. */
  readonly digests: boolean
  /** Numbers of owners and groups by their names on the host. */
  readonly ids: {
    readonly users: ReadonlyMap<string, number>
    readonly groups: ReadonlyMap<string, number>
  }
  readonly wish: Wish
  readonly facts: Facts
}

export const hidden = (what: string): never => unknown(what) as never
const isRoot = ({ uid }: Facts): boolean => uid === 0

/** All that the wish takes along, parents first. */
export const chosen = ({ from, prefix, wish }: Side): readonly (readonly [string, Entry])[] =>
  Object.entries(raw(from))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([path, entry]) => {
      const isFolder = entry.type === 'directory'
      if (path !== '' && isExcluded(wish.rules, prefix + path, isFolder)) return false
      if (
        path === '' &&
        prefix !== '' &&
        isExcluded(wish.rules, prefix.replace(/\/$/, ''), isFolder)
      )
        return false
      if (entry.type === 'link' ? !wish.links : entry.type !== 'file' && !isFolder) return false
      if (wish.recursive || (path === '' && !isFolder)) return true
      return wish.dirs && (path === '' || (prefix === '' && !path.includes('/')))
    })

const permissions = (entry: Entry, wish: Wish, facts: Facts): number =>
  wish.chmod.reduce((mode, rule) => {
    const [, only = '', bits = ''] = /^([DF]?)(.*)$/s.exec(rule) ?? []
    const isFolder = entry.type === 'directory'
    if ((only === 'D' && !isFolder) || (only === 'F' && isFolder)) return mode
    return modeBits(bits, mode, isFolder, facts)
  }, entry.mode)

type Owners = { readonly uid?: number; readonly gid?: number }

/** Who shall own it: by name where the host has that name, else by number. Only root gives things away. */
const owners = (entry: Entry, { wish, facts, ids }: Side): Owners => {
  if (!isRoot(facts)) return {}
  const id = (
    name: string | undefined,
    names: ReadonlyMap<string, number>,
    number: number,
  ): number => (name === undefined || wish.numericIds ? number : (names.get(name) ?? number))
  const given = (
    text: string | undefined,
    names: ReadonlyMap<string, number>,
  ): number | undefined =>
    text === undefined
      ? undefined
      : (names.get(text) ?? (/^\d+$/.test(text) ? Number(text) : undefined))
  return {
    ...(wish.owner && {
      uid: given(wish.chown.owner, ids.users) ?? id(entry.owner, ids.users, entry.uid),
    }),
    ...(wish.group && {
      gid: given(wish.chown.group, ids.groups) ?? id(entry.group, ids.groups, entry.gid),
    }),
  }
}

const nameOfId = (names: ReadonlyMap<string, number>, id: number): string =>
  [...names].find(([, each]) => each === id)?.[0] ?? hidden(`the name of ${id}`)

/** What is to be set, what it will be, and rsync's letters for it. */
export const attributes = (
  entry: Entry,
  now: Entry | undefined,
  side: Side,
): {
  attrs: Attrs
  after: Pick<Entry, 'mode' | 'uid' | 'gid' | 'owner' | 'group'>
  letters: string
} => {
  const { wish, facts, ids } = side
  const umask = Number.parseInt(facts.umask, 8)
  const wanted = permissions(entry, wish, facts)
  const mode =
    entry.type === 'link' ? 0o777 : wish.perms ? wanted : (now?.mode ?? wanted & 0o777 & ~umask)
  const { uid, gid } = owners(entry, side)
  const attrs: Attrs = {
    ...(uid !== undefined && uid !== now?.uid && { owner: uid }),
    ...(gid !== undefined && gid !== now?.gid && { group: gid }),
    ...(entry.type !== 'link' && mode !== now?.mode && { mode }),
  }
  const after = {
    mode,
    uid: uid ?? now?.uid ?? facts.uid,
    gid: gid ?? now?.gid ?? hidden('the group of a new file'),
    owner: uid === undefined ? (now?.owner ?? facts.user) : nameOfId(ids.users, uid),
    group:
      gid === undefined
        ? (now?.group ?? hidden('the group of a new file'))
        : nameOfId(ids.groups, gid),
  }
  const letter = (name: keyof Attrs, sign: string): string =>
    attrs[name] === undefined ? '.' : sign
  return {
    attrs,
    after,
    letters: `${letter('mode', 'p')}${letter('owner', 'o')}${letter('group', 'g')}`,
  }
}
