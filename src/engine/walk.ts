// A host's way through lists of tasks and blocks: in step with the others, with rescue, always and handlers.
import { unknown } from '../base/unknown.ts'
import { Mistake } from '../base/diagnostic.ts'
import type { Result } from '../model/event.ts'
import type { Block, Item, Task } from '../model/playbook.ts'
import { below, gathered, keyword, texts, type Context } from '../work/context.ts'
import { isChosen } from '../work/select.ts'
import { decide } from './conditions.ts'
import { flag } from './evaluate.ts'
import { inside, Stop, type HostRun } from './host-run.ts'
import { flush, notify } from './handlers.ts'
import type { Handler, Once } from './play-run.ts'
import { learnFacts, remember } from './remember.ts'
import { runInclude, isInclude } from './include.ts'
import { taskScope } from './scope.ts'
import { announce, isFlush, isMeta, tellMeta } from './tell-task.ts'
import { inTurn } from './throttle.ts'
import { isHidden, nameOf } from './task-names.ts'
import { runTask, type Ended, type TaskRun } from './task-run.ts'
import { registerName } from './verdicts.ts'
import type { Position } from './barrier.ts'

/** A task, a handler, or a handler that is only perhaps notified. */
type Kind = 'task' | 'handler' | 'maybe'

/** Works through items. Throws Stop when the host goes no further. */
export const walk = async (
  self: HostRun,
  items: readonly Item[],
  context: Context,
  position: Position,
  kind: Kind = 'task',
): Promise<void> => {
  const cursor = { items, context, at: 0 }
  self.cursors.push(cursor)
  try {
    for (const [index, item] of items.entries()) {
      cursor.at = index
      const here = inside(position, index)
      if (item.kind === 'task')
        await walkTask(self, item, below(context, item.keywords), here, kind)
      else
        await walkBlock(self, item, below(context, item.keywords, { role: item.role }), here, kind)
    }
  } finally {
    self.cursors.pop()
  }
}

const walkBlock = async (
  self: HostRun,
  block: Block,
  context: Context,
  position: Position,
  kind: Kind,
): Promise<void> => {
  const use = block.role?.use
  if (block.once === true && use !== undefined && self.completed.has(use)) return
  const { ran } = self
  let failure: Stop | undefined
  try {
    await walk(self, block.items, context, inside(position, 0), kind)
  } catch (problem) {
    if (!(problem instanceof Stop)) throw problem
    failure = problem
  }
  if (failure?.kind === 'end_role' && block.role) failure = undefined
  if (failure?.kind === 'failed' && block.rescue.length > 0) {
    try {
      if (self.run.failed.delete(self.host.name)) self.world.counts.rescued(self.host.name)
      failure = undefined
      self.inHandler = false
      await walk(self, block.rescue, context, inside(position, 1), kind)
    } catch (problem) {
      if (!(problem instanceof Stop)) throw problem
      failure = problem
    }
  }
  const goesOn = !failure || failure.kind === 'failed' || failure.kind === 'aborted'
  if (block.always.length > 0 && goesOn)
    await walk(self, block.always, context, inside(position, 2), kind)
  if (failure) throw failure
  // A role whose tasks were all skipped has not run.
  if (use !== undefined && self.ran > ran) self.completed.add(use)
}

const tagsOf = (context: Context): readonly string[] =>
  gathered(context, 'tags').flatMap(tags => texts(tags.value))

/** One task in its turn: announced, run, remembered. */
export const walkTask = async (
  self: HostRun,
  task: Task,
  context: Context,
  position: Position,
  kind: Kind = 'task',
): Promise<void> => {
  const { world, run, host } = self
  // Tags choose tasks; a handler was chosen by what notified it.
  if (kind === 'task' && !isChosen(tagsOf(context), world.options.select)) return
  if (!world.started(task, context, self)) return
  await run.barrier.arrive(host.name, position)
  if (world.signal.aborted) throw new Stop('aborted', 'interrupted')
  if (run.stopped && !isMeta(task))
    throw new Stop(run.stopped === 'errors' ? 'aborted' : 'end_play', 'the play ended')
  const of: TaskRun = {
    self,
    task,
    context,
    name: nameOf(self, task, context),
    hidden: isHidden(self, task, context),
  }
  const key = `${task.id} ${position.join('.')}`
  if (!isMeta(task) && (await world.stepThrough(of.name, key)) === 'skip') return
  announce(of, kind === 'task' ? 'task' : 'handler', key)
  if (runsOnce(self, task, context)) {
    const first = run.once.get(key)
    if (first) return takeOver(self, await first)
    let settle: (once: Once) => void = () => {}
    run.once.set(key, new Promise(resolve => (settle = resolve)))
    const before = host.own
    let stop: unknown
    try {
      await runOne(of, position, kind)
    } catch (problem) {
      stop = problem
      throw problem
    } finally {
      settle({
        own: newIn(before, host.own),
        failed: stop instanceof Stop && stop.kind === 'failed',
      })
    }
    return
  }
  await runOne(of, position, kind)
}

