// The variables of one task on one host, stacked on the ladder.
import type { VarsLayer } from '../model/inventory.ts'
import type { Item, Keywords, Role } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import { isDict } from '../base/value.ts'
import { chainOf, type Context } from '../work/context.ts'
import { layer, scopeOver, strongestFirst, type Layers } from '../work/vars.ts'
import { lazyDict, magicVars, ofHost } from './magic.ts'
import type { PlayRun } from './play-run.ts'
import type { HostVars, World } from './world.ts'

/** What a task adds to its host's variables while it runs. */
export type Local = {
  /** Loop variables. */
  readonly loop?: VarsLayer
  /** What coming tasks may set, in a look ahead. */
  readonly ahead?: VarsLayer
}

const varsOf = (keywords: Keywords, from: string): VarsLayer[] => {
  const vars = keywords['vars']?.value
  return isDict(vars) ? [{ vars, trusted: true, from }] : []
}

/** Rungs that a host has in every task. */
const hostRungs = (world: World, host: HostVars): Layers => ({
  'inventory and its files': host.layers,
  facts: [layer('facts', host.facts, false)],
  include_vars: host.included,
  'set_fact and register': [layer('set_fact and register', host.own, false)],
  'extra vars': world.extra,
})

/** The scope of a host outside of any task: what `hostvars` shows. */
export const hostScope = (world: World, host: HostVars): Scope =>
  scopeOver(
    strongestFirst({
      ...hostRungs(world, host),
      'magic variables': [layer('magic variables', lazyDict(ofHost(world, host.name)), false)],
    }),
    world.templates,
  )

/** The scope of a task. */
export const taskScope = (world: World, run: PlayRun, host: HostVars, context: Context, file: string, local: Local = {}): Scope => {
  const chain = chainOf(context)
  const roles = chain.flatMap(link => (link.role ? [link.role] : []))
  const own = hostRungs(world, host)
  const bodies = chain.slice(1)
  return scopeOver(
    strongestFirst({
      ...own,
      // A task sees the defaults and vars of every role of the play, its own role's first.
      'role defaults': [...run.roles, ...roles].map(role => role.defaults),
      'play vars': [run.play.vars],
      vars_files: run.varsFiles.get(host.name) ?? [],
      'role vars': [...run.roles, ...roles].map(role => role.vars),
      'block vars': bodies.slice(0, -1).flatMap(link => (link.role ? [] : varsOf(link.keywords, 'block vars'))),
      'task vars': bodies.slice(-1).flatMap(link => varsOf(link.keywords, 'task vars')),
      'set_fact and register': [...(own['set_fact and register'] ?? []), ...(local.ahead ? [local.ahead] : [])],
      'role and include parameters': bodies.flatMap(link => [...(link.role ? [link.role.params, ...varsOf(link.keywords, 'role vars')] : []), ...(link.params ? [link.params] : [])]),
      'loop variables': local.loop ? [local.loop] : [],
      'magic variables': [layer('magic variables', magicVars(world, run, host.name, context, file), false)],
    }),
    world.templates,
  )
}

/** All roles of items, in order, each once. */
export const rolesIn = (items: readonly Item[]): readonly Role[] => {
  const found = new Set<Role>()
  const walk = (list: readonly Item[]): void => {
    for (const item of list) {
      if (item.kind !== 'block') continue
      if (item.role) found.add(item.role)
      walk(item.items)
    }
  }
  walk(items)
  return [...found]
}
