// include_tasks and include_role: what they bring is read when they are reached, once for all hosts, and walked
// in their place.
import { posix } from 'node:path'
import { error, Mistake } from '../base/diagnostic.ts'
import { isUnknown } from '../base/unknown.ts'
import { isDict } from '../base/value.ts'
import { loadRole, loadTaskFile } from '../lang/load.ts'
import type { VarsLayer } from '../model/inventory.ts'
import type { Item, Keywords, Role, Task } from '../model/playbook.ts'
import { below, keyword, texts, type Context } from '../work/context.ts'
import { placeOfKey, placeOfValue } from '../base/span.ts'
import type { Position } from './barrier.ts'
import { evaluate, type Ready } from './evaluate.ts'
import { handlersOf } from './handlers.ts'
import { inside, type HostRun } from './host-run.ts'
import { labelOf, loopItems, loopVars } from './loop.ts'
import { mistakeDraft } from './failures.ts'
import { failedDraft, loopDraft, skippedDraft, unknownDraft, type Draft } from './result.ts'
import { remember } from './remember.ts'
import { taskScope } from './scope.ts'
import type { TaskRun } from './task-run.ts'
import { registerName } from './verdicts.ts'
import { settle } from './walk.ts'

export const isInclude = (task: Task): boolean =>
  task.module === 'include_tasks' || task.module === 'include_role'

type Walk = (
  self: HostRun,
  items: readonly Item[],
  context: Context,
  position: Position,
) => Promise<void>
type Part = {
  readonly items: readonly Item[]
  readonly shown: string
  readonly role?: Role
  readonly handlers: readonly Item[]
}

/** What an include brings for one item. */
type Brought = {
  readonly index: number
  readonly part: Part
  readonly context: Context
  readonly label?: string
  /** The loop's variables. */
  readonly item?: VarsLayer['vars']
}

/** Runs an include: first what each item of its loop brings is settled, then all of it is worked through in turn. */
export const runInclude = async (of: TaskRun, position: Position, walk: Walk): Promise<void> => {
  const found = bring(of)
  if ('status' in found) return settle(of, { result: { ...found, ms: 0 }, registered: found.vars })
  for (const { part, label } of found) announce(of, part, label)
  register(of, found)
  for (const { index, part, context } of found) {
    addHandlers(of.self, part, of.context)
    await walk(of.self, part.items, context, inside(position, index))
  }
}

/** What `register` gets of an include that was done. */
const register = (of: TaskRun, found: readonly Brought[]): void => {
  const name = registerName(of.task)
  if (name === undefined) return
  const results = found.map(({ part, item }) => ({
    include: part.shown,
    include_args: {},
    changed: false,
    failed: false,
    ...item,
  }))
  const all = { results, changed: false, failed: false, msg: 'All items completed' }
  remember(of, name, of.task.loop ? all : results[0])
}

const bring = (of: TaskRun): readonly Brought[] | Draft => {
  const { self, task, context } = of
  const { world, run, host } = self
  const outer = taskScope(world, run, host, context, task.place.file)
  const found: Brought[] = []
  let skipped: Draft | undefined
  try {
    const items = loopItems(world, task, outer)
    if (isUnknown(items)) return unknownDraft(items.why)
    for (const [index, item] of (items ?? [undefined]).entries()) {
      const loop = items && loopVars(world, task, outer, item, index, items)
      const scope = loop ? taskScope(world, run, host, context, task.place.file, { loop }) : outer
      const label = loop && (of.hidden ? '(hidden)' : labelOf(world, task, scope, item))
      const step = evaluate(world, task, context, scope)
      if (step.kind === 'unknown') return unknownDraft(step.why)
      if (step.kind === 'wrong')
        return failedDraft(step.diagnostic.message, {}, { diagnostic: step.diagnostic })
      if (step.kind === 'skipped') {
        skipped = skippedDraft(step.condition)
        if (label !== undefined)
          world.emit({
            type: 'item.end',
            host: host.name,
            task: task.id,
            name: of.name,
            label,
            item: of.hidden ? null : item,
            result: { ...skipped, ms: 0, ...(of.hidden && { hidden: true }) },
          })
        continue
      }
      const part = load(of, step)
      if (part.role && step.args['public'] === true && !run.roles.includes(part.role))
        run.roles = [...run.roles, part.role]
      found.push({
        index,
        part,
        context: innerContext(of, step, part, loop),
        ...(label !== undefined && { label }),
        ...(loop && { item: loop.vars }),
      })
    }
  } catch (problem) {
    if (problem instanceof Mistake) return mistakeDraft(problem)
    throw problem
  }
  return found.length === 0 ? (skipped ?? loopDraft([])) : found
}

