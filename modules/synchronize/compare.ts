// A tree against a tree, as rsync compares them: what is to be done, and the lines rsync prints of it.
import { below, isUnknown, raw, type Op } from '../../src/kit/index.ts'
import { isExcluded } from './filter.ts'
import { chosen, hidden, type Entry, type Side } from './side.ts'
import { STEPS, touch } from './steps.ts'

export type Outcome = {
  readonly ops: readonly Op[]
  /** The tree afterwards. */
  readonly entries: Readonly<Record<string, Entry>>
  readonly lines: readonly string[]
  /** Paths that come, go or change. */
  readonly touched: readonly string[]
}

/** What the destination has and the source has not: the topmost of what goes, nothing that rules protect. */
const surplus = (side: Side, kept: ReadonlySet<string>): readonly string[] => {
  const { to, prefix, wish } = side
  const all = Object.entries(raw(to)).filter(([path]) => path !== '' && !kept.has(path))
  const isSafe = (path: string): boolean =>
    !wish.removeExcluded && isExcluded(wish.rules, prefix + path, to[path]!.type === 'directory')
  const safe = all.map(([path]) => path).filter(isSafe)
  const goes = all
    .map(([path]) => path)
    .filter(path => !isSafe(path) && !safe.some(each => each.startsWith(`${path}/`)))
  const gone = new Set(goes)
  return goes.filter(path => {
    const parts = path.split('/')
    return !parts.some((_, index) => index > 0 && gone.has(parts.slice(0, index).join('/')))
  })
}

/** Everything that makes the one tree like the other. */
export const compare = (side: Side): Outcome => {
  const { root, prefix, from, wish } = side
  const to = raw(side.to)
  const entries: Record<string, Entry> = { ...to }
  const ops: Op[] = []
  const late: Op[] = []
  const lines: string[] = []
  const touched = new Set<string>()
  const taken = chosen(side)
  for (const [path, entry] of taken) {
    const step = STEPS[entry.type]?.(path, entry, to[path], side)
    if (!step) continue
    const isFolder = entry.type === 'directory'
    ops.push(...step.ops)
    late.unshift(...(step.late ?? []))
    entries[path] = step.entry
    touched.add(path)
    const name =
      prefix + path === ''
        ? './'
        : isFolder
          ? `${prefix}${path}`.replace(/\/?$/, '/')
          : (prefix + path).replace(/\/$/, '')
    lines.push(`${step.line} ${name}${entry.type === 'link' ? ` -> ${entry.target ?? ''}` : ''}`)
  }
  if (wish.remove && from['']?.type === 'directory')
    for (const path of surplus(side, new Set(taken.map(([each]) => each)))) {
      const isFolder = to[path]!.type === 'directory'
      ops.push({ op: 'remove', path: below(root, path), ...(isFolder && { recurse: true }) })
      touched.add(path)
      const gone = Object.keys(entries).filter(each => each === path || each.startsWith(`${path}/`))
      for (const each of gone.sort().reverse()) {
        lines.push(`*deleting   ${prefix}${each}${to[each]?.type === 'directory' ? '/' : ''}`)
        delete entries[each]
      }
    }
  return settle({ ...side, to }, { ops, entries, lines, touched: [...touched] }, late)
}

/** Folders in which something comes or goes get new times and sizes; those that are kept are set again. */
const settle = ({ root, from, wish }: Side, found: Outcome, late: readonly Op[]): Outcome => {
  if (found.ops.length === 0 && late.length === 0) return found
  const entries: Record<string, Entry> = { ...found.entries }
  const stirred = new Set(
    found.touched.map(path => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '')),
  )
  const again: Op[] = []
  for (const path of [...stirred].sort().reverse()) {
    const entry = entries[path]
    if (entry?.type !== 'directory' || (found.touched.length === 1 && found.touched[0] === path))
      continue
    const kept = wish.times && wish.dirTimes ? from[path]?.mtime : undefined
    entries[path] = {
      ...entry,
      size: hidden('the size of a folder'),
      mtime: kept ?? hidden('when it is changed'),
    }
    const at = below(root, path)
    if (
      kept !== undefined &&
      !isUnknown(kept) &&
      !late.some(op => op.op === 'touch' && op.path === at)
    )
      again.push(touch(at, kept))
  }
  return { ...found, entries, ops: [...found.ops, ...again, ...late] }
}
