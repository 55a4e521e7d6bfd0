// Inventories that grow during a run: hosts that add_host brings, groups that group_by makes. The inventory given
// stays as it is.
import { equal } from '../base/value.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import { InventoryDraft } from '../lang/inventory-draft.ts'
import type { Inventory, Vars } from '../model/inventory.ts'
import { flatten } from './inventory-layers.ts'

/** A host, new or known, and the groups it joins. */
export type Growth = {
  readonly host: string
  readonly groups: readonly string[]
  /** Groups above each of the groups. */
  readonly parents?: readonly string[]
  /** Values, not templates: they were templated where they came from. */
  readonly vars?: Vars
}

export type Grown = {
  readonly inventory: Inventory
  /** For each addition, whether it made a difference. */
  readonly changed: readonly boolean[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Adds hosts and memberships; many at once cost little more than one. `from` says who added them. */
export const grow = (inventory: Inventory, additions: readonly Growth[], from: string): Grown => {
  const found: Diagnostic[] = []
  const draft = InventoryDraft.from(inventory, found)
  found.length = 0
  const changed = additions.map(addition => addTo(draft, addition, from))
  const diagnostics = [...found]
  return { inventory: draft.finish(inventory.sources), changed, diagnostics }
}

const addTo = (
  draft: InventoryDraft,
  { host, groups, parents = [], vars = {} }: Growth,
  from: string,
): boolean => {
  const before = draft.hosts.get(host)
  const known = flatten(before?.layers ?? [])
  const isNews = Object.entries(vars).some(([name, value]) => !equal(known[name], value))
  let changed = !before || isNews
  if (!before) {
    const vars = { inventory_file: null, inventory_dir: null }
    draft.addHost(host, 'all', { vars, trusted: false, from })
  }
  if (isNews) draft.addHostVars(host, { vars, trusted: false, from })
  for (const group of groups) {
    changed ||= !draft.groups.get(group)?.hosts.has(host)
    draft.addGroup(group)
    draft.addHost(host, group, { vars: {}, trusted: false, from })
    for (const parent of parents) {
      draft.addGroup(parent)
      if (draft.groups.get(parent)?.children.has(group)) continue
      draft.addChild(parent, group)
      changed = true
    }
  }
  return changed
}