/** As Ansible: a file that is included is told and counts, a role does not. */
const announce = ({ self, task }: TaskRun, part: Part, label: string | undefined): void => {
  const { world, host } = self
  // As Ansible: an empty file is none.
  if (part.role || part.items.length === 0) return
  world.emit({
    type: 'included',
    task: task.id,
    file: part.shown,
    hosts: [host.name],
    ...(label !== undefined && { label }),
  })
  world.counts.add(host.name, { status: 'ok' })
}

/** What the include hands down: `apply`, its vars, and the item. */
const innerContext = (
  { task, context }: TaskRun,
  step: Ready,
  part: Part,
  loop: VarsLayer | undefined,
): Context => {
  const vars = task.keywords['vars']?.value
  const apply = step.given['apply']
  const keywords: Keywords = isDict(apply)
    ? Object.fromEntries(
        Object.entries(apply).map(([name, value]) => [
          name,
          { value, span: placeOfValue(apply, name) ?? placeOfKey(apply, name) ?? task.argsSpan },
        ]),
      )
    : {}
  const above = context.above ?? { keywords: {} }
  const withVars = below(
    above,
    keywords,
    isDict(vars) ? { params: { vars, trusted: true, from: 'include vars' } } : {},
  )
  const withItem = loop ? below(withVars, {}, { params: loop }) : withVars
  return part.role ? below(withItem, {}, { role: part.role }) : withItem
}

const addHandlers = (self: HostRun, part: Part, context: Context): void => {
  const { run } = self
  const fresh = handlersOf(
    part.handlers,
    part.role ? below(context, {}, { role: part.role }) : context,
  ).filter(({ task }) => !run.handlers.some(known => isSame(known.task, task)))
  if (fresh.length > 0) run.handlers = [...run.handlers, ...fresh]
}

/** Handlers of the same use of a role are the same, however often it is read. */
const isSame = (a: Task, b: Task): boolean =>
  a.id === b.id || (a.place.role !== undefined && a.place.role.use === b.place.role?.use)

/** Reads what is named; the same for all hosts and read once. */
const load = (of: TaskRun, step: Ready): Part => {
  const { self, task } = of
  const { world, run } = self
  const key = `${task.id} ${JSON.stringify(step.args)}`
  const known = world.includes.get(key)
  if (known) return known as Part
  const options = {
    playbookDir: posix.dirname(run.play.file),
    prefix: `${task.id}.${world.includes.size + 1}.`,
    span: task.argsSpan,
    kind: 'task' as const,
    collections: task.place.role?.collections ?? texts(keyword(of.context, 'collections')?.value),
  }
  const part =
    task.module === 'include_tasks'
      ? loadTasks(self, task, step, options)
      : loadOneRole(self, task, step, options)
  world.includes.set(key, part)
  return part
}

type Options = Parameters<typeof loadTaskFile>[3]

const loadTasks = ({ world }: HostRun, task: Task, step: Ready, options: Options): Part => {
  const file = String(step.args['file'] ?? '')
  const read = loadTaskFile(file, task.place, world.load, options)
  const { items, diagnostics, sources } = read
  for (const text of sources.values()) world.addSource(text)
  const wrong = diagnostics.find(found => found.severity === 'error')
  if (wrong) throw new Mistake(wrong)
  return { items, shown: posix.resolve(read.file), handlers: [] }
}

const loadOneRole = ({ world }: HostRun, task: Task, step: Ready, options: Options): Part => {
  const text = (name: string): string | undefined =>
    step.given[name] === undefined ? undefined : String(step.given[name])
  const [tasksFrom, varsFrom, defaultsFrom, handlersFrom] = [
    text('tasks_from'),
    text('vars_from'),
    text('defaults_from'),
    text('handlers_from'),
  ]
  const vars = task.keywords['vars']?.value
  const role = {
    ...(isDict(vars) && { vars }),
    ...(tasksFrom !== undefined && { tasksFrom }),
    ...(varsFrom !== undefined && { varsFrom }),
    ...(defaultsFrom !== undefined && { defaultsFrom }),
    ...(handlersFrom !== undefined && { handlersFrom }),
    once: step.args['allow_duplicates'] === false,
    validates: step.args['rolespec_validate'] !== false,
  }
  const name = String(step.args['name'])
  const { block, handlers, diagnostics, sources } = loadRole(
    name,
    role,
    task.place,
    world.load,
    options,
  )
  for (const source of sources.values()) world.addSource(source)
  const wrong = diagnostics.find(found => found.severity === 'error')
  if (wrong) throw new Mistake(wrong)
  if (!block)
    throw new Mistake(
      error('role/missing', `the role "${name}" is not there`, { span: task.argsSpan }),
    )
  return { items: [block], shown: name, handlers, ...(block.role && { role: block.role }) }
}
