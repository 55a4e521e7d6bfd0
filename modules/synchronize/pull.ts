// From the host to the controller: the contents of files. Their folders come along by themselves.
import { below, Failure, raw, Refusal, unknown, type Op } from '../../src/kit/index.ts'
import type { Outcome } from './compare.ts'
import { chosen, type Entry, type Side } from './side.ts'

const hidden = (what: string): never => unknown(what) as never

/** The files that differ. */
export const bring = (side: Side): Outcome => {
  const { wish, root, prefix, place } = side
  if (wish.remove) throw new Refusal('delete', 'with mode: pull: mokplay does not do this yet')
  const to = raw(side.to)
  const entries: Record<string, Entry> = { ...to }
  const ops: Op[] = []
  const lines: string[] = []
  const touched: string[] = []
  for (const [path, entry] of chosen(side)) {
    if (entry.type === 'link')
      throw new Failure(
        `${place(path)} is a link: mokplay does not bring links yet; give links: false to leave them out`,
      )
    if (entry.type !== 'file' || entry.sha256 === undefined) continue
    const now = to[path]
    if (now && now.type !== 'file')
      throw new Failure(`${below(root, path)} is a ${now.type} on the controller, expected a file`)
    if (now ? wish.ignoreExisting || now.sha256 === entry.sha256 : wish.existing) continue
    const { size, sha256 } = entry
    ops.push({ op: 'fetch', path: place(path), to: below(root, path), size, sha256 })
    entries[path] = {
      type: 'file',
      mode: hidden('the mode of a new file'),
      uid: hidden('the owner of a new file'),
      gid: hidden('the group of a new file'),
      owner: hidden('the owner of a new file'),
      group: hidden('the group of a new file'),
      mtime: hidden('when it is written'),
      size,
      sha256,
    }
    touched.push(path)
    lines.push(
      `>f${now ? `c${size === now.size ? '.' : 's'}.......` : '+++++++++'} ${prefix}${path}`,
    )
  }
  return { ops, entries, lines, touched }
}
