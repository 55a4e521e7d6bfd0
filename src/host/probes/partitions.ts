// `partitions DEVICE`: what parted prints of a device, in all its units at once. One parted each: it takes one device.
import { quote } from '../../base/shell.ts'
import type { Answer } from '../../model/change.ts'
import type { Partition, PartitionsAnswer } from '../../model/disk-answers.ts'
import { fits } from '../fits.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'

/** Bytes first: they are what is compared. */
const UNITS = [
  ...['B', 's', 'KB', 'KiB', 'MB', 'MiB', 'GB', 'GiB', 'TB', 'TiB', '%', 'cyl', 'chs', 'compact'],
]

// A disk without a table ends parted at its first word about it.
const SCRIPT = `p() {
if [ ! -e "$1" ] || ! command -v parted >/dev/null; then echo '= absent'; return; fi
echo '= device'
o=$(parted -s -m "$1" -- ${UNITS.map(unit => `unit ${unit} print`).join(' ')} 2>&1)
case $o in
  *'unrecognised disk label'*) for u in ${UNITS.join(' ')}; do parted -s -m "$1" -- unit $u print 2>&1; done;;
  *) printf '%s\\n' "$o";;
esac
}`

export const partitionsKind: Kind<PartitionsAnswer> = {
  kind: 'partitions',
  script: probes => [SCRIPT, ...probes.map(({ id }) => `p ${quote(id)}`)].join('\n'),
  parse: (text, probes) => {
    const parts = utf8(text)
      .split(/^= (?=(?:absent|device)$)/m)
      .slice(1)
    return probes.map((_probe, index): Answer<PartitionsAnswer> => {
      const part = parts[index] ?? ''
      const state = part.slice(0, part.indexOf('\n'))
      if (state === 'absent') return absent
      return tableOf(part.slice(part.indexOf('\n') + 1))
    })
  },
  same: ({ printed: _printed, ...promised }, found) =>
    fits(comparable(promised), comparable(found)) &&
    promised.partitions.every(({ num, begin, end }) => {
      const part = found.partitions.find(other => other.num === num)
      return part !== undefined && isNear(begin, part.begin) && isNear(end, part.end)
    }),
  show: ({ table, partitions }) => ({
    table,
    ...Object.fromEntries(
      partitions.map(part => [`partition ${part.num}`, inWords(part)] as const),
    ),
  }),
}

/** Partitions are moved to where their disk is fast. */
const GRAIN = 16 * 2 ** 20

/** Places that nobody knows before are near any other. */
const isNear = (promised: number, found: number): boolean =>
  typeof promised !== 'number' || Math.abs(promised - found) <= GRAIN

/** What has to be the same: places are apart, and parted sets and unsets boot together with esp. */
const comparable = (of: Pick<PartitionsAnswer, 'table' | 'partitions'>): unknown => ({
  table: of.table,
  partitions: of.partitions.map(({ begin: _begin, end: _end, ...part }) => ({
    ...part,
    flags: part.flags.filter(flag => flag !== 'boot'),
  })),
})

/** Of a partition that is only planned, its place may be unknown. */
const inWords = ({ begin, end, name, fstype, flags }: Partition): string =>
  [
    [begin, typeof end === 'number' ? end + 1 : end]
      .map(place => (typeof place === 'number' ? mebibytes(place) : '…'))
      .join(' to '),
    ...(typeof fstype !== 'string' || fstype === '' ? [] : [fstype]),
    ...(name === '' ? [] : [`"${name}"`]),
    ...(flags.length === 0 ? [] : [flags.join(' ')]),
  ].join(', ')

const mebibytes = (bytes: number): string => `${Math.round((bytes / 2 ** 20) * 100) / 100} MiB`

/** A table for each unit: their lines end in semicolons, and the first one tells the sort of unit. */
const tableOf = (printed: string): Answer<PartitionsAnswer> => {
  const tables = printed
    .replace(/^[^;\n]*\n/gm, '')
    .split(/^(?=(?:BYT|CHS|CYL);$)/m)
    .filter(each => /^(BYT|CHS|CYL);/.test(each))
  const [inBytes] = tables
  const disk = diskIn(inBytes ?? '')
  if (!disk) {
    if (/unrecognised disk label/i.test(printed))
      return known({ table: 'unknown', size: 0, partitions: [], printed: {} })
    return failed(
      printed
        .trim()
        .replace(/^Error: /, '')
        .split('\n')
        .at(-1) || 'parted failed',
    )
  }
  return known({
    ...disk,
    partitions: partitionsIn(inBytes!),
    printed: Object.fromEntries(UNITS.map((unit, index) => [unit, tables[index]?.trim() ?? ''])),
  })
}

const bytes = (text: string): number => Number(text.replace(/B$/, ''))

/** `path:size:transport:logical:physical:table:model:flags;` */
const diskIn = (table: string): { table: string; size: number } | undefined => {
  const line = table.split('\n')[1] ?? ''
  const [, size, name] = /^.*?:([^:]+):[^:]*:\d+:\d+:([^:]*):.*;$/.exec(line) ?? []
  return name === undefined || size === undefined ? undefined : { table: name, size: bytes(size) }
}

/** `number:begin:end:size:file system:name:flags;` A name may hold colons. */
const partitionsIn = (table: string): readonly Partition[] =>
  [...table.matchAll(/^(\d+):(\d+)B:(\d+)B:\d+B:([^:]*):(.*):([^:]*);$/gm)].map(
    ([, num, begin, end, fstype, name, flags]) => ({
      num: Number(num),
      begin: Number(begin),
      end: Number(end),
      fstype: fstype!,
      // Colons come with a backslash before them.
      name: name!.replace(/\\(.)/g, '$1'),
      flags: flags!
        .split(', ')
        .filter(flag => flag !== '')
        .sort(),
    }),
  )
