// Files that tasks and plays name, read ahead of the run for what they define and use: files of variables,
// templates. What is missing is told; what only the run can tell is noted as open.
import { posix } from 'node:path'
import { error } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { isDict } from '../base/value.ts'
import type { AnyModule } from '../model/module.ts'
import type { Located, Place, Task } from '../model/playbook.ts'
import { dataFolders, firstOf, inFolders, missingHint } from './find-file.ts'
import type { Loading } from './loading.ts'
import { partsOf, valueSpan } from './places.ts'
import { possibleFiles, possibleNames } from './possible-names.ts'
import { readVars } from './role-files.ts'
import { hasTemplate } from './shapes.ts'

/** Reads what a task names, for the checks. */
export const readAhead = (loading: Loading, task: Task, module: AnyModule): void => {
  switch (task.module) {
    case 'include_vars':
      return loading.maybe(() => includeVars(loading, task))
    case 'template':
      return loading.maybe(() => templateFile(loading, task))
    case 'group_by':
      return void loading.ahead.open.push(task.span)
    case 'set_fact':
    case 'setup':
    case 'getent':
      return
    case 'service_facts':
      return void loading.ahead.vars.push({ services: {} })
    case 'package_facts':
      return void loading.ahead.vars.push({ packages: {} })
    default:
      if (Object.hasOwn(module.returns ?? {}, 'ansible_facts')) loading.ahead.open.push(task.span)
  }
}

const includeVars = (loading: Loading, task: Task): void => {
  const { name, file, dir } = task.args
  if (typeof name === 'string') loading.ahead.vars.push({ [name]: {} })
  const span = valueSpan(task.args, file === undefined ? 'dir' : 'file', task.argsSpan)
  const take = (path: string): void => {
    const vars = readVars(loading, path)
    if (typeof name !== 'string') loading.ahead.vars.push(vars)
  }
  if (typeof dir === 'string' && file === undefined)
    return varsFolder(loading, task.place, dir, span, take)
  // `first_found` may find nothing of its list: then its absence is none of ours.
  const isOptional = task.loop?.lookup === 'first_found'
  for (const each of possibleNames(task, file, loading.playbookDir))
    varsFile(loading, task.place, each, span, isOptional, take)
}

const varsFolder = (
  loading: Loading,
  place: Place,
  dir: string,
  span: Span,
  take: (path: string) => void,
): void => {
  const found = hasTemplate(dir)
    ? undefined
    : firstOf(inFolders(dir, dataFolders(place, 'vars', loading.playbookDir)), path =>
        loading.hasFolder(path),
      )
  if (!found) loading.ahead.open.push(span)
  else if ('path' in found) {
    for (const name of loading.edges.files.list(found.path) ?? [])
      if (/\.(ya?ml|json)$/.test(name)) take(posix.join(found.path, name))
  } else missing(loading, `the folder "${dir}"`, dir, span, found.searched)
}

const varsFile = (
  loading: Loading,
  place: Place,
  name: string,
  span: Span,
  isOptional: boolean,
  take: (path: string) => void,
): boolean => {
  const folders = dataFolders(place, 'vars', loading.playbookDir)
  if (hasTemplate(name)) {
    const paths = possibleFiles(loading, name, folders, isDict)
    if (paths) paths.forEach(take)
    else loading.ahead.open.push(span)
    return true
  }
  const found = firstOf(inFolders(name, folders), path => loading.hasFile(path))
  if ('path' in found) take(found.path)
  else if (!isOptional) missing(loading, `the file "${name}"`, name, span, found.searched)
  return 'path' in found
}

const missing = (
  loading: Loading,
  what: string,
  name: string,
  span: Span,
  searched: readonly string[],
): void =>
  loading.report(
    error('vars/missing-file', `${what} is not there`, {
      span,
      hint: missingHint(loading.edges.files, name, searched),
    }),
  )

/** `vars_files` of a play: of a list inside the list, the first that is there. */
export const readVarsFiles = (
  loading: Loading,
  files: readonly Located[],
  place: Place,
): readonly Readonly<Record<string, unknown>>[] => {
  const read: Readonly<Record<string, unknown>>[] = []
  const take = (path: string): void => void read.push(readVars(loading, path))
  for (const entry of files) {
    const choices = partsOf(entry)
    const found = choices.map(
      ({ value, span }) =>
        typeof value === 'string' &&
        varsFile(loading, place, value, span, choices.length > 1, take),
    )
    if (choices.length > 1 && !found.includes(true))
      loading.report(
        error('vars/missing-file', 'none of these files is there', { span: entry.span }),
      )
  }
  loading.ahead.vars.push(...read)
  return read
}

const templateFile = (loading: Loading, task: Task): void => {
  const { src } = task.args
  if (typeof src !== 'string' || hasTemplate(src)) return
  const found = firstOf(
    inFolders(src, dataFolders(task.place, 'templates', loading.playbookDir)),
    path => loading.hasFile(path),
  )
  const source = 'path' in found ? loading.readText(found.path) : undefined
  if (source) loading.ahead.templates.set(task.id, source)
}
