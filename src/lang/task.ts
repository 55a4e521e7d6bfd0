// One task. Imports are unfolded where they stand; includes stay tasks, but what they name plainly is read too, so
// that its mistakes are known before the run.
import { error, warning } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import type { Item, Keywords, Task } from '../model/playbook.ts'
import { findAction, type Action } from './action.ts'
import { readAhead } from './ahead.ts'
import { readArgs } from './args.ts'
import { checkAsync } from './async.ts'
import { unfoldImport } from './imports.ts'
import { lookInto } from './includes.ts'
import { insideOf } from './items.ts'
import { isOnInclude, readKeywords } from './keyword-check.ts'
import { keywordOf } from './keywords.ts'
import type { Loading, Spot } from './loading.ts'
import { checkLoopControl, checkName, readLoop } from './loops.ts'
import { withoutOldInclude } from './old-include.ts'
import { keySpan } from './places.ts'

type Raw = Readonly<Record<string, unknown>>

const INCLUDES = new Set(['include_tasks', 'include_role'])

/** The item of a task: itself, a block where it was an import, or nothing where nothing can be made of it. */
export const loadTask = (
  loading: Loading,
  written: Raw,
  span: Span,
  spot: Spot,
): readonly Item[] => {
  const raw = withoutOldInclude(written)
  const [firstKey = ''] = Object.keys(raw)
  if (
    !loading.enter(keySpan(raw, firstKey, span), spot.depth) ||
    isImportPlaybook(loading, raw, span)
  )
    return []
  const { keywords, others } = readKeywords(loading, raw, spot.kind, span)
  const loop = readLoop(loading, raw, keywords['loop'], others, span)
  const action = findAction(loading, raw, others, span, insideOf(spot, keywords))
  if (keywords['loop_control']) checkLoopControl(loading, keywords['loop_control'])
  if (keywords['register'])
    checkName(loading, 'register', keywords['register'].value, keywords['register'].span)
  const { loop: _loop, args: extra, action: _action, local_action: _local, ...rest } = keywords
  if (action === 'faulty') return [faultyTask(loading, raw, rest, loop, span, spot)]
  const args = readArgs(loading, action.form, action.value, extra)
  if (!action.module) {
    if (loop) noLoopOnImport(loading, action)
    warnOfIdle(loading, raw, rest, action, span)
    return args ? unfoldImport(loading, { action, args, keywords: rest, span }, spot) : []
  }
  checkAsync(loading, action.form.name, rest)
  if (INCLUDES.has(action.form.name)) checkInclude(loading, raw, rest, action, span, spot)
  const id = loading.taskId()
  if (!args) loading.faulty.add(id)
  const task: Task = {
    kind: 'task',
    id,
    module: action.form.name,
    action: action.name,
    args: args ?? {},
    argsSpan: action.value.span,
    keywords: action.isLocal ? onController(rest, action.name.span) : rest,
    ...(loop && { loop }),
    place: spot.place,
    span,
  }
  if (INCLUDES.has(task.module) && args) lookInto(loading, task, spot)
  else if (loading.looksInto && args) readAhead(loading, task, action.module)
  return [task]
}

/** `local_action`: what the keywords themselves say wins. */
const onController = (keywords: Keywords, span: Span): Keywords => ({
  delegate_to: { value: 'localhost', span },
  connection: { value: 'local', span },
  ...keywords,
})

/** A task without a module that we know: kept, so that what it registers does not seem undefined. */
const faultyTask = (
  loading: Loading,
  raw: Raw,
  keywords: Keywords,
  loop: Task['loop'],
  span: Span,
  spot: Spot,
): Task => {
  const id = loading.taskId()
  loading.faulty.add(id)
  const [first = ''] = Object.keys(raw)
  return {
    kind: 'task',
    id,
    module: '',
    action: { value: '', span: keySpan(raw, first, span) },
    args: {},
    argsSpan: span,
    keywords,
    ...(loop && { loop }),
    place: spot.place,
    span,
  }
}

const isImportPlaybook = (loading: Loading, raw: Raw, span: Span): boolean => {
  const key = Object.keys(raw).find(name =>
    /^(ansible\.(builtin|legacy)\.)?import_playbook$/.test(name),
  )
  if (key === undefined) return false
  loading.report(
    error('import/playbook-in-tasks', '"import_playbook" stands beside plays, not among tasks', {
      span: keySpan(raw, key, span),
      hint: 'for tasks of another file use "import_tasks" or "include_tasks"',
    }),
  )
  return true
}

const noLoopOnImport = (loading: Loading, action: Action): void => {
  // What is imported may well say `item`: one mistake is told once.
  loading.ahead.vars.push({ item: '' })
  loading.report(
    error('import/loop', `"${action.name.value}" is read before the run and cannot be looped`, {
      span: action.name.span,
      hint: `use "${action.form.name.replace('import_', 'include_')}"`,
    }),
  )
}

/** Keywords that an import takes, yet has no use for: only what a block may have reaches the imported tasks. */
const warnOfIdle = (
  loading: Loading,
  raw: Raw,
  keywords: Keywords,
  action: Action,
  span: Span,
): void => {
  for (const key of Object.keys(keywords))
    if (!keywordOf(key)?.on.includes('block') && key !== 'loop_control' && key !== 'listen')
      loading.report(
        warning('import/idle-keyword', `"${key}" does nothing on "${action.name.value}"`, {
          span: keySpan(raw, key, span),
          hint: 'write it at the tasks that are imported',
        }),
      )
}

/** Of an include's keywords, only few are its own. */
const checkInclude = (
  loading: Loading,
  raw: Raw,
  keywords: Keywords,
  action: Action,
  span: Span,
  spot: Spot,
): void => {
  if (spot.kind === 'handler' && action.form.name === 'include_role')
    loading.report(
      error('handler/role', '"include_role" cannot be a handler', { span: action.name.span }),
    )
  for (const key of Object.keys(keywords))
    if (!isOnInclude(key))
      loading.report(
        error('task/not-on-include', `"${key}" cannot stand at "${action.name.value}" itself`, {
          span: keySpan(raw, key, span),
          hint: keywordOf(key)?.on.includes('block')
            ? `put it under "apply:" of ${action.form.name}, to have it at each task`
            : undefined,
        }),
      )
}
