// An inventory as `ansible-inventory` shows it: as the JSON of an inventory program, as YAML, as a tree.
// Builds plain data and lines; reads nothing.
import { dict, isDict } from '../base/value.ts'
import type { Group, Inventory, Vars } from '../model/inventory.ts'
import { str } from '../template/print.ts'
import { hostsOfGroup } from '../work/hosts.ts'

/** What the views need to know. */
export type View = {
  readonly inventory: Inventory
  readonly hostVars: (name: string) => Vars
  readonly groupVars: (group: Group) => Vars
  /** Whether a host is within the limit. */
  readonly shows: (host: string) => boolean
  /** Variables stay with the groups that have them. */
  readonly isExport: boolean
}

/** Variables that tell of the run, not of the inventory. */
const INTERNAL = new Set([
  'inventory_file',
  'inventory_dir',
  'ansible_facts',
  'inventory_hostname',
  'playbook_dir',
])

/** Variables without those that tell of the run only. */
export const withoutInternal = (vars: Vars): Record<string, unknown> =>
  dict(Object.entries(vars).filter(([name]) => !INTERNAL.has(name)))

const childrenOf = (view: View, group: Group): readonly Group[] =>
  group.children.flatMap(name => view.inventory.groups.get(name) ?? [])

const hostsOf = (view: View, group: Group): readonly string[] =>
  group.name === 'all' ? [] : group.hosts.filter(view.shows)

const withoutEmpty = (body: Record<string, unknown>): Record<string, unknown> => {
  const isEmpty = (value: unknown): boolean =>
    Array.isArray(value) ? value.length === 0 : isDict(value) && Object.keys(value).length === 0
  return dict(Object.entries(body).filter(([, value]) => !isEmpty(value)))
}

/** `--list`: what an inventory program would print. */
export const listView = (view: View, top: Group): Record<string, unknown> => {
  const whole = dict()
  const seen = new Set<string>()
  const add = (group: Group): void => {
    if (seen.has(group.name)) return
    seen.add(group.name)
    for (const child of childrenOf(view, group)) add(child)
    const vars = view.isExport ? view.groupVars(group) : {}
    const body = withoutEmpty({ hosts: hostsOf(view, group), children: group.children, vars })
    if (Object.keys(body).length > 0) whole[group.name] = body
  }
  add(top)
  const hostvars = dict()
  for (const host of hostsOfGroup('all', view.inventory).filter(view.shows)) {
    const vars = view.hostVars(host)
    if (Object.keys(vars).length > 0) hostvars[host] = vars
  }
  whole._meta = { hostvars }
  return whole
}

/** `--list --yaml`: groups within groups; a host's variables stand where it is met first. */
export const nestedView = (view: View, top: Group): Record<string, unknown> => {
  const seen = new Set<string>()
  const bodyOf = (group: Group): Record<string, unknown> => {
    const children = dict(childrenOf(view, group).map(child => [child.name, bodyOf(child)]))
    const hosts = dict(
      hostsOf(view, group).map(host => {
        const vars = seen.has(host) ? dict() : view.hostVars(host)
        seen.add(host)
        return [host, vars]
      }),
    )
    return withoutEmpty({ children, hosts, vars: view.isExport ? view.groupVars(group) : {} })
  }
  return dict([[top.name, bodyOf(top)]])
}

/** `--graph`: a tree of groups and hosts, one a line. */
export const graphView = (view: View, top: Group, showVars: boolean): readonly string[] => {
  const line = (text: string, depth: number): string =>
    depth === 0 ? text : `${'  |'.repeat(depth)}--${text}`
  const varLines = (vars: Vars, depth: number): string[] =>
    showVars
      ? Object.entries(vars)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, value]) => line(`{${name} = ${str(value)}}`, depth))
      : []
  const linesOf = (group: Group, depth: number): string[] => [
    line(`@${group.name}:`, depth),
    ...childrenOf(view, group).flatMap(child => linesOf(child, depth + 1)),
    ...hostsOf(view, group).flatMap(host => [
      line(host, depth + 1),
      ...(showVars ? varLines(view.hostVars(host), depth + 2) : []),
    ]),
    ...varLines(view.groupVars(group), depth + 1),
  ]
  return linesOf(top, 0)
}