/** Whether the conditions of a task hold; the run's own turns have none. */
const holds = ({ self, task, context }: TaskRun): boolean => {
  const { world, run, host } = self
  const scope = taskScope(world, run, host, context, task.place.file)
  return decide(gathered(context, 'when'), scope, world.templates).kind === 'true'
}

/** What acts on the whole play: the first host decides for all whether it does. */
const META_FOR_ALL = [
  'clear_facts',
  'clear_host_errors',
  'end_batch',
  'end_play',
  'refresh_inventory',
]

/** run_once: keyword, or a control that acts for all hosts anyway. */
const runsOnce = (self: HostRun, task: Task, context: Context): boolean => {
  if (isMeta(task)) return META_FOR_ALL.includes(String(task.args['free_form']))
  if (task.module === 'add_host' || (task.module === 'pause' && self.run.batch.length > 1))
    return true
  if (!keyword(context, 'run_once')) return false
  try {
    return (
      flag(
        self.world,
        context,
        'run_once',
        taskScope(self.world, self.run, self.host, context, task.place.file),
      ) ?? false
    )
  } catch (problem) {
    if (problem instanceof Mistake) return false
    throw problem
  }
}

const newIn = (
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value))

/** What one host found is for all; where it failed, all go the same way. */
const takeOver = (self: HostRun, { own, failed }: Once): void => {
  self.host.own = { ...self.host.own, ...own }
  if (failed) throw new Stop('failed', 'the task that runs once failed', true)
}

/** One handler in its turn. One that was only perhaps notified is decided by the run. */
export const runHandler = async (
  self: HostRun,
  { task, context }: Handler,
  position: Position,
  how: 'sure' | 'maybe',
): Promise<void> => {
  self.inHandler = true
  await walkTask(self, task, context, position, how === 'sure' ? 'handler' : 'maybe')
  self.inHandler = false
}

const runOne = async (of: TaskRun, position: Position, kind: Kind): Promise<void> => {
  if (kind === 'maybe') {
    const why = 'whether a task notifies it'
    return settle(of, {
      result: { status: 'unknown', diffs: [], vars: {}, reason: why, ms: 0 },
      registered: unknown(why),
    })
  }
  if (isFlush(of)) {
    const now = holds(of)
    tellMeta(of, !now)
    return now ? flush(of.self, position, runHandler) : undefined
  }
  if (isInclude(of.task)) return runInclude(of, position, (...way) => walk(...way, kind))
  let ended: Ended | undefined
  try {
    ended = await inTurn(of, () => runTask(of))
  } finally {
    tellMeta(of, ended?.result.status === 'skipped')
  }
  settle(of, ended)
}

/** What the end of a task means for the host and for the others. */
export const settle = (of: TaskRun, ended: Ended): void => {
  const { self, task, context } = of
  const { world, host, run } = self
  const quietly = (name: string): boolean => {
    if (!keyword(context, name)) return false
    try {
      return (
        flag(world, context, name, taskScope(world, run, host, context, task.place.file)) ?? false
      )
    } catch (problem) {
      if (problem instanceof Mistake) return false
      throw problem
    }
  }
  const { status } = ended.result
  if (status !== 'skipped' && !isMeta(task)) self.ran++
  const ignored =
    (status === 'failed' && (ended.ignores ?? quietly('ignore_errors'))) ||
    (status === 'unreachable' && quietly('ignore_unreachable'))
  const result: Result = {
    ...ended.result,
    ...(ignored && { ignored: true }),
    ...(of.hidden && { hidden: true }),
  }
  learnFacts(of, ended)
  const name = registerName(task)
  if (name !== undefined) remember(of, name, ended.registered)
  if (!isMeta(task) || status === 'failed') {
    world.counts.add(host.name, result)
    if (status === 'unreachable')
      world.emit({ type: 'host.lost', host: host.name, reason: result.reason ?? '' })
    world.emit({
      type: 'task.end',
      host: host.name,
      task: task.id,
      name: of.name,
      module: task.module,
      looped: task.loop !== undefined,
      result,
      ...(ended.delegate !== undefined && { delegate: ended.delegate }),
    })
  }
  if (status === 'changed' || status === 'unknown')
    notify(of, status === 'changed' ? 'sure' : 'maybe', ended.notifies)
  if ((status !== 'failed' && status !== 'unreachable') || ignored) return
  fail(of, result, quietly('any_errors_fatal') || runsOnce(self, task, context))
}

const fail = ({ self, task }: TaskRun, result: Result, fatal: boolean): never => {
  const { host, run } = self
  const { vars } = result
  host.own = {
    ...host.own,
    ansible_failed_task: { name: task.keywords['name']?.value ?? task.module, action: task.module },
    ansible_failed_result: vars,
  }
  run.failed.add(host.name)
  throw new Stop(
    result.status === 'unreachable' ? 'unreachable' : 'failed',
    result.reason ?? 'failed',
    fatal,
  )
}
