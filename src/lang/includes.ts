// include_tasks and include_role stay tasks for the run; what they name plainly is read before it all the same,
// once, so that every mistake in it is told and the names it defines are known.
import { error } from '../base/diagnostic.ts'
import { isDict } from '../base/value.ts'
import type { Item, Task } from '../model/playbook.ts'
import { inFolders, taskFolders } from './find-file.ts'
import { findTasks, loadTasksOf } from './imports.ts'
import { insideOf } from './items.ts'
import { readKeywords, unknownKeyword } from './keyword-check.ts'
import type { Loading, Spot } from './loading.ts'
import { keySpan, valueSpan } from './places.ts'
import { possibleFiles, possibleNames } from './possible-names.ts'
import { fromOptions, loadRoleUse } from './role.ts'
import { describe, hasTemplate } from './shapes.ts'

/** Reads what an include will bring, where its name can be told. */
export const lookInto = (loading: Loading, task: Task, spot: Spot): void => {
  checkApply(loading, task)
  if (!loading.looksInto) return
  const inside = insideOf(spot, task.keywords)
  loading.maybe(() =>
    task.module === 'include_tasks'
      ? lookIntoTasks(loading, task, inside)
      : lookIntoRole(loading, task, inside),
  )
}

const lookIntoTasks = (loading: Loading, task: Task, spot: Spot): void => {
  const span = valueSpan(task.args, 'file', task.argsSpan)
  const isOptional = task.loop?.lookup === 'first_found'
  const paths = possibleNames(task, task.args['file'], loading.playbookDir).flatMap(name => {
    const folders = taskFolders(spot.place, spot.kind, loading.playbookDir)
    if (hasTemplate(name))
      return possibleFiles(loading, name, folders, isTaskList) ?? open(loading, task)
    // `first_found` may find nothing of its list.
    if (isOptional && !inFolders(name, folders).some(path => loading.hasFile(path))) return []
    return findTasks(loading, name, span, spot) ?? []
  })
  const fresh = paths.filter(path =>
    isNew(loading, `${path} ${spot.place.role?.path ?? ''} ${spot.kind}`),
  )
  if (fresh.length > 0)
    apart(loading, task, () => fresh.flatMap(path => loadTasksOf(loading, path, spot)))
}

const lookIntoRole = (loading: Loading, task: Task, spot: Spot): void => {
  const argument = Object.hasOwn(task.args, 'role') ? 'role' : 'name'
  const nameSpan = valueSpan(task.args, argument, task.argsSpan)
  const from = fromOptions(task.args, task.argsSpan)
  const vars = task.keywords['vars']?.value
  const params = isDict(vars) ? vars : {}
  apart(loading, task, () =>
    possibleNames(task, task.args[argument], loading.playbookDir).flatMap(name => {
      const parts = Object.values(from as Record<string, { value: string }>).map(part => part.value)
      if ([name, ...parts].some(hasTemplate)) return open(loading, task)
      if (!isNew(loading, ['role', name, ...parts].join(' '))) return []
      const block = loadRoleUse(
        loading,
        {
          name,
          nameSpan,
          keywords: {},
          params,
          from,
          isIncluded: true,
          once: false,
          span: task.span,
        },
        spot,
      )
      return block ?? []
    }),
  )
}

const open = (loading: Loading, task: Task): [] => {
  loading.ahead.open.push(task.span)
  return []
}

/** Tasks, and no plays: a templated name may fit files of any kind. */
/** Keys that tell plays and requirements from tasks. */
const NO_TASK = ['hosts', 'import_playbook', 'src']

const isTaskList = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every(part => isDict(part) && !NO_TASK.some(key => Object.hasOwn(part, key)))

const isNew = (loading: Loading, key: string): boolean => {
  const isNew = !loading.lookedInto.has(key)
  loading.lookedInto.add(key)
  return isNew
}

/** Loads without leaving anything with the play: at run time it may come otherwise, or not at all. */
const apart = (loading: Loading, task: Task, load: () => readonly Item[]): void => {
  const { roleHandlers, handledRoles, rolesSeen } = loading
  loading.roleHandlers = []
  loading.handledRoles = new Set()
  loading.rolesSeen = new Set(rolesSeen)
  const items = load()
  loading.included.set(task.id, { items, handlers: loading.roleHandlers })
  loading.roleHandlers = roleHandlers
  loading.handledRoles = handledRoles
  loading.rolesSeen = rolesSeen
}

/** `apply:` holds keywords for every task that comes. */
const checkApply = (loading: Loading, task: Task): void => {
  const apply = task.args['apply']
  if (apply === undefined || apply === null) return
  const span = valueSpan(task.args, 'apply', task.argsSpan)
  if (!isDict(apply)) {
    if (!hasTemplate(apply))
      loading.report(
        error('args/type', `"apply" takes a mapping of keywords, not ${describe(apply)}`, { span }),
      )
    return
  }
  for (const key of readKeywords(loading, apply, 'block', span).others)
    unknownKeyword(loading, key, 'block', keySpan(apply, key, span))
}
