// `local-tree`: what lies on the controller, as `synchronize` compares it with what lies on a host.
import { posix } from 'node:path'
import { sha256 } from '../base/value.ts'
import type { LocalTreeAnswer } from '../model/answers.ts'
import type { FileDetails, Files } from '../model/edge.ts'

type Entry = LocalTreeAnswer['entries'][string]

/** All that is below a path, with digests of the files; undefined where nothing is there. */
export const localTree = (
  path: string,
  files: Files,
  { follow }: { readonly follow: boolean },
): LocalTreeAnswer | undefined => {
  const names = { user: namesIn('/etc/passwd', files), group: namesIn('/etc/group', files) }
  const entries: Record<string, Entry> = {}
  const walk = (inside: string, above: readonly string[]): void => {
    const at = posix.join(path, inside)
    // What the user named is meant itself, even where it is a link to a folder.
    const details = files.details?.(at, follow || inside === '')
    if (!details) return
    entries[inside] = entryOf(at, details, names, files)
    if (details.type !== 'directory') return
    const real = files.realpath(at) ?? at
    // A link that leads back would never end.
    if (above.includes(real)) return
    for (const name of files.list(at) ?? []) walk(posix.join(inside, name), [...above, real])
  }
  walk('', [])
  return entries[''] && { path, entries }
}

type Names = Readonly<Record<'user' | 'group', ReadonlyMap<number, string>>>

const entryOf = (at: string, of: FileDetails, names: Names, files: Files): Entry => ({
  type: of.type === 'other' ? 'fifo' : of.type,
  mode: of.mode,
  uid: of.uid,
  gid: of.gid,
  owner: names.user.get(of.uid) ?? String(of.uid),
  group: names.group.get(of.gid) ?? String(of.gid),
  size: of.size,
  mtime: of.mtime,
  ...(of.type === 'file' && { sha256: sha256(files.read(at) ?? new Uint8Array()) }),
  ...(of.target !== undefined && { target: of.target }),
})

/** Names by their numbers, the first of each. */
const namesIn = (path: string, files: Files): ReadonlyMap<number, string> =>
  new Map(
    Buffer.from(files.read(path) ?? [])
      .toString('utf8')
      .split('\n')
      .reverse()
      .map(line => line.split(':'))
      .map(([name = '', , id]) => [Number(id), name] as const),
  )
