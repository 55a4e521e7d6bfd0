// The variables that the run itself tells: who the host is, who else plays, where the files lie.
import { posix } from 'node:path'
import { dict } from '../base/value.ts'
import { rolesAbove } from '../lang/find-file.ts'
import type { Inventory } from '../model/inventory.ts'
import type { Role } from '../model/playbook.ts'
import { gathered, roleOf, type Context } from '../work/context.ts'
import { layer, type Source } from '../work/vars.ts'
import type { PlayRun } from './play-run.ts'
import type { World } from './world.ts'

/** Who asks: a host, in a play and a task or outside of any. */
type At = { readonly world: World; readonly host: string }
type InTask = At & { readonly run: PlayRun; readonly context: Context; readonly file: string }
type Table<Where> = Readonly<Record<string, (at: Where) => unknown>>

/** A dictionary whose values are made when they are looked at. */
export const lazyDict = (
  getters: Readonly<Record<string, () => unknown>>,
): Record<string, unknown> => {
  const made = dict()
  for (const [key, get] of Object.entries(getters))
    Object.defineProperty(made, key, { enumerable: true, configurable: true, get })
  return made
}

/** What is made of a thing that never changes is made once. */
const once = <Of extends object>(
  make: (of: Of, world: World) => unknown,
): ((of: Of, world: World) => unknown) => {
  const made = new WeakMap<Of, unknown>()
  return (of, world) => {
    if (!made.has(of)) made.set(of, make(of, world))
    return made.get(of)
  }
}

const groupsOf = once((inventory: Inventory, world) =>
  Object.fromEntries([...inventory.groups.keys()].map(name => [name, world.hostsOf(name)])),
)

const bareFacts = once((facts: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name === 'ansible_local' ? name : name.replace(/^ansible_/, ''),
      value,
    ]),
  ),
)

const folderOf = (source: string | undefined): string | undefined =>
  source === undefined || source.includes(',') ? undefined : posix.dirname(source)

/** Those of a host, in any play or none. */
const OF_HOST: Table<At> = {
  groups: ({ world }) => groupsOf(world.inventory, world),
  ansible_check_mode: ({ world }) => world.options.check,
  ansible_diff_mode: ({ world }) => world.options.diff,
  ansible_forks: ({ world }) => world.options.forks,
  ansible_verbosity: ({ world }) => world.options.verbosity,
  ansible_run_tags: ({ world }) =>
    world.options.select.tags.length > 0 ? world.options.select.tags : ['all'],
  ansible_skip_tags: ({ world }) => world.options.select.skip,
  ansible_version: () => ({
    full: '2.14.18',
    major: 2,
    minor: 14,
    revision: 18,
    string: '2.14.18',
  }),
  // Nothing here needs Python; playbooks hand this on to what they delegate to this machine.
  ansible_playbook_python: () => '/usr/bin/python3',
  ansible_inventory_sources: ({ world }) =>
    world.inventory.sources.map(source => (source.includes(',') ? source : posix.resolve(source))),
  ansible_limit: ({ world }) => world.options.limitWords,
  omit: ({ world }) => world.omit,
  inventory_hostname: ({ host }) => host,
  inventory_hostname_short: ({ host }) => host.split('.')[0],
  group_names: ({ world, host }) =>
    [...(world.inventory.hosts.get(host)?.groups ?? [])].filter(name => name !== 'all').sort(),
  inventory_file: ({ world }) => world.inventory.sources[0],
  inventory_dir: ({ world }) => folderOf(world.inventory.sources[0]),
  hostvars: ({ world }) => world.hostvars,
  ansible_facts: ({ world, host }) => bareFacts(world.hosts.get(host)?.facts ?? {}, world),
}

const alive = (hosts: readonly string[], { world, run }: InTask): string[] =>
  hosts.filter(host => !world.dead.has(host) && !run.failed.has(host))

