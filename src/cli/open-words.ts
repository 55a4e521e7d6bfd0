// A playbook and the words of a command line → a project, with the settings in it.
import { resolve } from 'node:path'
import type { InventoryRules } from '../lang/inventory.ts'
import { openProject, type Project } from '../project/open.ts'
import { extraVars } from './extra-vars.ts'
import type { Words } from './options.ts'
import type { Settings } from './settings/load.ts'
import type { Shell } from './shell.ts'

/** Opens the project of a playbook. What is wrong with -e is among its mistakes. */
export const openWords = async (
  playbook: string,
  words: Words,
  settings: Settings,
  shell: Shell,
  isAlone = false,
): Promise<Project> => {
  const { edges } = shell
  const { get } = settings
  const extra = extraVars(words.extraVars ?? [], edges.files)
  const modulePath = (words.modulePath ?? '').split(':').filter(folder => folder !== '')
  const project = await openProject(
    {
      playbook,
      isAlone,
      inventory: words.inventory ?? sourcesOf(settings, shell),
      extra: extra.layers,
      ...(words.limit && { limit: words.limit.join(',') }),
      rolesPath: get('DEFAULT_ROLES_PATH') ?? [],
      collectionsPath: get('COLLECTIONS_PATHS') ?? [],
      modulePath: [
        ...modulePath.map(folder => resolve(edges.cwd, folder)),
        ...(get('DEFAULT_MODULE_PATH') ?? []),
      ],
      rules: inventoryRules(settings),
      keywords: keywordsOf(settings),
      found: extra.diagnostics,
    },
    {
      ...edges,
      // Null is a setting that says nothing; undefined is no setting.
      setting: name =>
        settings.found.has(name) ? (settings.found.get(name)?.value ?? null) : undefined,
    },
  )
  for (const text of extra.sources) if (!project.find(text.file)) project.addSource(text)
  return project
}

/** Where hosts are named when no -i says so. */
export const sourcesOf = (
  { said, get }: Settings,
  { edges }: { readonly edges: Pick<Shell['edges'], 'files'> },
): readonly string[] =>
  said('DEFAULT_HOST_LIST') ??
  (get('DEFAULT_HOST_LIST') ?? []).filter(path => edges.files.stat(path))

/** How inventories are taken. */
export const inventoryRules = ({ get, said }: Settings): InventoryRules => {
  const transform = get('TRANSFORM_INVALID_GROUP_CHARS')
  const ignoredEnds = said('INVENTORY_IGNORE_EXTS')
  return {
    ...(ignoredEnds && { ignoredEnds }),
    ignoredNames: get('INVENTORY_IGNORE_PATTERNS') ?? [],
    safeNames: transform === 'always' || transform === 'silently',
    quietNames: transform === 'ignore' || transform === 'silently',
  }
}

/** What plays say that do not say it themselves. */
const keywordsOf = ({ get, said }: Settings): Readonly<Record<string, unknown>> => {
  const timeout = said('TASK_TIMEOUT')
  const all = {
    gather_facts: get('DEFAULT_GATHERING') === 'explicit' ? false : undefined,
    gather_subset: said('DEFAULT_GATHER_SUBSET'),
    fact_path: said('DEFAULT_FACT_PATH'),
    any_errors_fatal: said('ANY_ERRORS_FATAL'),
    strategy: said('DEFAULT_STRATEGY'),
    no_log: said('DEFAULT_NO_LOG'),
    timeout: timeout === 0 ? undefined : timeout,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}
