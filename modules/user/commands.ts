// The programs that make, change and remove accounts: those of shadow, of libuser (`local`), and busybox's. A password
// never stands in a command line, where every user of the host could read it: chpasswd takes it from its input.
import { Failure } from '../../src/kit/index.ts'
import type { Op, UserAnswer } from '../../src/kit/index.ts'
import type { Difference, Wish } from './account.ts'

export type Tools = 'shadow' | 'libuser' | 'busybox'

/** What matters for a new account alone. */
export type Birth = {
  readonly group?: string | undefined
  /** A group of the user's name is there already. */
  readonly isGroupTaken: boolean
  readonly non_unique: boolean
  readonly system: boolean
  readonly create_home: boolean
  readonly skeleton?: string | undefined
  readonly umask?: string | undefined
  readonly seuser?: string | undefined
}

const run = (...argv: readonly string[]): Op => ({ op: 'run', argv })
const given = (flag: string, value: string | number | undefined): string[] =>
  value === undefined ? [] : [flag, String(value)]
const when = (condition: boolean, ...words: readonly string[]): readonly string[] =>
  condition ? words : []

/** Days since 1970, which shadow's programs take for a date; '' for never. */
const day = (expires: number | undefined): string | undefined =>
  expires === undefined ? undefined : expires < 0 ? '' : String(expires)

const password = (name: string, hash: string | undefined): Op[] =>
  hash === undefined ? [] : [{ op: 'run', argv: ['chpasswd', '-e'], stdin: `${name}:${hash}\n` }]

const ages = (
  name: string,
  { min, max }: { min?: number | undefined; max?: number | undefined },
): Op[] => {
  const flags = [...given('-m', min), ...given('-M', max)]
  return flags.length === 0 ? [] : [run('chage', ...flags, name)]
}

/** Makes an account; `hash` as it shall stand in the shadow file. */
export const creation = (
  tools: Tools,
  wish: Wish,
  birth: Birth,
  hash: string | undefined,
): Op[] => {
  const { name, groups = [] } = wish
  if (tools === 'busybox') return [...adduser(wish, birth), ...password(name, hash)]
  const isLocal = tools === 'libuser'
  const argv = [
    isLocal ? 'luseradd' : 'useradd',
    ...given('-u', wish.uid),
    ...when(wish.uid !== undefined && birth.non_unique, '-o'),
    ...given('-Z', birth.seuser),
    ...given('-g', birth.group),
    ...when(birth.group === undefined && birth.isGroupTaken, isLocal ? '-n' : '-N'),
    ...when(groups.length > 0 && !isLocal, '-G', groups.join(',')),
    ...given('-c', wish.comment),
    ...given('-d', wish.home),
    ...given('-s', wish.shell),
    ...when(wish.expires !== undefined && !isLocal, '-e', day(wish.expires) ?? ''),
    ...(birth.create_home
      ? [
          ...when(!isLocal, '-m'),
          ...given('-k', birth.skeleton),
          ...when(birth.umask !== undefined, '-K', `UMASK=${birth.umask}`),
        ]
      : ['-M']),
    ...when(birth.system, '-r'),
    name,
  ]
  const later = isLocal
    ? [
        ...localExpiry(name, wish.expires),
        ...groups.map(group => run('lgroupmod', '-M', name, group)),
      ]
    : []
  return [run(...argv), ...later, ...password(name, hash), ...ages(name, wish)]
}

const localExpiry = (name: string, expires: number | undefined): Op[] =>
  expires === undefined ? [] : [run('lchage', '-E', String(expires), name)]

/** Changes an account. */
export const modification = (
  tools: Tools,
  user: UserAnswer,
  to: Difference,
  how: { append: boolean; move_home: boolean; non_unique: boolean },
): Op[] => {
  const { name } = user
  if (tools === 'busybox') return busyboxModification(user, to)
  const isLocal = tools === 'libuser'
  const added = (to.groups ?? []).filter(group => !user.groups.includes(group))
  const flags = [
    ...given('-u', to.uid),
    ...when(to.uid !== undefined && how.non_unique, '-o'),
    ...given('-g', to.gid),
    ...when(
      to.groups !== undefined && !isLocal,
      ...(how.append ? ['-a', '-G', added.join(',')] : ['-G', (to.groups ?? []).join(',')]),
    ),
    ...given('-c', to.comment),
    ...given('-d', to.home),
    ...when(to.home !== undefined && how.move_home, '-m'),
    ...given('-s', to.shell),
    ...when(!isLocal, ...given('-e', day(to.expires))),
    ...locking(user, to.hash),
  ]
  const removed =
    to.groups === undefined ? [] : user.groups.filter(group => !to.groups!.includes(group))
  return [
    ...(flags.length === 0 ? [] : [run(isLocal ? 'lusermod' : 'usermod', ...flags, name)]),
    ...(isLocal
      ? [
          ...localExpiry(name, to.expires),
          ...added.map(group => run('lgroupmod', '-M', name, group)),
          ...removed.map(group => run('lgroupmod', '-m', name, group)),
        ]
      : []),
    ...password(name, locking(user, to.hash).length > 0 ? undefined : to.hash),
    ...ages(name, to),
  ]
}

/** A lock alone is put on and taken off without writing the hash anew, which the asker may be unable to read. */
const locking = ({ shadow }: UserAnswer, hash: string | undefined): readonly string[] => {
  if (hash === undefined) return []
  const now = shadow?.hash ?? ''
  if (hash === `!${now}`) return ['-L']
  return now === `!${hash}` ? ['-U'] : []
}

/** Removes an account. */
export const removal = (
  tools: Tools,
  name: string,
  { force, remove }: { force: boolean; remove: boolean },
): Op[] => {
  if (tools === 'busybox') return [run('deluser', ...when(remove, '--remove-home'), name)]
  if (tools === 'libuser') return [run('luserdel', ...when(remove, '-r'), name)]
  return [run('userdel', ...when(force, '-f'), ...when(remove, '-r'), name)]
}

const adduser = (wish: Wish, birth: Birth): Op[] => [
  run(
    'adduser',
    '-D',
    ...given('-u', wish.uid),
    ...given('-G', birth.group ?? (birth.isGroupTaken ? wish.name : undefined)),
    ...given('-g', wish.comment),
    ...given('-h', wish.home),
    ...given('-s', wish.shell),
    ...when(!birth.create_home, '-H'),
    ...given('-k', birth.skeleton),
    ...when(birth.system, '-S'),
    wish.name,
  ),
  ...(wish.groups ?? []).map(group => run('adduser', wish.name, group)),
]

const busyboxModification = (user: UserAnswer, to: Difference): Op[] => {
  const { groups, hash, ...more } = to
  const beyond = Object.keys(more)[0]
  if (beyond !== undefined)
    throw new Failure(
      `busybox cannot change the ${beyond} of ${user.name}: install the package shadow`,
      { name: user.name },
    )
  return [
    ...(groups ?? [])
      .filter(group => !user.groups.includes(group))
      .map(group => run('adduser', user.name, group)),
    ...(groups === undefined
      ? []
      : user.groups
          .filter(group => !groups.includes(group))
          .map(group => run('delgroup', user.name, group))),
    ...password(user.name, hash),
  ]
}
