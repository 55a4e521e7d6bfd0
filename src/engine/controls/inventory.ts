// add_host and group_by: the inventory grows during the run.
import { grow, type Growth } from '../../work/grow.ts'
import type { World } from '../world.ts'
import { ok, type Control } from './control.ts'

/** Adds to the inventory; tells whether that made a difference. */
const enter = (world: World, addition: Growth, from: string): boolean => {
  const { inventory, changed, diagnostics } = grow(world.inventory, [addition], from)
  world.inventory = inventory
  world.grown.push(addition)
  for (const diagnostic of diagnostics)
    world.emit({ type: 'diagnostic', diagnostic, frame: world.frameOf(diagnostic) })
  world.enter(addition.host)
  return changed[0] === true
}

export const addHost: Control = async ({ of, ready }) => {
  const {
    name,
    groups = [],
    ...rest
  } = ready.args as { name: string; groups?: readonly string[] } & Record<string, unknown>
  const [, host = name, port] = /^([^:]+):(\d+)$/.exec(name) ?? []
  const vars = { ...rest, ...(port !== undefined && { ansible_port: Number(port) }) }
  const changed = enter(of.self.world, { host, groups, vars }, 'add_host')
  return ok({ add_host: { host_name: host, groups, host_vars: vars } }, changed ? 'changed' : 'ok')
}

export const groupBy: Control = async ({ of, ready }) => {
  const { world, host } = of.self
  const group = String(ready.args['key']).replaceAll(' ', '-')
  const parents = (ready.args['parents'] as readonly string[]).map(parent =>
    parent.replaceAll(' ', '-'),
  )
  const changed = enter(world, { host: host.name, groups: [group], parents }, 'group_by')
  return ok({ add_group: group, parent_groups: parents }, changed ? 'changed' : 'ok')
}
