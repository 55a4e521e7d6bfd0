// Handlers: who was notified, and running them once, in the order in which they are defined.
import { error, didYouMean, Mistake } from '../base/diagnostic.ts'
import type { Item } from '../model/playbook.ts'
import { below, keyword, roleOf, texts, type Context } from '../work/context.ts'
import type { Position } from './barrier.ts'
import { inside, type HostRun } from './host-run.ts'
import type { Handler } from './play-run.ts'
import { taskScope } from './scope.ts'
import { nameOf, type TaskRun } from './task-run.ts'

/** Handlers as a flat list, in order, each with where it stands. */
export const handlersOf = (items: readonly Item[], context: Context): readonly Handler[] =>
  items.flatMap(item => {
    const here = below(context, item.keywords, item.kind === 'block' ? { role: item.role } : {})
    return item.kind === 'task' ? [{ task: item, context: here }] : handlersOf(item.items, here)
  })

/** The names a handler goes by: its own, with its role's before it, and its topics. */
const namesOf = (self: HostRun, { task, context }: Handler): readonly string[] => {
  const full = nameOf(self, task, context)
  const own = full.includes(' : ') ? full.slice(full.indexOf(' : ') + 3) : full
  const role = roleOf(context)?.name
  return [own, ...(role === undefined ? [] : [`${role} : ${own}`]), ...texts(task.keywords['listen']?.value)]
}

/** Notes down the handlers that a task notifies. Throws Mistake for a name that no handler has. */
export const notify = (of: TaskRun, how: 'sure' | 'maybe'): void => {
  const { self, context, task } = of
  const located = keyword(context, 'notify')
  if (!located) return
  const scope = taskScope(self.world, self.run, self.host, context, task.place.file)
  const value = self.world.templates.deep(located.value, scope, located.span)
  const names = (Array.isArray(value) ? (value as unknown[]) : [value]).map(String).filter(name => name !== '')
  const mine = self.run.notified.get(self.host.name) ?? new Map<string, 'sure' | 'maybe'>()
  self.run.notified.set(self.host.name, mine)
  for (const name of names) {
    const known = self.run.handlers.map(handler => ({ handler, names: namesOf(self, handler) }))
    const named = known.findLast(handler => handler.names.slice(0, 2).includes(name))
    const found = [...(named ? [named] : []), ...known.filter(handler => handler !== named && handler.names.slice(1).includes(name))]
    if (found.length === 0) {
      const hint = didYouMean(name, known.flatMap(handler => handler.names))
      throw new Mistake(error('handler/unknown', `no handler is called "${name}", and none listens to it`, { span: located.span, hint }))
    }
    for (const { handler } of found) if (mine.get(handler.task.id) !== 'sure') mine.set(handler.task.id, how)
  }
}

type RunHandler = (self: HostRun, handler: Handler, position: Position, how: 'sure' | 'maybe') => Promise<void>

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
    for (const id of mine.keys()) if (!self.run.handlers.some(handler => handler.task.id === id)) mine.delete(id)
  }
}
