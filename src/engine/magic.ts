// The variables that the run itself tells: who the host is, who else plays, where the files lie.
import { posix } from 'node:path'
import { dict } from '../base/value.ts'
import type { Vars } from '../model/inventory.ts'
import { chainOf, roleOf, type Context } from '../work/context.ts'
import type { PlayRun } from './play-run.ts'
import type { World } from './world.ts'

/** A dictionary whose values are made when they are looked at. */
export const lazyDict = (getters: Readonly<Record<string, () => unknown>>): Record<string, unknown> => {
  const made = dict()
  for (const [key, get] of Object.entries(getters)) Object.defineProperty(made, key, { enumerable: true, configurable: true, get })
  return made
}

/** Those of a run, for any host. */
const ofRun = (world: World): Readonly<Record<string, () => unknown>> => ({
  groups: () =>
    Object.fromEntries([...world.inventory.groups.keys()].map(name => [name, world.hostsOf(name)])),
  ansible_check_mode: () => world.options.check,
  ansible_diff_mode: () => world.options.diff,
  ansible_forks: () => world.options.forks,
  ansible_verbosity: () => world.options.verbosity,
  ansible_run_tags: () => (world.options.select.tags.length > 0 ? world.options.select.tags : ['all']),
  ansible_skip_tags: () => world.options.select.skip,
  ansible_version: () => ({ full: '2.14.18', major: 2, minor: 14, revision: 18, string: '2.14.18' }),
  ansible_inventory_sources: () => world.inventory.sources,
  omit: () => world.omit,
})

/** Those of a host, in any play or none. */
export const ofHost = (world: World, host: string): Readonly<Record<string, () => unknown>> => ({
  ...ofRun(world),
  inventory_hostname: () => host,
  inventory_hostname_short: () => host.split('.')[0],
  group_names: () => [...(world.inventory.hosts.get(host)?.groups ?? [])].filter(name => name !== 'all').sort(),
  inventory_file: () => world.inventory.sources[0],
  inventory_dir: () => folderOf(world.inventory.sources[0]),
  hostvars: () => world.hostvars,
  ansible_facts: () => Object.fromEntries(Object.entries(world.hosts.get(host)?.facts ?? {}).map(([name, value]) => [name.replace(/^ansible_/, ''), value])),
})

const folderOf = (source: string | undefined): string | undefined =>
  source === undefined || source.includes(',') ? undefined : posix.dirname(source)

/** Those of a play. */
const ofPlay = (world: World, run: PlayRun): Readonly<Record<string, () => unknown>> => {
  const alive = (hosts: readonly string[]): string[] => hosts.filter(host => !world.dead.has(host))
  return {
    play_hosts: () => alive(run.batch),
    ansible_play_batch: () => alive(run.batch),
    ansible_play_hosts: () => alive(run.hosts),
    ansible_play_hosts_all: () => run.hosts,
    ansible_play_name: () => run.play.name.value,
    playbook_dir: () => posix.dirname(posix.resolve(run.play.file)),
    ansible_play_role_names: () => run.roles.map(role => role.name),
    role_names: () => run.roles.map(role => role.name),
  }
}

/** All magic variables for a task. */
export const magicVars = (world: World, run: PlayRun, host: string, context: Context, file: string): Vars => {
  const role = roleOf(context)
  return lazyDict({
    ...ofHost(world, host),
    ...ofPlay(world, run),
    ansible_task_dir: () => posix.dirname(posix.resolve(file)),
    ...(role && {
      role_name: () => role.name.split('.').at(-1),
      ansible_role_name: () => role.name,
      role_path: () => posix.resolve(role.path),
      ansible_parent_role_names: () => role.parents,
      ansible_dependent_role_names: () => chainOf(context).flatMap(link => (link.role && link.role !== role ? [link.role.name] : [])),
    }),
  })
}
