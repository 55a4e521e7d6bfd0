// With what right hosts are made: root's, or a user's ranges of subordinate ids.
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'

type Range = { readonly from: number; readonly count: number }

export type Privilege =
  | { readonly kind: 'root' }
  | {
      readonly kind: 'user'
      readonly uid: number
      readonly gid: number
      readonly uids: Range
      readonly gids: Range
    }

/** The widest range that a file like /etc/subuid gives a user, by name or by number. */
export const rangeOf = (text: string, name: string, uid: number): Range | undefined => {
  const ranges = text
    .split('\n')
    .map(line => line.split(':'))
    .filter(row => row[0] === name || row[0] === String(uid))
    .map(row => ({ from: Number(row[1]), count: Number(row[2]) }))
    .filter(range => range.from > 0 && range.count > 0)
  return ranges.sort((a, b) => b.count - a.count)[0]
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** What the caller may do; undefined for a user without subordinate ids. */
export const privilege = (): Privilege | undefined => {
  const { username, uid, gid } = userInfo()
  if (uid === 0) return { kind: 'root' }
  const uids = rangeOf(read('/etc/subuid'), username, uid)
  const gids = rangeOf(read('/etc/subgid'), username, uid)
  return uids && gids && { kind: 'user', uid, gid, uids, gids }
}
