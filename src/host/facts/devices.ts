// Facts of disks: what /sys/block tells, and the names that udev gives them.
import type { Collector, Gathered } from './gathered.ts'

const LINKS = { ids: 'by-id', uuids: 'by-uuid', labels: 'by-label' } as const

type Links = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

/** By kind, the names of each device. */
const linksOf = (of: Gathered): Links => {
  const add = (into: Record<string, string[]>, device: string, name: string): void => {
    into[device] = [...(into[device] ?? []), name].sort()
  }
  const links: Record<string, Record<string, string[]>> = {}
  for (const [kind, folder] of Object.entries(LINKS)) {
    const found: Record<string, string[]> = {}
    for (const path of of.links(new RegExp(`^/dev/disk/${folder}/`)))
      add(found, base(of.link(path)!), base(path))
    links[kind] = found
  }
  const masters: Record<string, string[]> = {}
  for (const path of of.paths(/^\/sys\/block\/[^/]+\/slaves\//)) {
    const [, , , master, , slave] = path.split('/')
    add(masters, slave!, master!)
  }
  return { ...links, masters }
}

const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** The unique id of a file system on each device, by its path. */
export const deviceIds = (of: Gathered): ReadonlyMap<string, string> =>
  new Map(
    of.links(/^\/dev\/disk\/by-uuid\//).map(path => [`/dev/${base(of.link(path)!)}`, base(path)]),
  )

const UNITS = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const

/** As Ansible prints sizes: two digits after the point, and the unit. */
const human = (bytes: number): string => {
  let unit = 0
  while (unit < UNITS.length - 1 && bytes / 1024 ** unit >= 1024) unit++
  return `${(bytes / 1024 ** unit).toFixed(2)} ${UNITS[unit]}`
}

const holders = (of: Gathered, folder: string): string[] =>
  of
    .paths(new RegExp(`^${folder.replace(/[.+*?^$()[\]{}|\\]/g, '\\$&')}/holders/dm-`))
    .map(path => of.text(`${path}/dm/name`) ?? base(path))

const device = (of: Gathered, name: string, links: Links): Readonly<Record<string, unknown>> => {
  const folder = `/sys/block/${name}`
  const read = (file: string): string | undefined => of.text(`${folder}/${file}`)
  const named = (of: string) =>
    Object.fromEntries(Object.entries(links).map(([kind, by]) => [kind, by[of] ?? []]))
  const parts = [
    ...new Set(
      of
        .files(/^\/sys\/block\/[^/]+\/[^/]+\/start$/)
        .flatMap(path => (path.startsWith(`${folder}/${name}`) ? [path.split('/')[4]!] : [])),
    ),
  ]
  const wwn = (links['ids']?.[name] ?? []).find(id => id.startsWith('wwn-'))
  const serial = read('device/serial')
  return {
    virtual: 1,
    links: named(name),
    vendor: read('device/vendor') ?? null,
    model: read('device/model') ?? null,
    sas_address: read('device/sas_address') ?? null,
    sas_device_handle: read('device/sas_device_handle') ?? null,
    ...(serial !== undefined && { serial }),
    ...(wwn !== undefined && { wwn: wwn.slice('wwn-'.length) }),
    removable: read('removable') ?? null,
    support_discard: read('queue/discard_granularity') ?? null,
    partitions: Object.fromEntries(
      parts.map(part => {
        const sectors = read(`${part}/size`) ?? '0'
        return [
          part,
          {
            links: named(part),
            start: read(`${part}/start`) ?? '0',
            sectors,
            sectorsize: read(`${part}/queue/logical_block_size`) ?? 512,
            size: human(Number(sectors) * 512),
            uuid: links['uuids']?.[part]?.[0] ?? null,
            holders: holders(of, `${folder}/${part}`),
          },
        ]
      }),
    ),
    rotational: read('queue/rotational') ?? null,
    scheduler_mode: /\[(.*)\]/.exec(read('queue/scheduler') ?? '')?.[1] ?? '',
    sectors: read('size') ?? 0,
    sectorsize: read('queue/logical_block_size') ?? 512,
    size: human(Number(read('size') ?? 0) * 512),
    host: '',
    holders: holders(of, folder),
  }
}

export const devices: Collector = {
  files: [
    '/sys/block/*/size',
    '/sys/block/*/removable',
    '/sys/block/*/queue/discard_granularity',
    '/sys/block/*/queue/rotational',
    '/sys/block/*/queue/scheduler',
    '/sys/block/*/queue/logical_block_size',
    '/sys/block/*/device/vendor',
    '/sys/block/*/device/model',
    '/sys/block/*/device/serial',
    '/sys/block/*/device/sas_address',
    '/sys/block/*/device/sas_device_handle',
    '/sys/block/*/holders/*/dm/name',
    '/sys/block/*/*/start',
    '/sys/block/*/*/size',
    '/sys/block/*/*/holders/*/dm/name',
  ],
  paths: ['/sys/block/*/slaves/*', '/sys/block/*/holders/*', '/sys/block/*/*/holders/*'],
  links: ['/dev/disk/by-id/*', '/dev/disk/by-uuid/*', '/dev/disk/by-label/*'],
  facts: of => {
    const links = linksOf(of)
    const names = of.files(/^\/sys\/block\/[^/]+\/size$/).map(path => path.split('/')[3]!)
    return {
      devices: Object.fromEntries(names.map(name => [name, device(of, name, links)])),
      device_links: links,
    }
  },
}
