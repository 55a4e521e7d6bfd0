// From words to a project: modules, inventory and playbook, read and joined, with every mistake found on the way.
// Touches no host.
import { posix, resolve } from 'node:path'
import { error, type Diagnostic } from '../base/diagnostic.ts'
import { frame } from '../base/frame.ts'
import { position, type Source } from '../base/source.ts'
import { loadInventory, type InventoryRules } from '../lang/inventory.ts'
import { loadPlaybook, type Edges as LoadEdges, type Loaded } from '../lang/load.ts'
import { inventoryFolders, openVarsFiles } from '../lang/vars-files.ts'
import { shownSource } from '../lang/vault-files.ts'
import type { Clock, Env, Exec, Fetch, Files, Random, Save, Vault } from '../model/edge.ts'
import type { Inventory, VarsLayer } from '../model/inventory.ts'
import type { ModuleTable } from '../model/module.ts'
import type { Scope, Templates } from '../model/template.ts'
import { builtInModules, userModules } from '../registry/load.ts'
import { moduleTable } from '../registry/table.ts'
import { createTemplates } from '../template/templates.ts'
import { matchHosts } from '../work/hosts.ts'
import type { VarsFolders } from '../work/inventory-layers.ts'
import { scopeOver } from '../work/vars.ts'

export { openVault } from '../lang/vault-files.ts'

export type ProjectEdges = {
  readonly files: Files
  readonly exec: Exec
  readonly clock: Clock
  readonly random: Random
  readonly env: Env
  readonly cwd: string
  /** The value of a setting, by the name of Ansible's constant. */
  readonly setting?: (name: string) => unknown
  /** Asks servers for the lookup `url`. */
  readonly fetch?: Fetch
  /** Opens what is vaulted; its files are among `files` already. */
  readonly vault?: Vault
  /** Keeps what the `password` lookup makes. */
  readonly write?: (path: string, text: string, mode: number) => void
  /** Takes the files that `fetch` brings. */
  readonly save?: Save
}

export type ProjectOptions = {
  readonly playbook: string
  /** Values of -i. */
  readonly inventory: readonly string[]
  /** Values of -e, as layers. */
  readonly extra?: readonly VarsLayer[]
  readonly limit?: string | undefined
  /** Nothing that lies beside the playbook counts: it is no file of the user's. */
  readonly isAlone?: boolean
  readonly rolesPath?: readonly string[]
  readonly collectionsPath?: readonly string[]
  /** Folders of modules, besides the one beside the playbook. */
  readonly modulePath?: readonly string[]
  readonly rules?: InventoryRules
  /** Keywords of all plays that do not say otherwise. */
  readonly keywords?: Readonly<Record<string, unknown>>
  /** What was found wrong with the words themselves. */
  readonly found?: readonly Diagnostic[]
}

export type Project = {
  readonly edges: ProjectEdges
  readonly options: ProjectOptions
  readonly modules: ModuleTable
  readonly templates: Templates
  readonly load: LoadEdges
  readonly loaded: Loaded
  readonly inventory: Inventory
  readonly readInventory: () => Inventory
  readonly folders: VarsFolders
  readonly limit: ReadonlySet<string> | undefined
  /** What loading found wrong, the playbook's own mistakes left to `check`. */
  readonly diagnostics: readonly Diagnostic[]
  readonly addSource: (source: Source) => void
  readonly find: (file: string) => Source | undefined
  readonly frameOf: (diagnostic: Diagnostic) => string
  readonly placeOf: (span: { readonly file: string; readonly from: number }) => string
}

/** Opens a project. Mistakes are in `diagnostics`; what could be read is there. */
export const openProject = async (
  options: ProjectOptions,
  edges: ProjectEdges,
): Promise<Project> => {
  const sources = new Map<string, Source>()
  const addSource = (source: Source): void => void sources.set(source.file, source)
  const diagnostics: Diagnostic[] = [...(options.found ?? [])]
  const templates = createTemplates(edges)
  const beside = resolve(edges.cwd, posix.dirname(options.playbook), 'modules')
  const [builtIn, ...own] = await Promise.all([
    builtInModules(),
    ...[...(options.isAlone ? [] : [beside]), ...(options.modulePath ?? [])].map(folder =>
      userModules(folder, edges.files),
    ),
  ])
  for (const found of own) diagnostics.push(...found.diagnostics)
  const modules = moduleTable([...own.flatMap(found => found.modules), ...builtIn])
  const readInventory = (): Inventory => {
    const found = loadInventory(options.inventory, { ...edges, templates }, options.rules)
    for (const source of found.sources) addSource(source)
    diagnostics.push(...found.diagnostics)
    return found.inventory
  }
  const inventory = readInventory()
  const varsFiles = openVarsFiles(edges.files, edges.cwd)
  const folders: VarsFolders = {
    of: (kind, name, folder) => {
      const before = [varsFiles.diagnostics.length, varsFiles.sources.length] as const
      const layers = varsFiles.of(kind, name, folder)
      diagnostics.push(...varsFiles.diagnostics.slice(before[0]))
      for (const source of varsFiles.sources.slice(before[1])) addSource(source)
      return layers
    },
    inventory: inventoryFolders(inventory, edges.files),
    playbook: options.isAlone ? [] : [resolve(edges.cwd, posix.dirname(options.playbook))],
  }
  const limit = limitOf(options, inventory, edges, diagnostics)
  const staticVars: Scope = scopeOver([...(options.extra ?? [])].reverse(), templates)
  const load: LoadEdges = {
    files: edges.files,
    modules,
    templates,
    staticVars,
    rolesPath: options.rolesPath ?? [],
    collectionsPath: options.collectionsPath ?? [],
  }
  const loaded = withKeywords(loadPlaybook(options.playbook, load), options.keywords ?? {})
  for (const source of loaded.sources.values()) addSource(source)
  const find = (file: string): Source | undefined => shownSource(file, sources.get(file), edges)
  return {
    edges,
    options,
    modules,
    templates,
    load,
    loaded,
    inventory,
    readInventory,
    folders,
    limit,
    diagnostics,
    addSource,
    find,
    frameOf: diagnostic => frame(diagnostic, find),
    placeOf: span => {
      const source = find(span.file)
      if (!source) return span.file
      const { line, column } = position(source, span.from)
      return `${span.file}:${line}:${column}`
    },
  }
}

/** Plays say what they do not say themselves. */
const withKeywords = (loaded: Loaded, keywords: Readonly<Record<string, unknown>>): Loaded => {
  if (Object.keys(keywords).length === 0) return loaded
  const plays = loaded.playbook.plays.map(play => {
    const said = Object.entries(keywords).map(([name, value]) => [name, { value, span: play.span }])
    return { ...play, keywords: { ...Object.fromEntries(said), ...play.keywords } }
  })
  return { ...loaded, playbook: { ...loaded.playbook, plays } }
}

const limitOf = (
  options: ProjectOptions,
  inventory: Inventory,
  edges: ProjectEdges,
  diagnostics: Diagnostic[],
): ReadonlySet<string> | undefined => {
  if (options.limit === undefined) return undefined
  const found = matchHosts('all', inventory, {
    limit: options.limit,
    files: edges.files,
    cwd: edges.cwd,
  })
  // As Ansible: a limit that leaves nobody is a mistake, not a run over nothing.
  if (found.hosts.length > 0) diagnostics.push(...found.diagnostics)
  else
    diagnostics.push(
      error('hosts/no-match', `no host is left by --limit "${options.limit}"`, {
        hint: 'mokplay inventory --graph shows all hosts and groups',
      }),
    )
  return new Set(found.hosts)
}
