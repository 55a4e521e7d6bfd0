// From what was asked for and what the host answered to changes: an account removed, made, or made otherwise.
import { change, Failure, parentOf, probe, raw } from '../../src/kit/index.ts'
import type {
  Change,
  CommandAnswer,
  Facts,
  FileAnswer,
  GroupAnswer,
  Op,
  TreeAnswer,
  UserAnswer,
} from '../../src/kit/index.ts'
import { changed, created, difference } from './account.ts'
import { wishOf, type UserArgs } from './arguments.ts'
import { creation, modification, removal, type Tools } from './commands.ts'
import { expectedHome, homeMode, makeHome, makeKey } from './home.ts'
import { groupNames, homePath, keyPath, skeletonPath, userProbe } from './paths.ts'

/** What getent was asked. */
const GETENT = 'command ["getent",*'

/** Answers by the names of the questions; beside these, `group NAME` for each further group. */
export type State = {
  readonly user: UserAnswer | undefined
  readonly ownGroup: GroupAnswer | undefined
  readonly group: GroupAnswer | undefined
  readonly useradd: FileAnswer | undefined
  /** Lines of /etc/default/useradd and /etc/login.defs. */
  readonly defaults: CommandAnswer | undefined
  readonly home: FileAnswer | undefined
  /** The home before it is moved. */
  readonly oldHome: FileAnswer | undefined
  readonly parent: FileAnswer | undefined
  readonly skeleton: TreeAnswer | undefined
  readonly hostname: CommandAnswer | undefined
  readonly key: FileAnswer | undefined
  readonly publicKey: FileAnswer | undefined
  readonly sshFolder: FileAnswer | undefined
}

/** All changes of the task. */
export const planUser = (given: UserArgs, state: State, facts: Facts): Change[] => {
  const tools = toolsOf(given, state, facts)
  const groups =
    given.state === 'absent' || given.groups === undefined
      ? undefined
      : groupNames(given).map(name => groupName(name, state))
  const wish = wishOf(given, groups)
  const { user } = state
  if (given.state === 'absent') return user ? toAbsent(given, state, user, tools) : []
  if (given.group !== undefined && !state.group) throw noGroup(given.group)
  if (!user) return toCreated(given, wish, state, tools)
  return toChanged(
    given,
    given.update_password === 'always' ? wish : { ...wish, hash: undefined },
    state,
    user,
    tools,
  )
}

type Wish = ReturnType<typeof wishOf>

const toolsOf = ({ local }: UserArgs, { useradd }: State, facts: Facts): Tools =>
  local ? 'libuser' : facts.flavour === 'busybox' && !useradd ? 'busybox' : 'shadow'

const noGroup = (name: string): Failure => new Failure(`Group ${name} does not exist`)

/** A group's name, which may have been given by number. */
const groupName = (name: string, state: State): string => {
  const group = (state as unknown as Readonly<Record<string, GroupAnswer | undefined>>)[
    `group ${name}`
  ]
  if (!group) throw noGroup(name)
  return group.name
}

const toAbsent = (given: UserArgs, state: State, user: UserAnswer, tools: Tools): Change[] => {
  const { name, remove } = given
  const account = change(userProbe(given), user, undefined, removal(tools, name, given), {
    touches: [`group ${name}`, GETENT],
  })
  if (!remove || !state.home) return [account]
  // userdel leaves a home that is not the user's own.
  const home = change(probe.file(user.home), state.home, undefined, [], {
    counts: false,
    lenient: true,
    touches: [`file ${user.home}/**`, `tree ${user.home}`],
  })
  return [account, home]
}

