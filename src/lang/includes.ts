// include_tasks and include_role stay tasks for the run; what they name plainly is read before it all the same,
// once, so that every mistake in it is told and the names it defines are known.
import { error } from '../base/diagnostic.ts'
import { isDict } from '../base/value.ts'
import type { Item, Task } from '../model/playbook.ts'
import { findTasks, loadTasksOf } from './imports.ts'
import { insideOf } from './items.ts'
import { readKeywords, unknownKeyword } from './keyword-check.ts'
import type { Loading, Spot } from './loading.ts'
import { keySpan, valueSpan } from './places.ts'
import { fromOptions, loadRoleUse } from './role.ts'
import { describe, hasTemplate } from './shapes.ts'

/** Reads what an include will bring, where its name can be told. */
export const lookInto = (loading: Loading, task: Task, spot: Spot): void => {
  checkApply(loading, task)
  if (!loading.looksInto) return
  const argument = task.module === 'include_tasks' ? 'file' : Object.hasOwn(task.args, 'role') ? 'role' : 'name'
  const name = task.args[argument]
  if (typeof name !== 'string' || name.trim() === '' || hasTemplate(name)) return
  const span = valueSpan(task.args, argument, task.argsSpan)
  const inside = insideOf(spot, task.keywords)
  if (task.module === 'include_tasks') {
    const path = findTasks(loading, name.trim(), span, spot)
    const key = `${path} ${spot.place.role?.path ?? ''} ${spot.kind}`
    if (path !== undefined && isNew(loading, key)) apart(loading, task, () => loadTasksOf(loading, path, inside))
    return
  }
  const from = fromOptions(task.args, task.argsSpan)
  if (!isNew(loading, `role ${name} ${Object.values(from).map(part => part.value).join(' ')}`)) return
  const vars = task.keywords['vars']?.value
  const use = { name: name.trim(), nameSpan: span, keywords: {}, params: isDict(vars) ? vars : {}, from, once: false, span: task.span }
  apart(loading, task, () => {
    const block = loadRoleUse(loading, use, inside)
    return block ? [block] : []
  })
}

const isNew = (loading: Loading, key: string): boolean => {
  const isNew = !loading.lookedInto.has(key)
  loading.lookedInto.add(key)
  return isNew
}

/** Loads without leaving anything with the play: at run time it may come otherwise, or not at all. */
const apart = (loading: Loading, task: Task, load: () => readonly Item[]): void => {
  const { roleHandlers, rolesSeen } = loading
  loading.roleHandlers = []
  loading.rolesSeen = new Set(rolesSeen)
  const items = load()
  loading.included.set(task.id, { items, handlers: loading.roleHandlers })
  loading.roleHandlers = roleHandlers
  loading.rolesSeen = rolesSeen
}

/** `apply:` holds keywords for every task that comes. */
const checkApply = (loading: Loading, task: Task): void => {
  const apply = task.args['apply']
  if (apply === undefined || apply === null) return
  const span = valueSpan(task.args, 'apply', task.argsSpan)
  if (!isDict(apply)) {
    if (!hasTemplate(apply)) loading.report(error('args/type', `"apply" takes a mapping of keywords, not ${describe(apply)}`, { span }))
    return
  }
  for (const key of readKeywords(loading, apply, 'block', span).others) unknownKeyword(loading, key, 'block', keySpan(apply, key, span))
}
