// Facts of the machine: memory, processors, what the firmware says of it, how long it is up.
import type { Collector, Gathered } from './gathered.ts'

const memory = (of: Gathered): Readonly<Record<string, unknown>> => {
  const stats = new Map(
    of.lines('/proc/meminfo').flatMap(line => {
      const match = /^(\w+):\s+(\d+)/.exec(line)
      return match ? [[match[1]!, Math.floor(Number(match[2]) / 1024)] as const] : []
    }),
  )
  if (stats.size === 0) return {}
  const [total = 0, free = 0, swapTotal = 0, swapFree = 0] = [
    'MemTotal',
    'MemFree',
    'SwapTotal',
    'SwapFree',
  ].map(name => stats.get(name))
  const nocache = free + (stats.get('Cached') ?? 0) + (stats.get('Buffers') ?? 0)
  return {
    memtotal_mb: total,
    memfree_mb: free,
    swaptotal_mb: swapTotal,
    swapfree_mb: swapFree,
    memory_mb: {
      real: { total, used: total - free, free },
      nocache: { free: nocache, used: total - nocache },
      swap: {
        total: swapTotal,
        free: swapFree,
        used: swapTotal - swapFree,
        cached: stats.get('SwapCached') ?? 0,
      },
    },
  }
}

/** How many processors a list such as 0-3,8 names. */
const countOf = (list: string): number =>
  list.split(',').reduce((count, range) => {
    const [from = 0, to = from] = range.split('-').map(Number)
    return count + to - from + 1
  }, 0)

/** Lines that say what a processor is, in the order in which Ansible lists them. */
const DESCRIBES: ReadonlySet<string> = new Set([
  'model name',
  'Processor',
  'vendor_id',
  'cpu',
  'Vendor',
  'processor',
])

const processors = (of: Gathered): Readonly<Record<string, unknown>> => {
  const pairs = of.lines('/proc/cpuinfo').map(line => {
    const colon = line.indexOf(':')
    return colon === -1
      ? ([line.trim(), ''] as const)
      : ([line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const)
  })
  if (pairs.length === 0) return {}
  const count = (key: string): number => pairs.filter(([name]) => name === key).length
  const described = pairs.filter(([name]) => DESCRIBES.has(name)).map(([, value]) => value)
  const isNumbered = /^(armv|aarch|ppc)/.test(of.facts.machine)
  const byVendor = count('vendor_id') > 0 && count('vendor_id') === count('model name')
  const all = isNumbered ? count('processor') : byVendor ? count('vendor_id') : described.length
  const sockets = new Map<string, number>()
  const siblings = new Map<string, number>()
  let socket = '0'
  let core = '0'
  for (const [name, value] of pairs) {
    if (name === 'physical id') sockets.set((socket = value), sockets.get(value) ?? 1)
    else if (name === 'core id') siblings.set((core = value), siblings.get(value) ?? 1)
    else if (name === 'cpu cores') sockets.set(socket, Number(value))
    else if (name === 'siblings') siblings.set(core, Number(value))
  }
  const cores = [...sockets.values()][0] || 1
  const threads = Math.floor(([...siblings.values()][0] ?? 1) / cores)
  const packages = sockets.size || all
  const allowed = of
    .lines('/proc/self/status')
    .flatMap(line => /^Cpus_allowed_list:\s*(\S+)/.exec(line)?.[1] ?? [])[0]
  return {
    processor: described,
    processor_count: packages,
    processor_cores: cores,
    processor_threads_per_core: threads,
    processor_vcpus: threads * packages * cores,
    processor_nproc: allowed === undefined ? count('processor') : countOf(allowed),
  }
}

const FIRMWARE: Readonly<Record<string, string>> = {
  bios_date: 'bios_date',
  bios_vendor: 'bios_vendor',
  bios_version: 'bios_version',
  board_asset_tag: 'board_asset_tag',
  board_name: 'board_name',
  board_serial: 'board_serial',
  board_vendor: 'board_vendor',
  board_version: 'board_version',
  chassis_asset_tag: 'chassis_asset_tag',
  chassis_serial: 'chassis_serial',
  chassis_vendor: 'chassis_vendor',
  chassis_version: 'chassis_version',
  form_factor: 'chassis_type',
  product_name: 'product_name',
  product_serial: 'product_serial',
  product_uuid: 'product_uuid',
  product_version: 'product_version',
  system_vendor: 'sys_vendor',
}

/** Names of the chassis types of the DMI specification, by number. */
const FORM_FACTORS = [
  'Unknown',
  'Other',
  'Unknown',
  'Desktop',
  'Low Profile Desktop',
  'Pizza Box',
  'Mini Tower',
  'Tower',
  'Portable',
  'Laptop',
  'Notebook',
  'Hand Held',
  'Docking Station',
  'All In One',
  'Sub Notebook',
  'Space-saving',
  'Lunch Box',
  'Main Server Chassis',
  'Expansion Chassis',
  'Sub Chassis',
  'Bus Expansion Chassis',
  'Peripheral Chassis',
  'RAID Chassis',
  'Rack Mount Chassis',
  'Sealed-case PC',
  'Multi-system',
  'CompactPCI',
  'AdvancedTCA',
  'Blade',
  'Blade Enclosure',
  'Tablet',
  'Convertible',
  'Detachable',
  'IoT Gateway',
  'Embedded PC',
  'Mini PC',
  'Stick PC',
]

/** A field of the firmware's description. */
export const dmi = (of: Gathered, name: string): string | undefined =>
  of.text(`/sys/class/dmi/id/${name}`)

const firmware = (of: Gathered): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(FIRMWARE).map(([fact, file]) => {
      const value = dmi(of, file)
      if (value === undefined || fact !== 'form_factor') return [fact, value ?? 'NA']
      return [fact, FORM_FACTORS[Number(value)] ?? `unknown (${value})`]
    }),
  )

export const DMI_FILES = '/sys/class/dmi/id/*'

export const machine: Collector = {
  files: ['/proc/meminfo', '/proc/cpuinfo', '/proc/self/status', '/proc/uptime', DMI_FILES],
  facts: of => {
    const uptime = of.text('/proc/uptime')
    return {
      ...memory(of),
      ...processors(of),
      ...firmware(of),
      ...(uptime !== undefined && { uptime_seconds: Math.floor(Number(uptime.split(' ')[0])) }),
    }
  },
}
