// That a task begins, and what meta tasks do, as events.
import type { Task } from '../model/playbook.ts'
import type { TaskRun } from './task-run.ts'

/** Acts on the run itself. */
export const isMeta = (task: Task): boolean => task.module === 'meta'

/** The handlers' turn. */
export const isFlush = ({ task }: TaskRun): boolean =>
  isMeta(task) && task.args['free_form'] === 'flush_handlers'

/** A flush between the sections of a play, which nobody wrote. */
const isOwn = ({ self, task }: TaskRun): boolean => task.span === self.run.play.span

/** A meta task leaves no result, but Ansible's screen shows it. */
export const tellMeta = (of: TaskRun, skipped: boolean): void => {
  const { self, task, name } = of
  if (!isMeta(task) || isOwn(of)) return
  self.world.emit({
    type: 'meta',
    host: self.host.name,
    task: task.id,
    name,
    action: String(task.args['free_form']),
    place: self.world.placeOf(task.span),
    ...(skipped && { skipped }),
  })
}

/** Says that a task begins: once for all hosts, and for the host. */
export const announce = (
  { self, task, name }: TaskRun,
  kind: 'task' | 'handler',
  key: string,
): void => {
  const { world, run, host } = self
  if (isMeta(task)) return
  if (!run.announced.has(key)) {
    run.announced.add(key)
    world.emit({
      type: 'task.start',
      task: task.id,
      name,
      module: task.module,
      kind,
      place: world.placeOf(task.span),
    })
  }
  world.emit({ type: 'host.start', host: host.name, task: task.id, name })
}
