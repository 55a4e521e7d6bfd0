// What goes into the archive, under which names, by the rules of community.general's archive.
import {
  absolute,
  Failure,
  globPattern,
  type Facts,
  type Packing,
  type SourcesAnswer,
} from '../../src/kit/index.ts'
import type { Args } from './args.ts'

/** A path of an argument on the host; a slash at its end stays, since names depend on it. */
export const onHost = (path: string, facts: Facts): string => {
  const whole = absolute(path.replace(/^~(?=\/|$)/, facts.home), facts)
  return path.length > 1 && path.endsWith('/') ? `${whole}/` : whole
}

const isPattern = (path: string): boolean => /[*?]/.test(path)

export type Contents = {
  /** Those of the paths that count and are there, sorted. */
  readonly sources: readonly Found[]
  readonly missing: readonly string[]
  readonly root: string
  readonly packing: Packing
  readonly dest: string
}
type Found = SourcesAnswer['found'][number]

const byName = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** All that is to be packed. Throws a Failure where that cannot be. */
export const contentsOf = (of: Args, answer: SourcesAnswer, facts: Facts): Contents => {
  const left = new Set(answer.excluded)
  const found = new Map(
    answer.found.filter(({ path }) => !left.has(path)).map(each => [each.path, each]),
  )
  const all = [...found.values()].sort((a, b) => byName(a.path, b.path))
  const first = all[0]
  if (!first)
    throw new Failure('Error, no source paths were found', {
      expanded_paths: answer.found.map(({ path }) => path),
      expanded_exclude_paths: answer.excluded,
    })
  const sources = all.filter(({ type }) => type !== 'missing')
  const many =
    of.force_archive || of.path.some(isPattern) || first.type === 'folder' || all.length > 1
  if (of.dest === undefined && many)
    throw new Failure('Error, must specify "dest" when archiving multiple files or trees')
  const dest = of.dest === undefined ? `${first.path}.${of.format}` : absolute(of.dest, facts)
  const root = rootOf(all.map(({ path }) => path))
  const alone = !many && of.format !== 'zip' && of.format !== 'tar'
  const names = namesOf(of, sources, root, dest)
  return {
    sources,
    missing: all.filter(({ type }) => type === 'missing').map(({ path }) => path),
    root,
    dest,
    packing: { format: of.format, root: root.replace(/(?<=.)\/$/, ''), names, alone },
  }
}

/** The folder that all paths share, with a slash behind it. */
const rootOf = (paths: readonly string[]): string => {
  const folders = paths.map(path => path.slice(0, path.lastIndexOf('/') + 1))
  let shared = folders[0] ?? '/'
  for (const folder of folders)
    while (!folder.startsWith(shared))
      shared = shared.slice(0, shared.slice(0, -1).lastIndexOf('/') + 1)
  return shared
}

/** Names below the root, sorted; a folder of the paths is there by what is in it. */
const namesOf = (
  { exclusion_patterns = [], format }: Args,
  sources: readonly Found[],
  root: string,
  dest: string,
): readonly string[] => {
  const patterns = exclusion_patterns.map(globPattern)
  const isOut = (path: string): boolean => {
    // A zip is asked by the whole path, a tar by the name in it.
    const name = format === 'zip' ? path : path.slice(root.length)
    return path === dest || patterns.some(pattern => pattern.test(name))
  }
  const paths = sources.flatMap(({ path, type, below }) =>
    type === 'folder'
      ? below.map(each => ({ ...each, path: `${path.replace(/\/$/, '')}/${each.path}` }))
      : [{ path, isFolder: false }],
  )
  const names = paths
    .filter(({ path }) => !isOut(path))
    .map(
      ({ path, isFolder }) =>
        `${path.slice(root.length)}${isFolder && format === 'zip' ? '/' : ''}`,
    )
  for (const name of names) {
    if (name.includes('\ufffd'))
      throw new Failure(`${root}${name} is no UTF-8: such a name cannot be packed here, rename it`)
    if (name.includes('\n') && format === 'zip')
      throw new Failure(`${root}${name} has a newline in its name: zip cannot take it, use tar`)
  }
  return [...new Set(names)].sort(byName)
}
