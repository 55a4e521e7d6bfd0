// Modules by name: the short one, Ansible's full ones, and their aliases.
import type { AnyModule, ModuleTable } from '../model/module.ts'
import { CONTROL_MODULES } from './controls.ts'

/** Collections whose modules go by their short name here. */
const COLLECTIONS = /^(?:ansible\.(?:builtin|legacy|posix)|community\.(?:crypto|general))\./

/** The table of these modules and the controls. Earlier ones win over later ones of the same name. */
export const moduleTable = (modules: readonly AnyModule[]): ModuleTable => {
  const byName = new Map<string, AnyModule>()
  const enter = (name: string, module: AnyModule): void => {
    if (!byName.has(name)) byName.set(name, module)
  }
  for (const module of [...modules, ...CONTROL_MODULES]) enter(module.name, module)
  for (const module of modules) for (const alias of module.aliases ?? []) enter(alias, module)
  return {
    find: name => byName.get(name) ?? byName.get(name.replace(COLLECTIONS, '')),
    names: [...byName.keys()],
  }
}
