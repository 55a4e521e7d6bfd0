// The account a task wishes for, against the one that is there. Pure: what differs, and what will be.
import { raw, unknown } from '../../src/kit/index.ts'
import type { GroupAnswer, UserAnswer } from '../../src/kit/index.ts'

/** Days since 1970; -1 for never. */
export type Wish = {
  readonly name: string
  readonly uid?: number | undefined
  readonly comment?: string | undefined
  readonly home?: string | undefined
  readonly shell?: string | undefined
  /** Names of groups; nothing leaves them as they are. */
  readonly groups?: readonly string[] | undefined
  readonly append: boolean
  readonly expires?: number | undefined
  readonly hash?: string | undefined
  readonly lock?: boolean | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
}

/** What must become otherwise; what is not there stays. */
export type Difference = {
  readonly uid?: number
  readonly gid?: number
  readonly comment?: string
  readonly home?: string
  readonly shell?: string
  /** All of them afterwards. */
  readonly groups?: readonly string[]
  readonly expires?: number
  readonly hash?: string
  readonly min?: number
  readonly max?: number
}

const isLocked = (hash: string): boolean => hash.startsWith('!')
const plain = (hash: string): string => hash.replace(/^!+/, '')

/** The hash as it will stand in the shadow file; undefined when it is so already. */
const nextHash = (now: string, { hash, lock }: Pick<Wish, 'hash' | 'lock'>): string | undefined => {
  if (hash !== undefined && plain(hash) !== plain(now)) return lock ? `!${plain(hash)}` : hash
  if (lock && !isLocked(now)) return `!${now}`
  // Without a password there is nothing to unlock: usermod refuses, since anyone could log in then.
  return lock === false && isLocked(now) && plain(now) !== '' ? plain(now) : undefined
}

/** How an account differs from the wish. */
export const difference = (
  user: UserAnswer,
  wish: Wish,
  group: GroupAnswer | undefined,
): Difference => {
  const differs = <K extends 'uid' | 'comment' | 'home' | 'shell'>(key: K): boolean =>
    wish[key] !== undefined && (wish[key] as unknown) !== user[key]
  const groups =
    wish.groups === undefined
      ? undefined
      : sorted(wish.append ? [...user.groups, ...wish.groups] : wish.groups)
  // Read only where it matters: of an account that is only planned, it is unknown.
  const hash =
    wish.hash === undefined && wish.lock === undefined
      ? undefined
      : nextHash(user.shadow?.hash ?? '', wish)
  const { min, max } = wish
  return {
    ...(differs('uid') && { uid: wish.uid! }),
    ...(group && group.gid !== user.gid && { gid: group.gid }),
    ...(differs('comment') && { comment: wish.comment! }),
    ...(differs('home') && { home: wish.home! }),
    ...(differs('shell') && { shell: wish.shell! }),
    ...(groups && groups.join() !== sorted(user.groups).join() && { groups }),
    ...(wish.expires !== undefined &&
      wish.expires !== (user.shadow?.expires ?? -1) && { expires: wish.expires }),
    ...(hash !== undefined && { hash }),
    ...(min !== undefined && min !== user.shadow?.min && { min }),
    ...(max !== undefined && max !== user.shadow?.max && { max }),
  }
}

/** An account once it is otherwise. */
export const changed = (
  user: UserAnswer,
  { hash, expires, min, max, ...plainly }: Difference,
): UserAnswer => {
  const now = raw(user)
  const shadow = {
    ...now.shadow,
    ...(hash !== undefined && { hash }),
    ...(expires !== undefined && { expires }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  } as NonNullable<UserAnswer['shadow']>
  return { ...now, ...plainly, ...(Object.keys(shadow).length > 0 && { shadow }) }
}

/** A new account, as far as it can be told before. */
export const created = (
  wish: Wish,
  {
    gid,
    home,
    shell,
  }: { gid?: number | undefined; home?: string | undefined; shell?: string | undefined },
): UserAnswer => {
  const told = <T>(what: string): T =>
    unknown(`${what} of the new user ${wish.name}`) as unknown as T
  const { hash, lock } = wish
  return {
    name: wish.name,
    uid: wish.uid ?? told('the number'),
    gid: gid ?? told('the primary group'),
    comment: wish.comment ?? told('the comment'),
    home: wish.home ?? home ?? told('the home'),
    shell: wish.shell ?? shell ?? told('the shell'),
    groups: sorted(wish.groups ?? []),
    shadow: {
      hash: hash === undefined ? told('the locked password') : lock ? `!${plain(hash)}` : hash,
      expires: wish.expires ?? -1,
      min: wish.min ?? told('the least age of the password'),
      max: wish.max ?? told('the greatest age of the password'),
      warn: told('the time of warning'),
    },
  }
}

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort()
