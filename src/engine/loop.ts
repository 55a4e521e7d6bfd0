// loop and with_*: the items of a task, and the variables each of them brings.
import { error, Mistake } from '../base/diagnostic.ts'
import { isUnknown, type Unknown } from '../base/unknown.ts'
import { isDict } from '../base/value.ts'
import type { VarsLayer } from '../model/inventory.ts'
import type { Task } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import { str } from '../template/print.ts'
import { Tuple } from '../template/values.ts'
import { mistakeDraft } from './failures.ts'
import type { Draft } from './result.ts'
import type { TaskRun } from './task-run.ts'
import type { World } from './world.ts'

/** The items; undefined for a task without a loop, Unknown where only the run can tell them. */
export const loopItems = (
  world: World,
  task: Task,
  scope: Scope,
): readonly unknown[] | Unknown | undefined => {
  if (!task.loop) return undefined
  const { lookup, terms } = task.loop
  const value =
    lookup === 'first_found'
      ? whatIsDefined(terms.value, part => world.templates.deep(part, scope, terms.span))
      : world.templates.deep(terms.value, scope, terms.span)
  if (isUnknown(value)) return value
  if (lookup === 'loop') {
    if (Array.isArray(value)) return value.filter(item => item !== world.omit).map(plain)
    throw new Mistake(
      error(
        'loop/not-a-list',
        `"loop" takes a list, not ${isDict(value) ? 'a mapping' : JSON.stringify(value)}`,
        {
          span: terms.span,
          hint: isDict(value)
            ? 'turn it into a list with "| dict2items"'
            : 'write the items as a list',
        },
      ),
    )
  }
  const found = world.templates.lookup(
    lookup,
    Array.isArray(value) ? (value as unknown[]) : [value],
    {},
    scope,
  )
  if (isUnknown(found)) return found
  return Array.isArray(found) ? found.map(plain) : [found]
}

/** Names of files that are made of something undefined are passed over, as Ansible does. */
const whatIsDefined = (value: unknown, read: (part: unknown) => unknown): unknown => {
  if (Array.isArray(value)) {
    const parts = value.map(part => whatIsDefined(part, read)).filter(part => part !== undefined)
    return parts.find(isUnknown) ?? parts
  }
  if (isDict(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, whatIsDefined(part, read)]),
    )
  try {
    return read(value)
  } catch (problem) {
    if (problem instanceof Mistake && problem.diagnostic.code === 'template/undefined') return
    throw problem
  }
}

/** Pairs and their like are lists for whoever looks at an item. */
const plain = (item: unknown): unknown => (item instanceof Tuple ? [...item] : item)

type Control = {
  readonly loopVar: string
  readonly indexVar?: string
  readonly label?: unknown
  readonly pause: number
  readonly extended: boolean
  /** Whether an extended loop tells all items to each. */
  readonly allItems: boolean
}

const isSo = (value: unknown): boolean =>
  typeof value === 'string' ? /^(?:yes|on|1|true|y|t)$/i.test(value.trim()) : Boolean(value)

/** Tasks whose loop variable was found to be somebody else's already. */
const TAKEN = new WeakMap<World, Set<string>>()

/** Says once for a task that its loop hides a variable of the same name, as Ansible does. */
export const warnOfTaken = (world: World, { id }: Task, name: string, outer: Scope): void => {
  const told = TAKEN.get(world) ?? new Set<string>()
  TAKEN.set(world, told)
  if (told.has(id) || !outer.has(name)) return
  told.add(id)
  world.emit({
    type: 'message',
    level: 'warning',
    text: `the loop variable "${name}" is in use already: "loop_var" under "loop_control" can name another`,
  })
}

/** What loop_control says. */
export const loopControl = (world: World, task: Task, scope: Scope): Control => {
  const located = task.keywords['loop_control']
  const raw = (isDict(located?.value) ? located.value : {}) as Readonly<Record<string, unknown>>
  const told = (name: string): unknown => world.templates.deep(raw[name], scope, located?.span)
  return {
    loopVar: raw['loop_var'] === undefined ? 'item' : String(told('loop_var')),
    ...(raw['index_var'] !== undefined && { indexVar: String(told('index_var')) }),
    ...(raw['label'] !== undefined && { label: raw['label'] }),
    pause: raw['pause'] === undefined ? 0 : Number(told('pause')),
    extended: raw['extended'] !== undefined && isSo(told('extended')),
    allItems: raw['extended_allitems'] === undefined || isSo(told('extended_allitems')),
  }
}

/** The variables of one item. Items are data already: they are no templates. */
export const loopVars = (
  world: World,
  task: Task,
  scope: Scope,
  item: unknown,
  index: number,
  items: readonly unknown[],
): VarsLayer => {
  const { loopVar, indexVar, extended, allItems } = loopControl(world, task, scope)
  const vars: Record<string, unknown> = { [loopVar]: item, ansible_loop_var: loopVar }
  if (indexVar !== undefined)
    Object.assign(vars, { [indexVar]: index, ansible_index_var: indexVar })
  if (extended)
    vars['ansible_loop'] = {
      index: index + 1,
      index0: index,
      first: index === 0,
      last: index === items.length - 1,
      length: items.length,
      revindex: items.length - index,
      revindex0: items.length - index - 1,
      ...(allItems && { allitems: items }),
      ...(index < items.length - 1 && { nextitem: items[index + 1] }),
      ...(index > 0 && { previtem: items[index - 1] }),
    }
  return { vars, trusted: false, from: 'loop' }
}

/** How an item is shown: its label, or itself. */
export const labelOf = (world: World, task: Task, scope: Scope, item: unknown): string => {
  const { label } = loopControl(world, task, scope)
  const shown =
    label === undefined
      ? item
      : world.templates.deep(label, scope, task.keywords['loop_control']?.span)
  return isUnknown(shown) ? '?' : str(shown)
}

/** An item's label; one that cannot be made fails the item. */
export const labelled = (
  of: TaskRun,
  scope: Scope,
  item: unknown,
  draft: Draft,
): { readonly label: string; readonly draft: Draft } => {
  if (of.hidden) return { label: '(hidden)', draft }
  try {
    return { label: labelOf(of.self.world, of.task, scope, item), draft }
  } catch (problem) {
    if (problem instanceof Mistake) return { label: str(item), draft: mistakeDraft(problem) }
    throw problem
  }
}
