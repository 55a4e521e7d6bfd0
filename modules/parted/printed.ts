// What `parted -m` prints, as the values that Ansible returns. Pure.

import { Float } from '../../src/kit/index.ts'

type Values = Readonly<Record<string, unknown>>

/** `307200kiB`, `49.7%`, `1204,179,1`. */
const sizeOf = (text: string): { readonly size: unknown; readonly unit: string } => {
  const chs = /^(\d+),(\d+),(\d+)$/.exec(text)
  if (chs) {
    const [cylinder, head, sector] = chs.slice(1).map(Number)
    return { size: { cylinder, head, sector }, unit: 'chs' }
  }
  const [, number = '0', unit = ''] = /^(-?[\d.]+)\s*([\w%]*)$/.exec(text) ?? []
  const size = Number(number)
  return { size: Number.isInteger(size) ? new Float(size) : size, unit: unit.toLowerCase() }
}

/** The disk. */
export const diskIn = (printed: string, device: string): Values => {
  const lines = printed.split('\n')
  const [, size, logical, physical, table, model] =
    /^.*?:([^:]+):[^:]*:(\d+):(\d+):([^:]*):(.*?):?[^:]*;$/.exec(lines[1] ?? '') ?? []
  if (size === undefined) return { dev: device, table: 'unknown' }
  const found = sizeOf(size)
  return {
    dev: device,
    size: found.size,
    unit: found.unit,
    table,
    model,
    logical_block: Number(logical),
    physical_block: Number(physical),
    ...cylindersIn(lines),
  }
}

/** `1204:255:2:261kB;`, where cylinders are the unit. */
const cylindersIn = (lines: readonly string[]): Values => {
  if (!/^(CYL|CHS);$/.test(lines[0] ?? '')) return {}
  const [cylinders, heads, sectors, size = ''] = (lines[2] ?? '').replace(/;$/, '').split(':')
  const found = sizeOf(size)
  return {
    chs_info: {
      cylinders: Number(cylinders),
      heads: Number(heads),
      sectors: Number(sectors),
      cyl_size: found.size,
      cyl_size_unit: found.unit,
    },
  }
}

/** The partitions. In cylinders, heads and sectors, no size is printed. */
export const partitionsIn = (printed: string): readonly Values[] => {
  const lines = printed.split('\n')
  const isChs = lines[0] === 'CHS;'
  const { unit } = sizeOf(/^.*?:([^:]+):/.exec(lines[1] ?? '')?.[1] ?? '')
  return lines.slice(/^(CYL|CHS);$/.test(lines[0] ?? '') ? 3 : 2).flatMap(line => {
    const [, num, begin = '', end = '', rest = ''] =
      /^(\d+):([^:]+):([^:]+):(.*);$/.exec(line) ?? []
    if (num === undefined) return []
    const [, size = '', fstype, name, flags = ''] =
      (isChs ? /^()([^:]*):(.*):([^:]*)$/ : /^([^:]*):([^:]*):(.*):([^:]*)$/).exec(rest) ?? []
    return [
      {
        num: Number(num),
        begin: sizeOf(begin).size,
        end: sizeOf(end).size,
        size: isChs ? '' : sizeOf(size).size,
        fstype,
        name: name?.replace(/\\(.)/g, '$1'),
        flags: flags.split(', ').filter(flag => flag !== ''),
        unit,
      },
    ]
  })
}
