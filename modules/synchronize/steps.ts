// What is to be done for one path: a file, a folder or a link, new or changed.
import { below, Failure, type Attrs, type Content, type Op } from '../../src/kit/index.ts'
import type { Wish } from './options.ts'
import { attributes, hidden, type Entry, type Side } from './side.ts'

type Step = {
  readonly ops: readonly Op[]
  readonly entry: Entry
  readonly line?: string
  readonly late?: readonly Op[]
}

const contentOf = (path: string, { sha256 = '', size }: Entry, { place, source }: Side): Content =>
  source === 'host' ? { host: place(path), sha256, size } : { local: place(path), sha256, size }

export const touch = (path: string, mtime: number): Op => ({
  op: 'touch',
  path,
  modified: `@${mtime}`,
})
const some = (attrs: Attrs): boolean => Object.keys(attrs).length > 0
const NEW = '+++++++++'

/** What stands in the way of another type goes, if it may. */
const clearing = (
  at: string,
  now: Entry | undefined,
  type: Entry['type'],
  wish: Wish,
): readonly Op[] => {
  if (!now || now.type === type) return []
  if (now.type === 'directory' && !wish.remove)
    throw new Failure(
      `${at} is a folder, expected a ${type}: give delete: true to have it replaced`,
    )
  return [{ op: 'remove', path: at, ...(now.type === 'directory' && { recurse: true }) }]
}

const differs = (entry: Entry, now: Entry, wish: Wish): boolean => {
  if (entry.size !== now.size) return true
  if (wish.sizeOnly) return false
  return wish.checksum || !wish.times ? entry.sha256 !== now.sha256 : entry.mtime !== now.mtime
}

const fileStep = (
  path: string,
  entry: Entry,
  found: Entry | undefined,
  side: Side,
): Step | undefined => {
  const { wish } = side
  const at = below(side.root, path)
  const now = found?.type === 'file' ? found : undefined
  if (found ? wish.ignoreExisting : wish.existing) return undefined
  if (now && wish.update && (now.mtime ?? 0) > (entry.mtime ?? 0)) return undefined
  const { attrs, after, letters } = attributes(entry, now, side)
  const known = {
    type: 'file' as const,
    ...after,
    size: entry.size,
    ...(wish.times && { mtime: entry.mtime! }),
    ...(side.digests && entry.sha256 !== undefined && { sha256: entry.sha256 }),
  }
  const mtime = wish.times ? known : { ...known, mtime: hidden('when it is written') }
  const late = wish.times && entry.mtime !== now?.mtime ? [touch(at, entry.mtime!)] : []
  if (!now || differs(entry, now, wish)) {
    const write: Op = {
      op: 'write',
      path: at,
      content: contentOf(path, entry, side),
      ...(some(attrs) && { attrs }),
    }
    const size = now && entry.size !== now.size ? 's' : '.'
    const time = now && entry.mtime === now.mtime ? '.' : wish.times ? 't' : 'T'
    const what = now ? `${wish.checksum ? 'c' : '.'}${size}${time}${letters}...` : NEW
    return {
      ops: [
        ...clearing(at, found, 'file', wish),
        write,
        ...(wish.times ? [touch(at, entry.mtime!)] : []),
      ],
      entry: mtime,
      line: `<f${what}`,
    }
  }
  if (!some(attrs) && late.length === 0) return undefined
  return {
    ops: [...(some(attrs) ? [{ op: 'attrs' as const, path: at, attrs }] : []), ...late],
    entry: { ...now, ...after, ...(wish.times && { mtime: entry.mtime! }) },
    line: `.f..${late.length > 0 ? 't' : '.'}${letters}...`,
  }
}

const folderStep = (
  path: string,
  entry: Entry,
  found: Entry | undefined,
  side: Side,
): Step | undefined => {
  const { wish } = side
  const at = below(side.root, path)
  const now = found?.type === 'directory' ? found : undefined
  if (!now && wish.existing) return undefined
  const { attrs, after, letters } = attributes(entry, now, side)
  const keeps = wish.times && wish.dirTimes
  const late = keeps && entry.mtime !== now?.mtime ? [touch(at, entry.mtime!)] : []
  const whole: Entry = {
    type: 'directory',
    ...after,
    size: hidden('the size of a folder'),
    mtime: keeps ? entry.mtime! : hidden('when it is changed'),
  }
  if (!now)
    return {
      ops: [...clearing(at, found, 'directory', wish), { op: 'mkdir', path: at, attrs }],
      entry: whole,
      line: `cd${NEW}`,
      late,
    }
  if (!some(attrs) && late.length === 0) return undefined
  return {
    ops: some(attrs) ? [{ op: 'attrs', path: at, attrs }] : [],
    entry: whole,
    line: `.d..${late.length > 0 ? 't' : '.'}${letters}...`,
    late,
  }
}

const linkStep = (
  path: string,
  entry: Entry,
  found: Entry | undefined,
  side: Side,
): Step | undefined => {
  const { wish } = side
  const at = below(side.root, path)
  const now = found?.type === 'link' ? found : undefined
  if (found ? wish.ignoreExisting : wish.existing) return undefined
  const { attrs, after, letters } = attributes(entry, now, side)
  const target = entry.target ?? ''
  const whole: Entry = {
    type: 'link',
    ...after,
    target,
    size: hidden('the size of a link'),
    mtime: hidden('when the link was made'),
  }
  if (now?.target === target)
    return some(attrs)
      ? { ops: [{ op: 'attrs', path: at, attrs }], entry: whole, line: `.L...${letters}...` }
      : undefined
  return {
    ops: [
      ...clearing(at, found, 'link', wish),
      { op: 'link', path: at, target },
      ...(some(attrs) ? [{ op: 'attrs' as const, path: at, attrs }] : []),
    ],
    entry: whole,
    line: now ? `cLc.${wish.times ? 't' : 'T'}${letters}...` : `cL${NEW}`,
  }
}

export const STEPS: Partial<Record<Entry['type'], typeof fileStep>> = {
  file: fileStep,
  directory: folderStep,
  link: linkStep,
}
