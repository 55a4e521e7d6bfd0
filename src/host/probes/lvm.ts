// `volume-group NAME`, `physical-volume DEVICE`, `logical-volume GROUP/NAME`: one report of LVM for all questions of a
// kind. Its devices go by their real names, whatever links lead there.
import { quote } from '../../base/shell.ts'
import type { Answer } from '../../model/change.ts'
import type {
  LogicalVolumeAnswer,
  PhysicalVolumeAnswer,
  VolumeGroupAnswer,
} from '../../model/disk-answers.ts'
import type { Probe } from '../../model/module.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'

const report = (program: string, fields: string, more = ''): string =>
  `echo '= ${program}'; ${program} ${more}--noheadings --nosuffix --units b --separator ';' -o ${fields}; echo "= rc $?"`

/** The devices of all groups, by the names that links to them lead to. */
const DEVICES = `echo '= pvs'
pvs --noheadings --separator ';' -o pv_name,vg_name | sed 's/^ *//' | while IFS=';' read -r p v; do
printf '%s;%s\\n' "$(readlink -f -- "$p")" "$v"; done
echo '= rc 0'`

/** Without LVM nothing is said at all. */
const guarded = (...lines: readonly string[]): string =>
  ['command -v lvm >/dev/null || exit', ...lines].join('\n')

type Rows = readonly (readonly string[])[]

/** The lines of each report. */
const rowsOf = (text: string): ReadonlyMap<string, Rows> => {
  const rows = new Map<string, (readonly string[])[]>()
  let current: (readonly string[])[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('= rc ')) current = []
    else if (line.startsWith('= ')) rows.set(line.slice(2), (current = []))
    else if (line.includes(';')) current.push(line.trim().split(';'))
  }
  return rows
}

/** One answer each; absent where LVM is missing, since it may come with a package. */
const answers = <A>(
  text: string,
  probes: readonly Probe[],
  read: (probe: Probe, rows: ReadonlyMap<string, Rows>, index: number) => A | undefined,
): Answer<A>[] => {
  const said = utf8(text)
  const rows = rowsOf(said)
  const broken = /^= rc ([1-9]\d*)$/m.exec(said)
  return probes.map((probe, index) => {
    if (rows.size === 0) return absent
    const found = read(probe, rows, index)
    if (found !== undefined) return known(found)
    return broken ? failed(`LVM does not answer: it ended with code ${broken[1]}`) : absent
  })
}

export const volumeGroupKind: Kind<VolumeGroupAnswer> = {
  kind: 'volume-group',
  script: () => guarded(report('vgs', 'vg_name,vg_size,vg_free,vg_extent_size,lv_count'), DEVICES),
  parse: (text, probes) =>
    answers(text, probes, ({ id }, rows) => {
      const row = rows.get('vgs')?.find(([name]) => name === id)
      if (!row) return undefined
      const [, size, free, extent, volumes] = row
      return {
        size: Number(size),
        free: Number(free),
        extent: Number(extent),
        volumes: Number(volumes),
        devices: (rows.get('pvs') ?? [])
          .flatMap(([name, group]) => (group === id ? [name!] : []))
          .sort(),
      }
    }),
  show: ({ devices, extent }) => ({ devices: devices.join(' '), extent: `${extent} bytes` }),
}

export const physicalVolumeKind: Kind<PhysicalVolumeAnswer> = {
  kind: 'physical-volume',
  script: probes =>
    guarded(
      report('pvs', 'pv_name,vg_name,pv_size,dev_size,pe_start,vg_extent_size'),
      // What each device is really called.
      ...probes.map(({ id }) => `printf '%s\\n' "$(readlink -f -- ${quote(id)})"`),
    ),
  parse: (text, probes) => {
    const end = /^= rc \d+\n/m.exec(text)
    const names = utf8(end ? text.slice(end.index + end[0].length) : '').split('\n')
    return answers(text, probes, ({ id }, rows, index) => {
      const real = names[index]
      const row = rows.get('pvs')?.find(([name]) => name === real || name === id)
      if (!row) return undefined
      const [, group, size, deviceSize, start, extent] = row
      return {
        group: group ?? '',
        size: Number(size),
        deviceSize: Number(deviceSize),
        start: Number(start),
        extent: Number(extent),
      }
    })
  },
  show: ({ group, size }) => ({
    ...(group === '' ? {} : { group }),
    size: typeof size === 'number' ? `${size} bytes` : 'the whole device',
  }),
}

const SORTS: Readonly<Record<string, LogicalVolumeAnswer['sort']>> = { t: 'thin-pool', V: 'thin' }

export const logicalVolumeKind: Kind<LogicalVolumeAnswer> = {
  kind: 'logical-volume',
  script: () => guarded(report('lvs', 'vg_name,lv_name,lv_size,lv_attr', '-a ')),
  parse: (text, probes) =>
    answers(text, probes, ({ id }, rows) => {
      const row = rows
        .get('lvs')
        ?.find(([group, name = '']) => `${group}/${name.replace(/[[\]]/g, '')}` === id)
      if (!row) return undefined
      const [, , size, attributes = ''] = row
      return {
        size: Number(size),
        isActive: attributes[4] === 'a',
        sort: SORTS[attributes[0] ?? ''] ?? 'other',
      }
    }),
  show: ({ size, isActive, sort }) => ({
    size: typeof size === 'number' ? `${size} bytes` : String(size),
    active: isActive ? 'yes' : 'no',
    ...(sort !== 'other' && { sort }),
  }),
}
