// All that can be known to be wrong before any host is touched.
import { posix, resolve } from 'node:path'
import type { Diagnostic } from '../base/diagnostic.ts'
import { isDict } from '../base/value.ts'
import { VARIABLE_ARGS } from '../lang/args.ts'
import { checkPlaybook } from '../lang/check.ts'
import { defaultsOf, overDefaults } from '../lang/module-defaults.ts'
import type { Keywords, Task } from '../model/playbook.ts'
import { checkArgs } from '../registry/args.ts'
import { hostLayers } from '../work/inventory-layers.ts'
import type { Project } from './open.ts'
import { sealedLayers } from './sealed.ts'

/** Every mistake in a project, by file and place. */
export const checkProject = (project: Project): readonly Diagnostic[] => {
  const { loaded, templates, edges } = project
  const sealed = sealedLayers(project)
  const known = { names: knownNames(project), open: sealed.any }
  const found = checkPlaybook(loaded, {
    checkArgs: (task, above) => argsOf(project, task, above),
    templates,
    files: edges.files,
    known,
  })
  return [...project.diagnostics, ...sealed.diagnostics, ...found]
}

const argsOf = (
  { modules, templates }: Project,
  task: Task,
  above: readonly Keywords[],
): readonly Diagnostic[] => {
  const module = modules.find(task.module)
  if (!module) return []
  const said = [...above, task.keywords].flatMap(({ module_defaults: each }) => each ?? [])
  const defaults = defaultsOf(said, task.action.value)?.value
  // What only the run can tell may hold anything.
  if (typeof defaults === 'string' || Object.hasOwn(task.args, VARIABLE_ARGS)) return []
  const args = isDict(defaults) ? overDefaults(module, task.args, defaults) : task.args
  return checkArgs(module, args, {
    at: task.action.span,
    later: value => templates.isTemplate(value),
  }).diagnostics
}

/** Names that the inventory, its files and -e define. Every host counts: a play may be for any of them. */
const knownNames = (project: Project): ReadonlySet<string> => {
  const names = new Set<string>()
  const layers = new Set(project.options.extra ?? [])
  const { folders, loaded, edges } = project
  const besides = loaded.playbook.plays.map(play => resolve(edges.cwd, posix.dirname(play.file)))
  const playbook = [...new Set([...folders.playbook, ...besides])]
  for (const host of project.inventory.hosts.values())
    for (const layer of hostLayers(host, project.inventory, { ...folders, playbook }))
      layers.add(layer)
  for (const group of project.inventory.groups.values())
    for (const layer of group.layers) layers.add(layer)
  for (const { vars } of layers) for (const name of Object.keys(vars)) names.add(name)
  return names
}
