// What the look ahead found out of a step, kept until the step is reached: it holds if all that it was made of is as it was.
import type { Answer } from '../model/change.ts'
import type { Task } from '../model/playbook.ts'
import type { Context } from '../work/context.ts'
import type { TaskScope } from '../work/vars.ts'
import type { Evaluated } from './evaluate.ts'
import type { HostRun } from './host-run.ts'

export type Foretold = {
  readonly step: Evaluated
  readonly context: Context
  /** It goes on to learn while the step's questions are looked for. */
  readonly scope: TaskScope
  /** The controller's answers, and how many acts there had been in the run: each may change its files. */
  readonly locals: ReadonlyMap<string, Answer>
  readonly acts: number
}

/** Steps kept for all hosts of a batch: of a fleet with long plays the rest is worked out twice. */
const MOST = 5000

/** Keeps a step for when it is reached. */
export const foretell = (
  { foretold, world, run }: HostRun,
  task: Task,
  index: number,
  told: Omit<Foretold, 'acts'>,
): void => {
  if (foretold.size * run.batch.length >= MOST) return
  const steps = foretold.get(task) ?? []
  foretold.set(task, steps)
  steps[index] = { ...told, acts: world.acts }
}

/** The step as it was foretold, if it still holds; the scope then knows what was read. Each is told once. */
export const recalled = (
  { foretold }: HostRun,
  task: Task,
  index: number,
  context: Context,
  scope: TaskScope,
): Foretold | undefined => {
  const told = foretold.get(task)?.[index]
  if (!told || told.context !== context) return undefined
  foretold.get(task)![index] = undefined
  const memory = told.scope.memory()
  return memory && scope.recall(memory) ? told : undefined
}
