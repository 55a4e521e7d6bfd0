// `filetree` (community.general): everything below folders of the controller, with what is needed to copy it.
import { posix } from 'node:path'
import { dict } from '../../base/value.ts'
import type { FileDetails, Files } from '../../model/edge.ts'
import { str } from '../print.ts'
import type { Run } from '../run.ts'
import type { Lookup } from './lookup.ts'
import { folderFor } from './search.ts'

/** Names by number of /etc/passwd or /etc/group. */
const namesOf = (path: string, files: Files): ReadonlyMap<number, string> =>
  new Map(
    new TextDecoder()
      .decode(files.read(path) ?? new Uint8Array())
      .split('\n')
      .map(line => line.split(':'))
      .filter(([name, , id]) => name !== undefined && id !== undefined)
      .map(([name, , id]) => [Number(id), name!] as const),
  )

/** Paths below a folder, folders before what is in them. */
const below = (folder: string, path: string, run: Run, depth = 0): string[] => {
  if (depth > 60) return []
  run.budget.spend(10)
  const { files } = run.edges
  const names = files.list(posix.join(folder, path)) ?? []
  const isFolder = (name: string): boolean =>
    files.details?.(posix.join(folder, path, name), false)?.type === 'directory'
  const folders = names.filter(isFolder)
  const here = [...folders, ...names.filter(name => !folders.includes(name))]
  return [
    ...here.map(name => posix.join(path, name)),
    ...folders.flatMap(name => below(folder, posix.join(path, name), run, depth + 1)),
  ]
}

export const filetree: Lookup = {
  run: (terms, _options, run) => {
    const { files } = run.edges
    const [users, groups] = [namesOf('/etc/passwd', files), namesOf('/etc/group', files)]
    const describe = (root: string, path: string, of: FileDetails): unknown => {
      const where = posix.join(root, path)
      const source = of.type === 'link' ? of.target : of.type === 'file' ? where : undefined
      return dict([
        ['root', root],
        ['path', path],
        ['state', of.type],
        ...(source === undefined ? [] : [['src', source] as const]),
        ['uid', of.uid],
        ['gid', of.gid],
        ['owner', users.get(of.uid) ?? of.uid],
        ['group', groups.get(of.gid) ?? of.gid],
        ['mode', `0${of.mode.toString(8).padStart(3, '0')}`],
        ['size', of.size],
        ['mtime', of.mtime],
      ])
    }
    const seen = new Set<string>()
    const found: unknown[] = []
    for (const term of terms) {
      const folder = folderFor(str(term), 'files', run)
      const root = str(term).endsWith('/') ? `${folder}/` : folder
      for (const path of below(folder, '', run)) {
        const details = files.details?.(posix.join(root, path), false)
        if (!details || details.type === 'other' || seen.has(path)) continue
        seen.add(path)
        found.push(describe(root, path, details))
      }
    }
    return found
  },
}
