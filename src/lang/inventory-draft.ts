// An inventory in the making: what all readers of inventory files write to. Knows Ansible's rules of who
// belongs to whom; reads no text.
import { error, warning, type Diagnostic } from '../base/diagnostic.ts'
import type { Source, Span } from '../base/source.ts'
import { placesOf, setPlaces } from '../base/span.ts'
import { dict } from '../base/value.ts'
import type { Group, Host, Inventory, Vars, VarsLayer } from '../model/inventory.ts'
import type { Templates } from '../model/template.ts'
import { byPrecedence, depths } from './group-order.ts'

type DraftGroup = {
  readonly name: string
  readonly at: Span | undefined
  readonly hosts: Set<string>
  readonly children: Set<string>
  readonly parents: Set<string>
  readonly layers: VarsLayer[]
  priority: number
}

type DraftHost = {
  readonly at: Span | undefined
  readonly groups: Set<string>
  readonly layers: VarsLayer[]
}

/** What the reader of one source needs. */
export type Reading = {
  readonly source: Source
  readonly draft: InventoryDraft
  readonly diagnostics: Diagnostic[]
  /** inventory_file and inventory_dir of the hosts that the source brings. */
  readonly magic: VarsLayer
  /** For sources that make something of what is there; without it they are mistakes. */
  readonly templates?: Templates | undefined
}

/** How names of groups are taken. */
type Names = { readonly safeNames?: boolean; readonly quietNames?: boolean }

const PRIORITY = 'ansible_group_priority'

/** Names of the groups a host may be in without being in any group of the user's. */
const isBuiltIn = (name: string): boolean => name === 'all' || name === 'ungrouped'

/** Hosts, groups and variables as the sources tell of them, until `finish` settles who belongs where. */
export class InventoryDraft {
  readonly groups = new Map<string, DraftGroup>()
  readonly hosts = new Map<string, DraftHost>()
  readonly #diagnostics: Diagnostic[]
  readonly #names: Names

  constructor(diagnostics: Diagnostic[], names: Names = {}) {
    this.#diagnostics = diagnostics
    this.#names = names
    this.addGroup('all')
    this.addGroup('ungrouped')
    this.addChild('all', 'ungrouped')
  }

  /** A draft that goes on from a finished inventory. */
  static from(inventory: Inventory, diagnostics: Diagnostic[]): InventoryDraft {
    const draft = new InventoryDraft(diagnostics)
    for (const { name, layers } of inventory.hosts.values())
      draft.hosts.set(name, { at: undefined, groups: new Set(), layers: [...layers] })
    for (const { name, layers, priority, hosts } of inventory.groups.values()) {
      draft.addGroup(name)
      const group = draft.groups.get(name)!
      group.layers.push(...layers)
      group.priority = priority
      for (const host of hosts) {
        group.hosts.add(host)
        draft.hosts.get(host)?.groups.add(name)
      }
    }
    for (const { name, children } of inventory.groups.values())
      for (const child of children) draft.addChild(name, child)
    return draft
  }

  /** The name that a group gets. */
  nameOf(written: string): string {
    return this.#names.safeNames ? written.replace(/^[0-9]|[^\p{L}\p{N}_]/gu, '_') : written
  }

  /** A group, new or known. */
  addGroup(written: string, at?: Span): void {
    const name = this.nameOf(written)
    if (this.groups.has(name)) return
    const empty = {
      hosts: new Set<string>(),
      children: new Set<string>(),
      parents: new Set<string>(),
    }
    this.groups.set(name, { name, at, ...empty, layers: [], priority: 1 })
    const wrong = /^[0-9]|[^\p{L}\p{N}_]/u.exec(name)
    if (wrong && !this.#names.quietNames)
      this.#diagnostics.push(
        warning(
          'inventory/group-name',
          `the group name "${name}" should be letters, digits and _ only`,
          {
            span: at,
            hint: `templates can name it only as groups['${name}']`,
          },
        ),
      )
  }

  /** A host in a group. What it was when first seen stays: its source, and the port behind its name. */
  addHost(
    name: string,
    written: string,
    magic: VarsLayer,
    more: { port?: number | undefined; at?: Span | undefined } = {},
  ): void {
    const group = this.nameOf(written)
    let host = this.hosts.get(name)
    if (!host) {
      host = { at: more.at, groups: new Set(), layers: [magic] }
      if (more.port !== undefined) host.layers.push({ ...magic, vars: { ansible_port: more.port } })
      this.hosts.set(name, host)
    }
    host.groups.add(group)
    this.groups.get(group)?.hosts.add(name)
  }

