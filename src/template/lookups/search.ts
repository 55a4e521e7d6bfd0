// Where lookups look for files of the controller: the role, the folder of the task's file, the
// playbook.
import { posix } from 'node:path'
import { Problem } from '../problem.ts'
import type { Run } from '../run.ts'

const textOf = (run: Run, name: string): string | undefined => {
  const value = run.scope.get(name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The folders of a task: its role and those that depend on it, its file's own, the playbook's. */
const homes = (run: Run): string[] => {
  const told = run.scope.get('ansible_search_path')
  const path = Array.isArray(told)
    ? told.filter(folder => typeof folder === 'string')
    : [textOf(run, 'role_path'), textOf(run, 'ansible_task_dir'), textOf(run, 'playbook_dir')]
  return [...new Set([...path, textOf(run, 'playbook_dir')])].filter(folder => folder !== undefined)
}

/** Folders in the order they are searched; `kind` is `files` or `templates`. */
export const searchFolders = (kind: string, run: Run): string[] => [
  ...new Set(homes(run).flatMap(folder => [posix.join(folder, kind), folder])),
]

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

/** The first folder of the name; where it would be beside the playbook, when there is none. */
export const folderFor = (name: string, kind: string, run: Run): string => {
  const places = candidates(name, kind, run)
  const found = places.find(path => run.edges.files.stat(path)?.type === 'directory')
  return (found ?? places.at(-1) ?? name).replace(/(?<=.)\/+$/, '')
}

/** The place of a file that has to be there. */
export const mustFind = (name: string, kind: string, run: Run): string => {
  const found = findFile(name, kind, run)
  if (found !== undefined) return found
  throw new Problem('template/missing', `file "${name}" was not found on the controller`, {
    hint: `looked at ${candidates(name, kind, run).join(', ')}`,
  })
}

/** The text of a file that has to be there. */
export const textOfFile = (name: string, kind: string, run: Run, encoding = 'utf-8'): string => {
  const bytes = run.edges.files.read(mustFind(name, kind, run)) ?? new Uint8Array()
  try {
    return new TextDecoder(encoding).decode(bytes)
  } catch {
    throw new Problem('template/type', `"${encoding}" is no encoding of texts that is known here`)
  }
}
