// Where a role lies: beside the playbook, in the roles path, beside the role that needs it, in a collection.
import { posix } from 'node:path'
import { didYouMean, error } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { firstOf, inFolders } from './find-file.ts'
import type { Loading, Spot } from './loading.ts'

/** The folder of a role; its absence is reported. */
export const findRole = (
  loading: Loading,
  name: string,
  span: Span,
  spot: Spot,
): string | undefined => {
  const folders = roleFolders(loading, spot)
  const paths = [...collectionPaths(loading, name), ...inFolders(name, folders)]
  const found = firstOf(paths, path => loading.hasFolder(path))
  if ('path' in found) return found.path.replace(/(.)\/$/, '$1')
  const there = folders.slice(0, -1).flatMap(folder => loading.edges.files.list(folder) ?? [])
  loading.report(
    error('role/missing', `the role "${name}" is not there`, {
      span,
      hint: didYouMean(name, there) ?? `searched as ${found.searched.slice(0, 4).join(', ')}`,
    }),
  )
  return undefined
}

const roleFolders = (loading: Loading, spot: Spot): readonly string[] => {
  const beside = spot.place.role ? [posix.dirname(spot.place.role.path)] : []
  return [
    posix.join(loading.playbookDir, 'roles'),
    ...loading.edges.rolesPath,
    ...beside,
    loading.playbookDir,
  ]
}

/** `namespace.collection.role` in the collections beside the playbook, then in the others. */
const collectionPaths = (loading: Loading, name: string): readonly string[] => {
  const match = /^(\w+)\.(\w+)\.([\w.]+)$/.exec(name)
  if (!match) return []
  const [, namespace = '', collection = '', role = ''] = match
  const inside = posix.join(namespace, collection, 'roles', role.replaceAll('.', '/'))
  return collectionFolders(loading).flatMap(base => [
    posix.join(base, 'ansible_collections', inside),
    posix.join(base, inside),
  ])
}

/** Where collections lie. */
export const collectionFolders = (loading: Loading): readonly string[] => [
  posix.join(loading.playbookDir, 'collections'),
  ...(loading.edges.collectionsPath ?? []),
]
