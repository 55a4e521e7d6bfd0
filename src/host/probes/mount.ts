// `mount PATH`: what is mounted there, of one look at the kernel's own table. Folders above may be links: the kernel
// knows real names only.
import { quote } from '../../base/shell.ts'
import type { MountAnswer } from '../../model/answers.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'

// The mount itself is not entered: a dead network share would never come back.
const NAME = String.raw`
m() {
  [ ! -h "$1" ] || { readlink -f "$1"; return; }
  p=${'$'}{1%/*} n=${'$'}{1##*/}
  d=$(cd -P -- "${'$'}{p:-/}" && pwd -P) && printf '%s\n' "${'$'}{d%/}/$n" || printf '%s\n' "$1"
}`

type Row = {
  readonly id: string
  readonly device: string
  readonly root: string
  readonly point: string
  readonly options: string
  readonly fstype: string
  readonly source: string
}

const unescaped = (field: string): string =>
  field.replace(/\\([0-7]{3})/g, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 8)),
  )

const rowOf = (line: string): Row | undefined => {
  const fields = line.split(' ')
  const dash = fields.indexOf('-', 6)
  const [id, , device, root, point, options] = fields
  const [fstype, source] = fields.slice(dash + 1)
  if (dash === -1 || options === undefined || source === undefined) return undefined
  return {
    id: id!,
    device: device!,
    root: unescaped(root!),
    point: unescaped(point!),
    options,
    fstype: fstype!,
    source: unescaped(source),
  }
}

/** Where else the same folder of the same file system is seen: what a bind mount was made of. */
const othersOf = (row: Row, rows: readonly Row[]): string[] =>
  rows.flatMap(other => {
    if (other.id === row.id || other.device !== row.device) return []
    if (row.root !== other.root && !row.root.startsWith(`${other.root.replace(/\/$/, '')}/`))
      return []
    const rest = row.root.slice(other.root.length).replace(/^\/+/, '')
    return [`${other.point.replace(/\/$/, '')}/${rest}`.replace(/(.)\/$/, '$1')]
  })

export const mountKind: Kind<MountAnswer> = {
  kind: 'mount',
  script: probes =>
    [NAME, ...probes.map(({ id }) => `m ${quote(id)}`), 'cat /proc/self/mountinfo'].join('\n'),
  parse: (text, probes) => {
    const lines = utf8(text).split('\n')
    const names = lines.slice(0, probes.length)
    const rows = lines.slice(probes.length).flatMap(line => rowOf(line) ?? [])
    return probes.map((_probe, index) => {
      if (rows.length === 0) return failed('/proc/self/mountinfo cannot be read')
      const here = rows.filter(row => row.point === names[index])
      const top = here.at(-1)
      if (!top) return absent
      const { source, fstype, options } = top
      return known({
        source,
        fstype,
        options,
        origins: [...new Set([source, ...othersOf(top, rows)])],
        depth: here.length,
      })
    })
  },
  // Kernels have their own words for sources and options: that something was mounted is what can be told.
  same: (promised, found) => promised.depth === found.depth,
  show: ({ source, fstype, options }) => ({
    source: String(source),
    fstype: String(fstype),
    options: String(options),
  }),
}
