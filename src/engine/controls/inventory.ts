// add_host and group_by: the inventory grows during the run.
import type { Group, Inventory } from '../../model/inventory.ts'
import { ok, type Control } from './control.ts'
import type { World } from '../world.ts'

const emptyGroup = (name: string): Group => ({ name, hosts: [], children: [], layers: [], priority: 1 })

/** The inventory with a host in groups. */
const withMember = (inventory: Inventory, host: string, groups: readonly string[]): Inventory => {
  const all = new Map(inventory.groups)
  for (const name of groups) {
    const group = all.get(name) ?? emptyGroup(name)
    if (!group.hosts.includes(host)) all.set(name, { ...group, hosts: [...group.hosts, host] })
    const top = all.get('all') ?? emptyGroup('all')
    if (name !== 'all' && !inventory.groups.has(name) && !top.children.includes(name)) all.set('all', { ...top, children: [...top.children, name] })
  }
  const known = inventory.hosts.get(host)
  const hosts = new Map(inventory.hosts)
  const names = ['all', ...new Set([...(known?.groups ?? []).filter(name => name !== 'all'), ...groups])]
  hosts.set(host, { name: host, layers: known?.layers ?? [], groups: names })
  return { ...inventory, hosts, groups: all }
}

const enter = (world: World, host: string, groups: readonly string[]): boolean => {
  const before = world.inventory
  world.inventory = withMember(before, host, groups)
  return !before.hosts.has(host) || groups.some(group => !before.groups.get(group)?.hosts.includes(host))
}

export const addHost: Control = async ({ of, ready }) => {
  const { world } = of.self
  const { name, groups, ...vars } = ready.args as { name: string; groups?: readonly string[] } & Record<string, unknown>
  const [host = name, port] = /^[^:]+:\d+$/.test(name) ? name.split(':') : [name]
  const isNew = enter(world, host, groups ?? [])
  const own = { ...vars, ...(port !== undefined && { ansible_port: Number(port) }) }
  const known = world.hosts.get(host)
  const layers = [...(known?.layers ?? []), { vars: own, trusted: false, from: 'add_host' }]
  world.hosts.set(host, { ...(known ?? { name: host, facts: {}, own: {}, included: [] }), layers })
  return ok({ add_host: { host_name: host, groups: groups ?? [], host_vars: own } }, isNew ? 'changed' : 'ok')
}

export const groupBy: Control = async ({ of, ready }) => {
  const { world, host } = of.self
  const group = String(ready.args['key']).replaceAll(' ', '-')
  const parents = (ready.args['parents'] as readonly string[]).map(parent => parent.replaceAll(' ', '-'))
  const isNew = enter(world, host.name, [group])
  const groups = new Map(world.inventory.groups)
  for (const parent of parents) {
    const above = groups.get(parent) ?? emptyGroup(parent)
    if (!above.children.includes(group)) groups.set(parent, { ...above, children: [...above.children, group] })
  }
  world.inventory = { ...world.inventory, groups }
  return ok({ add_group: group, parent_groups: parents }, isNew ? 'changed' : 'ok')
}
