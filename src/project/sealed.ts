// Files of variables that no password opens: a mistake where a play is for a host that needs them. All others are
// let be: who works on one half of an inventory need not have the passwords of the other.
import type { Diagnostic } from '../base/diagnostic.ts'
import type { VarsLayer } from '../model/inventory.ts'
import { matchHosts } from '../work/hosts.ts'
import { hostLayers } from '../work/inventory-layers.ts'
import type { Project } from './open.ts'

export type SealedLayers = {
  /** Names may be defined that nobody can read. */
  readonly any: boolean
  /** What is to be said, each once. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Looks for them in all hosts. */
export const sealedLayers = (project: Project): SealedLayers => {
  const { inventory, folders } = project
  const hosts = [...inventory.hosts.values()].map(host => ({
    name: host.name,
    layers: hostLayers(host, inventory, folders).filter(isSealed),
  }))
  if (hosts.every(({ layers }) => layers.length === 0)) return { any: false, diagnostics: [] }
  const wanted = targets(project)
  const needed = new Set(hosts.flatMap(({ name, layers }) => (wanted.has(name) ? layers : [])))
  return { any: true, diagnostics: [...needed].flatMap(({ sealed }) => sealed ?? []) }
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
