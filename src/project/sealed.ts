// Files of variables that no password opens: a mistake where a play is for a host that needs them, else a warning.
import type { Diagnostic } from '../base/diagnostic.ts'
import type { VarsLayer } from '../model/inventory.ts'
import { matchHosts } from '../work/hosts.ts'
import { hostLayers } from '../work/inventory-layers.ts'
import type { Project } from './open.ts'

/** What is to be said of sealed layers, each once. */
export const sealedLayers = (project: Project): readonly Diagnostic[] => {
  const { inventory, folders } = project
  const hosts = [...inventory.hosts.values()].map(host => ({
    name: host.name,
    layers: hostLayers(host, inventory, folders).filter(isSealed),
  }))
  if (hosts.every(({ layers }) => layers.length === 0)) return []
  const wanted = targets(project)
  const needed = new Set<VarsLayer>()
  const all = new Set<VarsLayer>()
  for (const { name, layers } of hosts)
    for (const layer of layers) {
      all.add(layer)
      if (wanted.has(name)) needed.add(layer)
    }
  return [...all].flatMap(layer =>
    layer.sealed
      ? [needed.has(layer) ? layer.sealed : { ...layer.sealed, severity: 'warning' as const }]
      : [],
  )
}

const isSealed = ({ sealed }: VarsLayer): boolean => sealed !== undefined

/** Hosts that plays name, as far as it can be told now. */
const targets = ({ loaded, inventory, limit, templates, edges }: Project): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const { hosts } of loaded.playbook.plays) {
    if (templates.isTemplate(hosts.value)) continue
    const pattern = Array.isArray(hosts.value) ? hosts.value.map(String) : String(hosts.value)
    const { hosts: named } = matchHosts(pattern, inventory, { files: edges.files, cwd: edges.cwd })
    for (const host of named) if (!limit || limit.has(host)) found.add(host)
  }
  return found
}
