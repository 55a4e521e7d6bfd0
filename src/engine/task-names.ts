// What a task is called for people, and whether anything of it may be shown.
import { Mistake } from '../base/diagnostic.ts'
import { UnknownRead } from '../base/unknown.ts'
import type { Task } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import { keyword, type Context } from '../work/context.ts'
import { flag, valueOf } from './evaluate.ts'
import type { HostRun } from './host-run.ts'
import { taskScope } from './scope.ts'

/** no_log as it stands; what cannot be told hides. */
export const isHidden = (self: HostRun, task: Task, context: Context): boolean => {
  if (!keyword(context, 'no_log')) return false
  try {
    return (
      flag(
        self.world,
        context,
        'no_log',
        taskScope(self.world, self.run, self.host, context, task.place.file),
      ) ?? false
    )
  } catch (problem) {
    if (problem instanceof Mistake || problem instanceof UnknownRead) return true
    throw problem
  }
}

/** The name of a task for people: its `name`, templated where it can be, or its module; the role's before it. */
export const nameOf = (self: HostRun, task: Task, context: Context): string => {
  const scope = (): Scope => taskScope(self.world, self.run, self.host, context, task.place.file)
  // As Ansible: what includes a role is called after that role, not after the one it stands in.
  const brings = task.module === 'include_role'
  const role = context.above && !brings ? roleName(context) : undefined
  const named = task.keywords['name']
  let name = brings
    ? `${task.action.value} : ${String(task.args['name'] ?? task.args['role'])}`
    : task.action.value
  if (named && named.value !== null) {
    name = String(named.value)
    try {
      const isTemplate = self.world.templates.isTemplate(named.value)
      const value = isTemplate
        ? valueOf(self.world, { keywords: { name: named } }, 'name', scope())
        : named.value
      if (value !== undefined && value !== null) name = String(value)
    } catch (problem) {
      if (!(problem instanceof Mistake || problem instanceof UnknownRead)) throw problem
    }
  }
  return role === undefined ? name : `${role} : ${name}`
}

const roleName = (context: Context): string | undefined => {
  for (let link: Context | undefined = context; link; link = link.above)
    if (link.role) return link.role.name
  return undefined
}
