// Files of the controller that tasks name plainly must be there, unless a task before may make them.
import { error, warning, type Diagnostic } from '../../base/diagnostic.ts'
import type { Files } from '../../model/edge.ts'
import type { Play, Task } from '../../model/playbook.ts'
import { posix } from 'node:path'
import { dataFolders, firstOf, inFolders, missingHint } from '../find-file.ts'
import type { Loaded } from '../load.ts'
import { valueSpan } from '../places.ts'
import { hasTemplate } from '../shapes.ts'
import { walk, type Seen } from './walk.ts'

const FOLDERS: Readonly<Record<string, 'files' | 'templates'>> = {
  copy: 'files',
  script: 'files',
  template: 'templates',
  unarchive: 'files',
}

/** Reports `src` files that are not there. */
export const checkFiles = (loaded: Loaded, files: Files): readonly Diagnostic[] => {
  const found: Diagnostic[] = []
  let isMade = false
  for (const one of walk(loaded)) {
    isMade ||= worksHere(one)
    if (one.kind === 'task') found.push(...missing(files, one.task, one.play, isMade))
  }
  return found
}

/** Whether something here may write files of the controller. */
const worksHere = (one: Seen): boolean => {
  const keywords =
    one.kind === 'play'
      ? one.play.keywords
      : one.kind === 'block'
        ? one.block.keywords
        : one.task.keywords
  return (
    (one.kind === 'task' && one.task.module === 'fetch') ||
    (one.kind === 'play' && ['localhost', '127.0.0.1'].includes(String(one.play.hosts.value))) ||
    ['localhost', '127.0.0.1'].includes(String(keywords['delegate_to']?.value)) ||
    keywords['connection']?.value === 'local'
  )
}

const missing = (files: Files, task: Task, play: Play, isMade: boolean): readonly Diagnostic[] => {
  const folder = FOLDERS[task.module]
  const name = folder && sourceOf(task)
  if (!folder || name === undefined) return []
  const paths = inFolders(name, dataFolders(task.place, folder, posix.dirname(play.file)))
  const found = firstOf(paths, path => files.stat(path) !== undefined)
  if ('path' in found) return []
  const span = valueSpan(task.args, task.module === 'script' ? 'cmd' : 'src', task.argsSpan)
  const hint = missingHint(files, name, found.searched)
  if (isMade && task.module !== 'template')
    return [
      warning('files/missing', `the file "${name}" is not there yet`, {
        span,
        hint: `${hint}; a task before may make it`,
      }),
    ]
  return [error('files/missing', `the file "${name}" is not there`, { span, hint })]
}

/** The file of the controller that a task reads; undefined when it reads none, or only the run can tell. */
const sourceOf = (task: Task): string | undefined => {
  const { src, cmd, remote_src: remote } = task.args
  const written =
    task.module === 'script'
      ? typeof cmd === 'string'
        ? cmd.trim().split(/\s/, 1)[0]
        : undefined
      : src
  if (typeof written !== 'string' || written === '' || hasTemplate(written)) return undefined
  const isHere =
    remote === undefined ||
    remote === null ||
    remote === false ||
    /^(?:no|false|off|n|0)$/i.test(String(remote))
  return isHere && !written.includes('://') && !written.startsWith('~') ? written : undefined
}
