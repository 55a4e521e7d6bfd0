// throttle: so many hosts at once at a task, in the order in which they come.
import { keyword } from '../work/context.ts'
import { number } from './evaluate.ts'
import { taskScope } from './scope.ts'
import type { TaskRun } from './task-run.ts'

/** Places at a task, and who waits for one. */
export type Places = { free: number; readonly waiting: (() => void)[] }

/** Does the work when there is a place for one more host. */
export const inTurn = async <T>(
  { self, task, context }: TaskRun,
  work: () => Promise<T>,
): Promise<T> => {
  if (!keyword(context, 'throttle')) return work()
  const { world, run, host } = self
  const most =
    number(world, context, 'throttle', taskScope(world, run, host, context, task.place.file)) ?? 0
  if (most < 1) return work()
  const places = run.places.get(task.id) ?? { free: most, waiting: [] }
  run.places.set(task.id, places)
  if (places.free > 0) places.free--
  else await new Promise<void>(resolve => places.waiting.push(resolve))
  try {
    return await work()
  } finally {
    const next = places.waiting.shift()
    if (next) next()
    else places.free++
  }
}
