// Which paths an archive makes in the folder: its names without those that are left out, in the order of the archive.
import { Failure, globPattern, type ArchiveMember } from '../../src/kit/index.ts'
import type { Args } from './args.ts'

export type Wanted = {
  /** Below the folder; `.` is the folder itself. */
  readonly path: string
  readonly member: ArchiveMember
  /** Of a hardlink, the file it is. */
  readonly content: ArchiveMember
}

/** The name as a path: neither from the root nor out of the folder. */
const pathOf = (name: string): string => {
  const parts = name.split('/').filter(part => part !== '' && part !== '.')
  if (parts.includes('..'))
    throw new Failure(
      `the archive has "${name}" in it, which leads out of the folder: it is not unpacked`,
    )
  return parts.length === 0 ? '.' : parts.join('/')
}

/** GNU tar's way: a pattern may begin behind any slash, and what lies below a match is left out, too. */
const tarLeavesOut = (name: string, patterns: readonly RegExp[]): boolean => {
  const parts = name.replace(/\/+$/, '').split('/')
  return parts.some((_, from) =>
    parts.some(
      (_, to) =>
        to >= from && patterns.some(pattern => pattern.test(parts.slice(from, to + 1).join('/'))),
    ),
  )
}

const patternsOf = (patterns: readonly string[]): readonly RegExp[] =>
  patterns.map(pattern => globPattern(pattern.replace(/\/+$/, '')))

/** The members that count. */
export const chosen = (
  { exclude, include }: Pick<Args, 'exclude' | 'include'>,
  members: readonly ArchiveMember[],
  isZip: boolean,
): readonly ArchiveMember[] => {
  if (include.length > 0) return members.filter(included(include, members, isZip))
  if (isZip) {
    const patterns = exclude.map(globPattern)
    return members.filter(({ name }) => !patterns.some(pattern => pattern.test(name)))
  }
  const patterns = patternsOf(exclude)
  return members.filter(({ name }) => !tarLeavesOut(name, patterns))
}

const included = (
  include: readonly string[],
  members: readonly ArchiveMember[],
  isZip: boolean,
): ((member: ArchiveMember) => boolean) => {
  const tests = include.map(wanted => {
    const pattern = globPattern(wanted)
    const plain = wanted.replace(/\/+$/, '')
    const test = ({ name }: ArchiveMember): boolean =>
      isZip
        ? pattern.test(name)
        : name.replace(/\/+$/, '') === plain || name.startsWith(`${plain}/`)
    if (!members.some(test)) throw new Failure(`there is no "${wanted}" in the archive`)
    return test
  })
  return member => tests.some(test => test(member))
}

/** What shall be where; of several members with one path the last one counts. */
export const wantedOf = (members: readonly ArchiveMember[], strip = 0): readonly Wanted[] => {
  const byName = new Map(members.map(member => [pathOf(member.name), member]))
  const wanted = new Map<string, Wanted>()
  for (const member of members) {
    const parts = pathOf(member.name).split('/').slice(strip)
    if (parts.length === 0 || (strip > 0 && parts[0] === '.')) continue
    const path = parts.join('/')
    const content =
      member.type === 'hardlink' ? (byName.get(pathOf(member.target ?? '')) ?? member) : member
    wanted.delete(path)
    wanted.set(path, { path, member, content })
  }
  return [...wanted.values()]
}

/** The name as tar shows it when it takes the first folders away. */
export const shownName = ({ name, type }: ArchiveMember, strip: number): string => {
  if (strip === 0) return name
  const parts = name.split('/').filter(part => part !== '' && part !== '.')
  const path = parts.slice(strip).join('/')
  return type === 'directory' && path !== '' ? `${path}/` : path
}

/** Topmost folders that the archive implies without having them. */
export const impliedBy = (wanted: readonly Wanted[]): readonly string[] => {
  const paths = new Set(wanted.map(({ path }) => path))
  const tops = wanted.flatMap(({ path }) => (path.includes('/') ? [path.split('/')[0]!] : []))
  return [...new Set(tops)].filter(top => !paths.has(top))
}
