// Variables that a host and its groups have from the inventory and from the files beside it and the playbook, the
// weakest first. The order is Ansible's: groups before hosts, and in each the inventory before its files.
import type { Group, Host, Inventory, Vars, VarsLayer } from '../model/inventory.ts'
import { dict } from '../base/value.ts'
import { groupsInOrder } from './hosts.ts'
import { mergeDicts } from './merge.ts'

/** The layers that files in a folder add to a group or host. */
export type LayersOf = (
  kind: 'group' | 'host',
  name: string,
  folder: string,
) => readonly VarsLayer[]

/** Where vars files lie. */
export type VarsFolders = {
  readonly of: LayersOf
  /** Beside the inventories. */
  readonly inventory: readonly string[]
  /** Beside the playbook. */
  readonly playbook: readonly string[]
}

/** All layers of a host; later ones win. */
export const hostLayers = (
  host: Host,
  inventory: Inventory,
  folders: VarsFolders,
): readonly VarsLayer[] => {
  const groups = groupsInOrder(host, inventory)
  const all = groups.filter(group => group.name === 'all')
  const others = groups.filter(group => group.name !== 'all')
  return [
    ...all.flatMap(group => group.layers),
    ...others.flatMap(group => group.layers),
    ...fileLayers(folders.of, all, folders.inventory),
    ...fileLayers(folders.of, all, folders.playbook),
    ...fileLayers(folders.of, others, folders.inventory),
    ...fileLayers(folders.of, others, folders.playbook),
    ...ownHostLayers(host, folders),
  ]
}

/** The layers that are the host's alone. */
export const ownHostLayers = (host: Host, folders: VarsFolders): readonly VarsLayer[] => [
  ...host.layers,
  ...[...folders.inventory, ...folders.playbook].flatMap(folder =>
    folders.of('host', host.name, folder),
  ),
]

/** The layers that are the group's alone. */
export const ownGroupLayers = (group: Group, folders: VarsFolders): readonly VarsLayer[] => [
  ...group.layers,
  ...fileLayers(folders.of, [group], folders.inventory),
  ...fileLayers(folders.of, [group], folders.playbook),
]

/** A later folder wins over an earlier one, whatever the groups are. */
const fileLayers = (
  of: LayersOf,
  groups: readonly Group[],
  folders: readonly string[],
): readonly VarsLayer[] =>
  folders.flatMap(folder => groups.flatMap(group => of('group', group.name, folder)))

/** Layers as one set of variables. */
export const flatten = (layers: readonly VarsLayer[], merges = false): Vars => {
  if (merges) return layers.reduce((whole, { vars }) => mergeDicts(whole, vars), dict())
  const whole = dict()
  for (const { vars } of layers) Object.assign(whole, vars)
  return whole
}
