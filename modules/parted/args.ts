// The arguments of `parted`, and sizes as parted writes them.
import { arg, Refusal, type ArgsOf } from '../../src/kit/index.ts'

const UNITS = [
  ...(['s', 'B', 'KB', 'KiB', 'MB', 'MiB', 'GB', 'GiB', 'TB', 'TiB'] as const),
  ...(['%', 'cyl', 'chs', 'compact'] as const),
] as const

export const args = {
  device: arg.must(arg.text('The disk.')),
  align: arg.or(
    arg.choice(
      'How new partitions are aligned; undefined for what parted does by itself.',
      'cylinder',
      'minimal',
      'none',
      'optimal',
      'undefined',
    ),
    'optimal',
  ),
  number: arg.int('The partition.'),
  unit: arg.or(
    arg.choice('The unit of sizes without one, and of those returned.', ...UNITS),
    'KiB',
  ),
  label: arg.or(
    arg.choice(
      'The sort of partition table. A disk with another one loses all its partitions.',
      ...(['aix', 'amiga', 'bsd', 'dvh', 'gpt', 'loop', 'mac', 'msdos', 'pc98', 'sun'] as const),
    ),
    'msdos',
  ),
  part_type: arg.or(
    arg.choice(
      'The sort of a new partition, with msdos and dvh.',
      'extended',
      'logical',
      'primary',
    ),
    'primary',
  ),
  part_start: arg.or(
    arg.text('Where a new partition begins: 10GiB, 15%, -1GiB from the end.'),
    '0%',
  ),
  part_end: arg.or(arg.text('Where it ends.'), '100%'),
  name: arg.text('The name of the partition, with gpt, mac and pc98.'),
  flags: arg.list('All flags that it shall have, such as lvm or esp.'),
  state: arg.or(
    arg.choice(
      'Whether the partition shall be there; info only tells of the disk.',
      'absent',
      'present',
      'info',
    ),
    'info',
  ),
  fs_type: arg.text('The file system that a new partition is meant for; none is made.'),
  resize: arg.or(arg.bool('Let a partition that is there end at `part_end`.'), false),
} as const

export type PartedArgs = ArgsOf<typeof args>

const FACTORS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
}

/** A place on the disk as parted takes it, or a refusal. */
export const placeOf = (argument: 'part_start' | 'part_end', written: string): string => {
  const text = written.replaceAll(' ', '')
  const [, unit] = /^-?\d+(?:\.\d+)?([A-Za-z%]+)$/.exec(text) ?? []
  if (!UNITS.some(known => known === unit) && !/^\d+,\d+,\d+$/.test(text))
    throw new Refusal(
      argument,
      'must be a number with a unit as in 10GiB or 15%; capital and small letters matter',
    )
  return text
}

/** A place in bytes; undefined for units that hang on the disk. */
export const bytesOf = (place: string, size: number): number | undefined => {
  const [, number = '', unit = ''] = /^(-?[\d.]+)([A-Za-z%]+)$/.exec(place) ?? []
  const factor = unit === '%' ? size / 100 : FACTORS[unit]
  if (factor === undefined) return undefined
  const bytes = Number(number) * factor
  return bytes < 0 ? size + bytes : bytes
}