  addHostVars(name: string, layer: VarsLayer): void {
    if (Object.keys(layer.vars).length > 0) this.hosts.get(name)?.layers.push(layer)
  }

  /** Variables of a group; its priority is none of them. */
  addGroupVars(name: string, layer: VarsLayer): void {
    const group = this.groups.get(this.nameOf(name))
    if (!group) return
    const priority = layer.vars[PRIORITY]
    if (priority === undefined) {
      if (Object.keys(layer.vars).length > 0) group.layers.push(layer)
      return
    }
    if (/^\s*[-+]?[0-9]+\s*$/.test(String(priority))) group.priority = Number(priority)
    else
      this.#diagnostics.push(
        error(
          'inventory/group-priority',
          `${PRIORITY} of the group "${name}" must be a whole number`,
          {
            span: placesOf(layer.vars)?.values.get(PRIORITY),
          },
        ),
      )
    group.layers.push({ ...layer, vars: without(layer.vars, PRIORITY) })
  }

  /** Puts a group under another one. Both are known. */
  addChild(above: string, below: string, at?: Span): void {
    const parent = this.nameOf(above)
    const child = this.nameOf(below)
    if (parent === child || child === 'all' || this.#ancestors(parent).has(child)) {
      this.#diagnostics.push(
        error(
          'inventory/group-loop',
          `the group "${child}" cannot be a child of "${parent}", which is below it`,
          {
            span: at,
            hint: child === 'all' ? 'all groups are children of "all" already' : undefined,
          },
        ),
      )
      return
    }
    this.groups.get(parent)?.children.add(child)
    this.groups.get(child)?.parents.add(parent)
  }

  #ancestors(name: string): Set<string> {
    const found = new Set<string>()
    const open = [name]
    for (let next = open.pop(); next !== undefined; next = open.pop())
      for (const parent of this.groups.get(next)?.parents ?? [])
        if (!found.has(parent)) {
          found.add(parent)
          open.push(parent)
        }
    return found
  }

  /** The inventory so far; what is odd about it is told at the end. */
  snapshot(): Inventory {
    const before = this.#diagnostics.length
    const inventory = this.finish([])
    this.#diagnostics.length = before
    return inventory
  }

  /** Settles what is left open, and gives the inventory. */
  finish(sources: readonly string[]): Inventory {
    for (const group of this.groups.values())
      if (group.name !== 'all' && group.parents.size === 0) this.addChild('all', group.name)
    for (const [name, host] of this.hosts) this.#settle(name, host)
    this.#warnOfTwins()
    const depth = depths(this.groups)
    const compare = byPrecedence(depth, name => this.groups.get(name)?.priority ?? 1)
    const memberships = new Map<string, readonly string[]>()
    const groupsOf = (host: DraftHost): readonly string[] => {
      const key = [...host.groups].join('\n')
      let found = memberships.get(key)
      if (!found) {
        const all = new Set(['all', ...host.groups])
        for (const group of host.groups) for (const above of this.#ancestors(group)) all.add(above)
        memberships.set(key, (found = [...all].sort(compare)))
      }
      return found
    }
    const hosts = new Map<string, Host>()
    for (const [name, host] of this.hosts)
      hosts.set(name, { name, groups: groupsOf(host), layers: host.layers })
    const groups = new Map<string, Group>()
    for (const { name, layers, priority, hosts, children } of this.groups.values())
      groups.set(name, { name, hosts: [...hosts], children: [...children], layers, priority })
    return { hosts, groups, sources }
  }

  /** A host is ungrouped as long as no group of the user's has it. */
  #settle(name: string, host: DraftHost): void {
    if ([...host.groups].every(isBuiltIn)) {
      host.groups.add('ungrouped')
      this.groups.get('ungrouped')?.hosts.add(name)
      return
    }
    host.groups.delete('ungrouped')
    this.groups.get('ungrouped')?.hosts.delete(name)
  }

  #warnOfTwins(): void {
    for (const group of this.groups.values()) {
      const host = this.hosts.get(group.name)
      if (!host) continue
      const related = host.at ? [{ message: 'the host', span: host.at }] : undefined
      this.#diagnostics.push(
        warning('inventory/twins', `"${group.name}" is the name of a group and of a host`, {
          span: group.at,
          hint: 'a pattern with this name means the host; rename one of them',
          related,
        }),
      )
    }
  }
}

const without = (vars: Vars, key: string): Vars => {
  const rest = dict(Object.entries(vars).filter(([name]) => name !== key))
  const places = placesOf(vars)
  return places ? setPlaces(rest, places) : rest
}