/** Those of a play, and of a task's place in it. */
const OF_TASK: Table<InTask> = {
  play_hosts: at => alive(at.run.batch, at),
  ansible_play_batch: at => alive(at.run.batch, at),
  ansible_play_hosts: at => alive(at.run.hosts, at),
  ansible_play_hosts_all: ({ run }) => run.hosts,
  ansible_play_name: ({ run }) => run.play.name.value,
  playbook_dir: ({ run }) => posix.dirname(posix.resolve(run.play.file)),
  ansible_play_role_names: ({ run }) => namesOf(run, role => !role.isDependency),
  ansible_role_names: ({ run }) => namesOf(run, () => true),
  ansible_dependent_role_names: ({ run }) => namesOf(run, role => role.isDependency),
  role_names: ({ run }) => namesOf(run, role => !role.isDependency),
  ansible_task_dir: ({ file }) => posix.dirname(posix.resolve(file)),
  ansible_search_path: at => searchPath(at),
  environment: ({ context }) => gathered(context, 'environment').map(({ value }) => value),
}

/** Where files of a task are looked for: in its role and those above it, beside its file, beside the playbook. */
const searchPath = ({ context, file, run }: InTask): readonly string[] => {
  const role = roleOf(context)
  const roles = role ? [role, ...rolesAbove(role)] : []
  const paths = [
    ...roles.map(({ path }) => path),
    posix.dirname(file),
    posix.dirname(run.play.file),
  ]
  return [...new Set(paths.map(path => posix.resolve(path)))]
}

/** Those of a task that belongs to a role. */
const OF_ROLE: Table<Context> = {
  role_name: at => bareName(roleOf(at)),
  ansible_role_name: at => roleOf(at)?.name,
  role_path: at => posix.resolve(roleOf(at)?.path ?? ''),
  ansible_collection_name: at => roleOf(at)?.collection ?? null,
}

/** Those of a task in a role that another role's tasks brought in. */
const OF_INNER_ROLE: Table<Context> = {
  ansible_parent_role_names: at => parentsOf(at).map(role => role.name),
  ansible_parent_role_paths: at => parentsOf(at).map(role => posix.resolve(role.path)),
}

const namesOf = (run: PlayRun, counts: (role: Role) => boolean): readonly string[] => [
  ...new Set(run.roles.filter(counts).map(role => role.name)),
]

const bareName = (role: Role | undefined): string | undefined =>
  role?.collection === undefined ? role?.name : role.name.slice(role.collection.length + 1)

/** The roles whose tasks brought this one in, the nearest first. */
const parentsOf = (at: Context): readonly Role[] =>
  [roleOf(at), ...rolesAbove(roleOf(at))].flatMap(role =>
    role?.above && !role.isDependency ? [role.above] : [],
  )

const told = <Where>(table: Table<Where>, name: string, at: Where): ReturnType<Source['find']> =>
  Object.hasOwn(table, name) ? toldValue(name, table[name]!(at)) : undefined

/** What nobody said is no variable. */
const toldValue = (name: string, value: unknown): ReturnType<Source['find']> =>
  value === undefined ? undefined : layer('magic variables', { [name]: value }, false)

/** Magic variables outside of any task. */
export const hostMagic = (at: At): Source => ({
  find: name => told(OF_HOST, name, at),
  names: () => Object.keys(OF_HOST),
})

/** All magic variables for a task. */
export const taskMagic = (at: InTask): Source => ({
  find: name =>
    told(OF_HOST, name, at) ??
    told(OF_TASK, name, at) ??
    (roleOf(at.context) && told(OF_ROLE, name, at.context)) ??
    (parentsOf(at.context).length > 0 ? told(OF_INNER_ROLE, name, at.context) : undefined),
  names: () => [
    ...Object.keys(OF_HOST),
    ...Object.keys(OF_TASK),
    ...(roleOf(at.context) ? Object.keys(OF_ROLE) : []),
    ...(parentsOf(at.context).length > 0 ? Object.keys(OF_INNER_ROLE) : []),
  ],
})