const toCreated = (given: UserArgs, wish: Wish, state: State, tools: Tools): Change[] => {
  const { name, create_home } = given
  const defaults = state.defaults?.out ?? ''
  const base = /^HOME=(.+)$/m.exec(defaults)?.[1] ?? '/home'
  const user = created(wish, {
    gid: raw(state.group)?.gid,
    home: `${base}/${name}`,
    shell: /^SHELL=(.+)$/m.exec(defaults)?.[1],
  })
  const hash = wish.hash === undefined ? undefined : user.shadow!.hash
  // useradd makes no folders above the home.
  const above: Op[] =
    given.home !== undefined && create_home && !state.parent
      ? [{ op: 'run', argv: ['mkdir', '-p', '--', parentOf(given.home)] }]
      : []
  const ops = [
    ...above,
    ...creation(tools, wish, { ...given, isGroupTaken: state.ownGroup?.name === name }, hash),
  ]
  const path = homePath(given, undefined)
  const isExpected = create_home && user.home === path && !state.home
  const account = change(userProbe(given), undefined, user, ops, {
    touches: [
      `group ${name}`,
      GETENT,
      ...(create_home && !isExpected ? [`file ${user.home}`] : []),
      ...Object.keys(isExpected ? (state.skeleton?.entries ?? {}) : {})
        .filter(entry => entry !== '')
        .map(entry => `file ${path}/${entry}`),
    ],
    undo: removal(tools, name, { force: false, remove: false }),
    // Which home and shell a new user gets is useradd's to say.
    lenient: true,
  })
  if (given.generate_ssh_key && !(given.ssh_key_file ?? '').startsWith('/') && user.home !== path)
    throw new Failure(
      `${name} will get its home in ${base}: give \`home\` too, so that the key can be planned`,
    )
  return [
    account,
    ...(isExpected
      ? [expectedHome(path, ownerOf(given, user), homeMode(defaults, given.umask))]
      : []),
    ...toKey(given, state, user),
  ]
}

const toChanged = (
  given: UserArgs,
  wish: Wish,
  state: State,
  user: UserAnswer,
  tools: Tools,
): Change[] => {
  const to = difference(user, wish, state.group)
  const after = changed(user, to)
  // usermod refuses to move a home over what is there already.
  const isMoved =
    to.home !== undefined && given.move_home && state.oldHome !== undefined && !state.home
  const ops = modification(tools, user, to, { ...given, move_home: isMoved })
  const stale = [
    ...(isMoved ? [user.home, after.home] : []),
    ...(to.uid === undefined ? [] : [user.home]),
  ]
  const account = change(userProbe(given), user, after, ops, {
    touches: [GETENT, ...stale.flatMap(path => [`file ${path}`, `file ${path}/**`])],
  })
  const path = homePath(given, user)
  const isMissing = (given.create_home || isMoved) && path !== '' && !state.home
  const mode = homeMode(state.defaults?.out ?? '', given.umask)
  return [
    ...(ops.length === 0 ? [] : [account]),
    ...(isMissing
      ? [
          isMoved
            ? expectedHome(path, ownerOf(given, after), mode)
            : makeHome(path, ownerOf(given, after), skeletonPath(given), mode),
        ]
      : []),
    ...toKey(given, state, after),
  ]
}

/** Whose files in the home will be: the primary group by name, where the playbook says it. */
const ownerOf = (
  { group }: UserArgs,
  user: UserAnswer,
): UserAnswer & { readonly group?: string } => ({
  ...user,
  ...(group !== undefined && !/^\d+$/.test(group) && { group }),
})

/** A key, where one is wanted and none is there, or a new one is forced. */
const toKey = (given: UserArgs, state: State, user: UserAnswer): Change[] => {
  const { name, generate_ssh_key, force, ssh_key_type: type, ssh_key_bits: bits } = given
  if (!generate_ssh_key || ((state.key || state.publicKey) && !force)) return []
  const comment =
    given.ssh_key_comment ?? `ansible-generated on ${state.hostname?.out.trim() ?? name}`
  const found = {
    folder: state.sshFolder !== undefined,
    key: state.key,
    publicKey: state.publicKey,
  }
  return makeKey({ path: keyPath(given, user), type, bits, comment }, ownerOf(given, user), found)
}
