// `mokplay inventory`: what the inventory comes to, in the formats of ansible-inventory. Connects to nothing.
import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { didYouMean, error, Mistake, type Diagnostic } from '../../base/diagnostic.ts'
import { frame } from '../../base/frame.ts'
import { jsonText } from '../../base/json-text.ts'
import { Sealed, sealedJson } from '../../base/sealed.ts'
import type { Source } from '../../base/source.ts'
import { yamlText } from '../../base/yaml-text.ts'
import { loadInventory } from '../../lang/inventory.ts'
import { inventoryFolders, openVarsFiles } from '../../lang/vars-files.ts'
import { shownSource } from '../../lang/vault-files.ts'
import type { Clock, Env, Exec, Files, Random } from '../../model/edge.ts'
import type { Group, Inventory, VarsLayer } from '../../model/inventory.ts'
import { createTemplates } from '../../template/templates.ts'
import { hostNamed, matchHosts } from '../../work/hosts.ts'
import {
  flatten,
  hostLayers,
  ownGroupLayers,
  ownHostLayers,
  type VarsFolders,
} from '../../work/inventory-layers.ts'
import { extraVars } from '../extra-vars.ts'
import { inventoryRules, sourcesOf } from '../open-words.ts'
import { openSettings } from '../settings/open.ts'
import type { Ask } from '../prompt.ts'
import { vaultEdges } from '../vault/open.ts'
import { withVault, type VaultWords } from '../vault/words.ts'
import { graphView, listView, nestedView, withoutInternal, type View } from '../inventory-views.ts'

export type InventoryCommandEdges = {
  readonly files: Files
  readonly exec: Exec
  readonly env: Env
  readonly clock: Clock
  readonly random: Random
  readonly cwd: string
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly exit: (code: number) => void
  readonly write?: (path: string, text: string, mode: number) => void
  readonly home: string
  readonly ask?: Ask | undefined
}

type Options = VaultWords & {
  readonly inventory?: readonly string[]
  readonly list?: boolean
  readonly graph?: boolean
  readonly host?: string
  readonly yaml?: boolean
  readonly vars?: boolean
  readonly export?: boolean
  readonly limit?: string
  readonly playbookDir?: string
  readonly extraVars?: readonly string[]
  readonly output?: string
  readonly toml?: boolean
}

/** The words, and what settings add to them. */
type How = Options & {
  readonly export: boolean
  /** hash_behaviour = merge. */
  readonly merges: boolean
  readonly extra: readonly VarsLayer[]
}

const WRONG_INPUT = 1

/** Adds the command to the program. */
export const addInventory = (program: Command, edges: InventoryCommandEdges): void => {
  withVault(program.command('inventory'))
    .description('Show hosts, groups and variables of an inventory, without connecting.')
    .argument('[group]', 'where --graph begins', 'all')
    .option(
      '-i, --inventory <source>',
      'a file, folder, program or "host,host,"; repeatable',
      collect,
    )
    .option('--list', 'everything, as JSON')
    .option('--graph', 'groups and hosts as a tree')
    .option('--host <name>', 'the variables of one host')
    .option('-y, --yaml', 'YAML instead of JSON')
    .option('--vars', 'variables in the tree, too')
    .option('--export', 'leave variables with their groups, for --list')
    .option('-l, --limit <pattern>', 'only hosts that match')
    .option('-e, --extra-vars <vars>', 'k=v, JSON, YAML or @file, for every host', collect)
    .option('--output <file>', 'write --list into this file instead')
    .addOption(new Option('--toml', 'TOML instead of JSON').hideHelp())
    .option('--playbook-dir <folder>', 'where group_vars and host_vars of a playbook lie')
    .action(async (group: string, options: Options) =>
      edges.exit(await show(group, options, edges)),
    )
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
]

