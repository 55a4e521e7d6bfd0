// What is known of a host's variables before anything runs: its standing in each play, and a scope that reads them.
import { posix } from 'node:path'
import { source } from '../base/source.ts'
import { dict, isDict } from '../base/value.ts'
import { walk } from '../lang/checks/walk.ts'
import { readYaml } from '../lang/read-yaml.ts'
import type { Host, VarsLayer } from '../model/inventory.ts'
import type { Located, Play, Role } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import type { Project } from '../project/open.ts'
import type { Standing } from '../work/explain.ts'
import { hostsOfGroup, matchHosts } from '../work/hosts.ts'
import { hostLayers } from '../work/inventory-layers.ts'
import { layer, scopeOver, strongestFirst, type On } from '../work/vars.ts'

export type HostStanding = {
  /** The play's name; undefined without a play. */
  readonly title: string | undefined
  readonly standing: Standing
  readonly scope: Scope
  /** Names that hold everywhere, but those that the run itself tells. */
  readonly names: ReadonlySet<string>
}

/** The host in each play that is for it; outside of any play where there is none. */
export const standingsOf = (project: Project, host: Host): readonly HostStanding[] => {
  const plays = project.loaded.playbook.plays.filter(play => isFor(project, play, host))
  return plays.length === 0
    ? [standingIn(project, host)]
    : plays.map(play => standingIn(project, host, play))
}

const isFor = ({ inventory, edges }: Project, { hosts }: Play, { name }: Host): boolean => {
  const pattern = Array.isArray(hosts.value) ? hosts.value.map(String) : String(hosts.value)
  return matchHosts(pattern, inventory, edges).hosts.includes(name)
}

const standingIn = (project: Project, host: Host, play?: Play): HostStanding => {
  const { inventory, folders, options, templates } = project
  const extra = options.extra ?? []
  const inventoryLayers = hostLayers(host, inventory, folders)
  const inside = play ? [...walk(project.loaded)].filter(one => one.play === play) : []
  const roles = new Set(
    inside.flatMap(one => (one.kind === 'block' && one.block.role ? [one.block.role] : [])),
  )
  const each = (of: (role: Role) => VarsLayer): readonly VarsLayer[] => [...roles].map(of)
  const magic = magicOf(project, host, play)
  const on =
    (varsFiles: readonly VarsLayer[]): On =>
    rung => {
      switch (rung) {
        case 'role defaults':
          return each(role => role.defaults)
        case 'inventory and its files':
          return inventoryLayers
        case 'play vars':
          return play ? [play.vars] : []
        case 'vars_files':
          return varsFiles
        case 'role vars':
          return each(role => role.vars)
        case 'extra vars':
          return extra
        case 'magic variables':
          return [magic]
        default:
          return []
      }
    }
  const before = scopeOver(strongestFirst(on([])), templates)
  const varsFiles = play ? play.varsFiles.flatMap(one => fileOf(project, play, one, before)) : []
  const layers = strongestFirst(on(varsFiles))
  const written = layers.filter(one => one !== magic)
  return {
    title: play && String(play.name.value),
    standing: {
      host,
      inventory,
      folders,
      extra,
      ...(play && { play: { play, inside, varsFiles } }),
    },
    scope: scopeOver(layers, templates),
    names: new Set(
      written
        .flatMap(one => ('vars' in one ? Object.keys(one.vars) : []))
        .filter(name => name !== 'inventory_file' && name !== 'inventory_dir'),
    ),
  }
}

/** Of vars_files, one that is there. What is wrong with them is the run's to say. */
const fileOf = (
  { edges, templates, addSource }: Project,
  play: Play,
  { value, span }: Located,
  scope: Scope,
): readonly VarsLayer[] => {
  const folder = posix.dirname(play.file)
  for (const written of Array.isArray(value) ? (value as unknown[]) : [value]) {
    const name = String(templates.deep(written, scope, span))
    const path = [posix.resolve(folder, name), posix.resolve(folder, 'vars', name)].find(
      candidate => edges.files.stat(candidate)?.type === 'file',
    )
    const bytes = path === undefined ? undefined : edges.files.read(path)
    if (path === undefined || !bytes) continue
    const shown = path.startsWith(`${edges.cwd}/`) ? path.slice(edges.cwd.length + 1) : path
    const text = source(shown, Buffer.from(bytes).toString('utf8'))
    addSource(text)
    const vars = readYaml(text).value
    return isDict(vars) ? [{ vars, trusted: true, from: shown }] : []
  }
  return []
}

/** What the run would tell of the host and its place in it. */
const magicOf = ({ inventory, edges, options }: Project, host: Host, play?: Play): VarsLayer => {
  const folder = posix.dirname(posix.resolve(edges.cwd, play?.file ?? options.playbook))
  return layer(
    'magic variables',
    dict([
      ['inventory_hostname', host.name],
      ['inventory_hostname_short', host.name.split('.')[0]],
      ['group_names', host.groups.filter(name => name !== 'all').sort()],
      [
        'groups',
        dict([...inventory.groups.keys()].map(name => [name, hostsOfGroup(name, inventory)])),
      ],
      ['playbook_dir', folder],
    ]),
    false,
  )
}
