// module_defaults at the run: those of the task's module, templated for the host and the item.
import { isDict } from '../base/value.ts'
import { defaultsOf, overDefaults } from '../lang/module-defaults.ts'
import type { AnyModule } from '../model/module.ts'
import type { Task } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import { gathered, type Context } from '../work/context.ts'
import type { World } from './world.ts'

type Args = Readonly<Record<string, unknown>>

/** A task's arguments, already templated, over what module_defaults say of its module. */
export const withDefaults = (
  { templates }: World,
  task: Task,
  module: AnyModule,
  context: Context,
  scope: Scope,
  own: Args,
): Args => {
  const said = gathered(context, 'module_defaults')
  if (said.length === 0) return own
  // `gather_facts` runs `setup`, and each has its own.
  return [...new Set([task.action.value, task.module])].reduce((args, name) => {
    const found = defaultsOf(said, name)
    const defaults = found && templates.deep(found.value, scope, found.span)
    return isDict(defaults) ? overDefaults(module, args, defaults) : args
  }, own)
}
