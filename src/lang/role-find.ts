// Where a role lies: beside the playbook, in the roles path, beside the role that needs it, in a collection.
import { posix } from 'node:path'
import { didYouMean, error } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { firstOf, inFolders } from './find-file.ts'
import type { Loading, Spot } from './loading.ts'

export type FoundRole = {
  /** With its collection before it. */
  readonly name: string
  readonly path: string
  readonly collection?: string
}

/** A role by its name; its absence is reported. */
export const findRole = (
  loading: Loading,
  name: string,
  span: Span,
  spot: Spot,
): FoundRole | undefined => {
  for (const [collection, role] of inCollections(name, spot)) {
    const path = collectionPaths(loading, collection, role).find(each => loading.hasFolder(each))
    if (path !== undefined) return { name: `${collection}.${role}`, path, collection }
  }
  const folders = roleFolders(loading, spot)
  const found = firstOf(inFolders(name, folders), path => loading.hasFolder(path))
  if ('path' in found) return { name, path: found.path.replace(/(.)\/$/, '$1') }
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

/** Collections that a name may be of: its own, where it says one, else those of the spot. */
const inCollections = (
  name: string,
  { collections }: Spot,
): readonly (readonly [string, string])[] => {
  const match = /^(\w+\.\w+)\.(\w[\w.]*)$/.exec(name)
  return match
    ? [[match[1]!, match[2]!]]
    : collections.filter(each => /^\w+\.\w+$/.test(each)).map(each => [each, name])
}

const collectionPaths = (loading: Loading, collection: string, role: string): readonly string[] => {
  const inside = posix.join(collection.replace('.', '/'), 'roles', role.replaceAll('.', '/'))
  return collectionFolders(loading).flatMap(base => [
    posix.join(base, 'ansible_collections', inside),
    posix.join(base, inside),
  ])
}

/** Where collections lie. */
export const collectionFolders = (loading: Loading): readonly string[] => [
  ...[loading.playbookDir, loading.topDir].map(folder => posix.join(folder, 'collections')),
  // A playbook of a collection sees those beside it.
  ...(/^(.*?)\/?ansible_collections\//.exec(loading.playbookDir)?.slice(1) ?? []),
  ...(loading.edges.collectionsPath ?? []),
]
