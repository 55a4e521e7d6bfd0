// Handlers: who was notified, and running them once, in the order in which they are defined.
import { error, didYouMean, Mistake } from '../base/diagnostic.ts'
import type { Item, Role } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import { below, keyword, roleOf, texts, type Context } from '../work/context.ts'
import type { Position } from './barrier.ts'
import { inside, type HostRun } from './host-run.ts'
import type { Handler } from './play-run.ts'
import { taskScope } from './scope.ts'
import { nameOf } from './task-names.ts'
import type { TaskRun } from './task-run.ts'

/** Handlers as a flat list, in order, each with where it stands: those of a role where the role stands. */
export const handlersOf = (
  items: readonly Item[],
  context: Context,
  ofRoles: ReadonlyMap<Role, Context> = new Map(),
): readonly Handler[] =>
  items.flatMap(item => {
    if (item.kind === 'block')
      return handlersOf(item.items, below(context, item.keywords, { role: item.role }), ofRoles)
    const { role } = item.place
    const above =
      role === undefined || roleOf(context) === role
        ? context
        : (ofRoles.get(role) ?? below(context, {}, { role }))
    return [{ task: item, context: below(above, item.keywords) }]
  })

/** Where the roles stand that are used in these items. */
export const contextsOfRoles = (
  items: readonly Item[],
  context: Context,
): ReadonlyMap<Role, Context> => {
  const found = new Map<Role, Context>()
  const walk = (list: readonly Item[], above: Context): void => {
    for (const item of list) {
      if (item.kind === 'task') continue
      const here = below(above, item.keywords, { role: item.role })
      if (item.role && !found.has(item.role)) found.set(item.role, here)
      walk(item.items, here)
    }
  }
  walk(items, context)
  return found
}

/** What a handler answers to: its name, also with its role's before it, and its topics. */
type Called = {
  readonly handler: Handler
  readonly names: readonly string[]
  readonly topics: readonly string[]
}

const called = (self: HostRun, handler: Handler): Called => {
  const { task, context } = handler
  const full = nameOf(self, task, context)
  const role = roleOf(context)?.name
  const names = role === undefined ? [full] : [full.slice(`${role} : `.length), full]
  return { handler, names, topics: texts(task.keywords['listen']?.value) }
}

/** What a task notifies, as it stands: names may hang on the item of a loop. */
export const notifiedBy = ({ self, context }: TaskRun, scope: Scope): readonly string[] => {
  const located = keyword(context, 'notify')
  if (!located) return []
  const value = self.world.templates.deep(located.value, scope, located.span)
  return (Array.isArray(value) ? (value as unknown[]) : [value])
    .map(String)
    .filter(name => name !== '')
}

/** Of several handlers of one name, as Ansible: of the files the last, and in it the first. */
const meant = (all: readonly Called[]): Called | undefined => {
  const from = ({ handler: { task } }: Called): string =>
    `${task.place.role?.use} ${task.place.file}`
  const last = all.at(-1)
  return last && all.find(each => from(each) === from(last))
}

/** Notes down the handlers that a task notifies. Throws Mistake for a name that no handler has. */
export const notify = (of: TaskRun, how: 'sure' | 'maybe', byItems?: readonly string[]): void => {
  const { self, context, task } = of
  const located = keyword(context, 'notify')
  if (!located) return
  const scope = taskScope(self.world, self.run, self.host, context, task.place.file)
  const names = byItems ?? notifiedBy(of, scope)
  const mine = self.run.notified.get(self.host.name) ?? new Map<string, 'sure' | 'maybe'>()
  self.run.notified.set(self.host.name, mine)
  const known = self.run.handlers.map(handler => called(self, handler))
  for (const name of names) {
    const named = meant(known.filter(each => each.names.includes(name)))
    const found = known.filter(each => each === named || each.topics.includes(name))
    if (found.length === 0) {
      const hint = didYouMean(
        name,
        known.flatMap(each => [...each.names, ...each.topics]),
      )
      throw new Mistake(
        error('handler/unknown', `no handler is called "${name}", and none listens to it`, {
          span: located.span,
          hint,
        }),
      )
    }
    for (const { handler } of found)
      if (mine.get(handler.task.id) !== 'sure') mine.set(handler.task.id, how)
  }
}

type RunHandler = (
  self: HostRun,
  handler: Handler,
  position: Position,
  how: 'sure' | 'maybe',
) => Promise<void>

/** Runs what was notified; handlers may notify others. */
export const flush = async (self: HostRun, position: Position, run: RunHandler): Promise<void> => {
  for (let round = 0; ; round++) {
    const mine = self.run.notified.get(self.host.name)
    if (!mine || mine.size === 0) return
    for (const [index, handler] of self.run.handlers.entries()) {
      const how = mine.get(handler.task.id)
      if (how === undefined) continue
      mine.delete(handler.task.id)
      await run(self, handler, inside(position, round, index), how)
    }
    // What no list of handlers holds any more cannot run.
    for (const id of mine.keys())
      if (!self.run.handlers.some(handler => handler.task.id === id)) mine.delete(id)
  }
}
