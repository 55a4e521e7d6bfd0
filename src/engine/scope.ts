// The variables of one task on one host, stacked on the ladder.
import type { Vars, VarsLayer } from '../model/inventory.ts'
import type { Item, Keywords, Role } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import { isDict } from '../base/value.ts'
import { chainOf, type Context } from '../work/context.ts'
import { mergedSource } from '../work/merge.ts'
import {
  layer,
  scopeOver,
  shelf,
  strongestFirst,
  type On,
  type Source,
  type TaskScope,
} from '../work/vars.ts'
import { hostMagic, taskMagic } from './magic.ts'
import type { PlayRun } from './play-run.ts'
import { listener } from './secrets.ts'
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
const ofHost =
  (world: World, host: HostVars): On =>
  rung => {
    switch (rung) {
      case 'inventory and its files':
        return shelved(host.layers)
      case 'facts':
        return [layer('facts', factsOf(world, host), false)]
      case 'include_vars':
        return shelved(host.included)
      case 'set_fact and register':
        return [layer('set_fact and register', host.own, false)]
      case 'extra vars':
        return shelved(world.extra)
      default:
        return NONE
    }
  }

/** With inject_facts_as_vars = no they are in ansible_facts only. */
const factsOf = ({ options }: World, { facts }: HostVars): Vars =>
  options.factsApart ? { ansible_local: facts['ansible_local'] ?? {} } : facts

/** Layers as a scope takes them: with hash_behaviour = merge, mappings of one name are one. */
const stacked = ({ options }: World, on: On): readonly (VarsLayer | Source)[] => {
  const layers = strongestFirst(on)
  return options.mergesDicts ? [mergedSource(layers)] : layers
}

const NONE: readonly Source[] = []
const shelved = (layers: readonly VarsLayer[]): readonly Source[] =>
  layers.length === 0 ? NONE : [shelf(layers)]

/** The scope of a host outside of any task: what `hostvars` shows. */
export const hostScope = (world: World, host: HostVars): Scope => {
  const own = ofHost(world, host)
  const magic = [hostMagic({ world, host: host.name })]
  return scopeOver(
    stacked(world, rung => (rung === 'magic variables' ? magic : own(rung))),
    world.templates,
    listener(world.secrets),
  )
}

const ROLES = new WeakMap<readonly Role[], { readonly defaults: Source; readonly vars: Source }>()

/** Variables of all roles of a play: every task sees them. */
const ofRoles = (roles: readonly Role[]): { readonly defaults: Source; readonly vars: Source } => {
  const made = ROLES.get(roles) ?? {
    defaults: shelf(roles.map(role => role.defaults)),
    vars: shelf(roles.map(role => role.vars)),
  }
  ROLES.set(roles, made)
  return made
}

type Place = Readonly<
  Record<'defaults' | 'roleVars' | 'blockVars' | 'taskVars' | 'params', readonly VarsLayer[]>
>
const PLACES = new WeakMap<Context, Place>()

/** What a place in the play says, for every host. */
const placeOf = (context: Context): Place => {
  const known = PLACES.get(context)
  if (known) return known
  const chain = chainOf(context)
  const roles = chain.flatMap(link => (link.role ? [link.role] : []))
  const bodies = chain.slice(1)
  const made: Place = {
    defaults: roles.map(role => role.defaults),
    roleVars: roles.map(role => role.vars),
    blockVars: bodies.slice(0, -1).flatMap(link => varsOf(link.keywords, 'block vars')),
    taskVars: bodies.slice(-1).flatMap(link => varsOf(link.keywords, 'task vars')),
    params: bodies.flatMap(link => [
      ...(link.role ? [link.role.params] : []),
      ...(link.params ? [link.params] : []),
    ]),
  }
  PLACES.set(context, made)
  return made
}

/** The scope of a task. */
export const taskScope = (
  world: World,
  run: PlayRun,
  host: HostVars,
  context: Context,
  file: string,
  local: Local = {},
): TaskScope => {
  const own = ofHost(world, host)
  const here = placeOf(context)
  const roles = ofRoles(run.roles)
  const on: On = rung => {
    switch (rung) {
      // A task sees the defaults and vars of every role of the play, its own role's first.
      case 'role defaults':
        return run.roles.length === 0 ? here.defaults : [roles.defaults, ...here.defaults]
      case 'role vars':
        return run.roles.length === 0 || world.options.privateRoles
          ? here.roleVars
          : [roles.vars, ...here.roleVars]
      case 'play vars':
        return [run.play.vars, ...run.prompted]
      case 'vars_files':
        return run.varsFiles.get(host.name) ?? NONE
      case 'block vars':
        return here.blockVars
      case 'task vars':
        return here.taskVars
      case 'set_fact and register':
        return local.ahead ? [...own(rung), local.ahead] : own(rung)
      case 'role and include parameters':
        return here.params
      case 'loop variables':
        return local.loop ? [local.loop] : NONE
      case 'magic variables':
        return [taskMagic({ world, run, host: host.name, context, file })]
      default:
        return own(rung)
    }
  }
  return scopeOver(stacked(world, on), world.templates, listener(world.secrets))
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
