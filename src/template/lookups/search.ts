// Where lookups look for files of the controller: the role, the folder of the task's file, the
// playbook.
import { posix } from 'node:path'
import type { Run } from '../run.ts'

const textOf = (run: Run, name: string): string | undefined => {
  const value = run.scope.get(name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Folders in the order they are searched; `kind` is `files` or `templates`. */
export const searchFolders = (kind: string, run: Run): string[] => {
  const role = textOf(run, 'role_path')
  const task = textOf(run, 'ansible_task_dir')
  const playbook = textOf(run, 'playbook_dir')
  const folders = [
    role && posix.join(role, kind),
    role,
    task && posix.join(task, kind),
    task,
    playbook && posix.join(playbook, kind),
    playbook,
  ]
  return [...new Set(folders.filter(folder => folder !== undefined))]
}

/** All places where a name may be. */
export const candidates = (name: string, kind: string, run: Run): string[] => {
  const home = run.edges.env.get('HOME')
  const path =
    home !== undefined && (name === '~' || name.startsWith('~/')) ? home + name.slice(1) : name
  if (path.startsWith('/')) return [posix.normalize(path)]
  const folders = searchFolders(kind, run)
  return (folders.length > 0 ? folders : ['']).map(folder => posix.join(folder, path))
}

/** The first place where there is a file of the name. */
export const findFile = (name: string, kind: string, run: Run): string | undefined =>
  candidates(name, kind, run).find(path => run.edges.files.stat(path)?.type === 'file')