const show = async (
  group: string,
  options: Options,
  outside: InventoryCommandEdges,
): Promise<number> => {
  const settings = openSettings({ ...outside, edges: outside })
  if (!settings) return WRONG_INPUT
  if (options.toml)
    throw new Mistake(error('cli/toml', 'mokplay does not write TOML', { hint: 'take --yaml' }))
  const vault = await vaultEdges(options, settings, { ...outside, edges: outside })
  const edges = { ...outside, ...vault }
  const { files, cwd } = edges
  const sources = options.inventory ?? sourcesOf(settings, { edges })
  const setting = (name: string): unknown => settings.found.get(name)?.value
  const templates = createTemplates({ ...edges, setting })
  const loaded = loadInventory(sources, { ...edges, templates }, inventoryRules(settings))
  const varsFiles = openVarsFiles(files, cwd)
  const folders: VarsFolders = {
    of: varsFiles.of,
    inventory: inventoryFolders(loaded.inventory, files),
    playbook: [options.playbookDir ?? settings.get('PLAYBOOK_DIR')].flatMap(folder =>
      folder === undefined ? [] : [resolve(cwd, folder)],
    ),
  }
  const extra = extraVars(options.extraVars ?? [], files)
  const found: Diagnostic[] = [...extra.diagnostics, ...loaded.diagnostics]
  const how: How = {
    ...options,
    export: options.export ?? settings.get('INVENTORY_EXPORT') ?? false,
    merges: settings.get('DEFAULT_HASH_BEHAVIOUR') === 'merge',
    extra: extra.layers,
  }
  let text = ''
  try {
    const { view, diagnostics } = viewOf(loaded.inventory, folders, how, edges)
    found.push(...diagnostics)
    text = textOf(view, group, how)
  } catch (problem) {
    if (!(problem instanceof Mistake)) throw problem
    found.push(problem.diagnostic)
  }
  found.push(...varsFiles.diagnostics)
  complain(found, [...extra.sources, ...loaded.sources, ...varsFiles.sources], edges)
  if (found.some(({ severity }) => severity === 'error')) return WRONG_INPUT
  if (options.output === undefined) edges.out(text)
  else if (edges.write) edges.write(resolve(cwd, options.output), text, 0o644)
  return 0
}

const complain = (
  found: readonly Diagnostic[],
  sources: readonly Source[],
  edges: InventoryCommandEdges,
): void => {
  const find = (file: string) =>
    shownSource(
      file,
      sources.find(source => source.file === file),
      edges,
    )
  for (const diagnostic of found) edges.err(`${frame(diagnostic, find)}\n`)
}

const viewOf = (
  inventory: Inventory,
  folders: VarsFolders,
  how: How,
  edges: InventoryCommandEdges,
) => {
  const { hosts, diagnostics } = matchHosts('all', inventory, { ...edges, limit: how.limit })
  const within = new Set(hosts)
  const view: View = {
    inventory,
    isExport: how.export,
    shows: host => within.has(host),
    hostVars: name => {
      const host = hostNamed(name, inventory)
      if (!host) return {}
      const layers = how.export
        ? ownHostLayers(host, folders)
        : [...hostLayers(host, inventory, folders), ...how.extra]
      for (const { sealed } of layers) if (sealed) throw new Mistake(sealed)
      return withoutInternal(flatten(layers, how.merges))
    },
    groupVars: group => {
      const vars = withoutInternal(flatten(ownGroupLayers(group, folders), how.merges))
      return group.priority === 1 ? vars : { ...vars, ansible_group_priority: group.priority }
    },
  }
  return { view, diagnostics }
}

const textOf = (view: View, group: string, options: Options): string => {
  const chosen = [options.list, options.graph, options.host !== undefined].filter(Boolean).length
  if (chosen !== 1)
    throw new Mistake(
      error('cli/inventory', 'mokplay inventory must be told one of --list, --graph and --host'),
    )
  if (options.graph)
    return `${graphView(view, groupNamed(view, group), options.vars ?? false).join('\n')}\n`
  if (options.host !== undefined) return dump(view.hostVars(oneHost(view, options.host)), options)
  const all = groupNamed(view, 'all')
  return dump(options.yaml ? nestedView(view, all) : listView(view, all), options)
}

const dump = (value: unknown, options: Options): string =>
  options.yaml
    ? yamlText(value)
    : `${jsonText(value, { indent: 4, sortKeys: true, other: sealedOr })}\n`

const sealedOr = (value: unknown): unknown =>
  value instanceof Sealed ? sealedJson(value) : String(value)

const groupNamed = ({ inventory }: View, name: string): Group => {
  const group = inventory.groups.get(name)
  if (group) return group
  const hint = didYouMean(name, inventory.groups.keys())
  throw new Mistake(error('cli/inventory', `the group "${name}" is not in the inventory`, { hint }))
}

const oneHost = ({ inventory }: View, pattern: string): string => {
  const { hosts, diagnostics } = matchHosts(pattern, inventory)
  const [host] = hosts
  if (host !== undefined && hosts.length === 1) return host
  const message =
    hosts.length > 1
      ? `--host must name one host, not ${hosts.length}`
      : `the host "${pattern}" is not in the inventory`
  throw new Mistake(error('cli/inventory', message, { hint: diagnostics[0]?.hint }))
}
