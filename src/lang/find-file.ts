// Where the files that a playbook names are searched, in Ansible's order. Paths stay as relative as they came.
import { posix } from 'node:path'
import { didYouMean } from '../base/diagnostic.ts'
import type { Files } from '../model/edge.ts'
import type { Place, Role } from '../model/playbook.ts'

export type Found = { readonly path: string } | { readonly searched: readonly string[] }

/** The first of several paths that is there. */
export const firstOf = (paths: readonly string[], isThere: (path: string) => boolean): Found => {
  const searched = [...new Set(paths.map(path => posix.normalize(path)))]
  const path = searched.find(isThere)
  return path === undefined ? { searched } : { path }
}

/** A name in each of several folders; a name from the root stays as it is. */
export const inFolders = (name: string, folders: readonly string[]): readonly string[] =>
  posix.isAbsolute(name) ? [name] : folders.map(folder => posix.join(folder, name))

/** Folders for task files: beside the file itself, the role's tasks or handlers, the role, the playbook's. */
export const taskFolders = (
  place: Place,
  kind: 'task' | 'handler',
  playbookDir: string,
): readonly string[] => {
  const { file, role } = place
  const ofRole = role
    ? [posix.join(role.path, kind === 'task' ? 'tasks' : 'handlers'), role.path]
    : []
  return [posix.dirname(file), ...ofRole, playbookDir, posix.join(playbookDir, 'tasks')]
}

/** Folders for `files`, `templates` and `vars` that a task names. */
export const dataFolders = (
  place: Place,
  kind: 'files' | 'templates' | 'vars',
  playbookDir: string,
): readonly string[] => {
  const own = posix.dirname(place.file)
  const { role } = place
  const ofRole = role ? [role.path, posix.join(role.path, 'tasks')] : []
  const ofParents = rolesAbove(role).map(({ path }) => path)
  const bases = [...ofRole, ...ofParents, own, playbookDir]
  return bases.flatMap(base => [posix.join(base, kind), base])
}

/** The roles that brought a role in, the nearest first. */
export const rolesAbove = (role: Role | undefined): readonly Role[] =>
  role?.above ? [role.above, ...rolesAbove(role.above)] : []

/** What to do about a file that was not found: the name it may have, or where it was searched. */
export const missingHint = (files: Files, name: string, searched: readonly string[]): string => {
  const own = posix.basename(name)
  const there = searched.flatMap(path => (files.list(posix.dirname(path)) ?? []).slice(0, 1000))
  // A name without an ending may stand for a file with one.
  const alike =
    posix.extname(own) === '' ? there.map(other => other.replace(/\.(?:ya?ml|json)$/, '')) : there
  const guess = didYouMean(
    own,
    alike.filter(other => other !== own),
  )
  return guess ?? `searched as ${searched.slice(0, 4).join(', ')}`
}
