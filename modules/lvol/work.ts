// What makes a volume, and what changes its size. Pure.
import { Failure, Refusal } from '../../src/kit/index.ts'
import type { LogicalVolumeAnswer, VolumeGroupAnswer } from '../../src/kit/index.ts'
import { sizeOf, sizeWords, type LvolArgs, type Size } from './args.ts'

const words = (text: string | undefined, separator: RegExp): readonly string[] =>
  (text ?? '').split(separator).filter(word => word !== '')

/** What is made: a snapshot, a pool, a volume in a pool, or a plain one. */
export const nameOf = ({ lv, snapshot, thinpool }: LvolArgs): string =>
  (snapshot ?? lv ?? thinpool ?? '').replace(/^.*\//, '')

const up = (bytes: number, extent: number): number => Math.ceil(bytes / extent) * extent
const down = (bytes: number, extent: number): number => Math.floor(bytes / extent) * extent

/** The words of lvcreate. */
export const creation = (given: LvolArgs, size: Size | undefined): readonly string[] => {
  const { vg, lv, snapshot, thinpool } = given
  const opts = words(given.opts, /\s+/)
  if (size?.sign === '-' || (size?.sign === '+' && 'bytes' in size))
    throw new Refusal('size', `must not be relative for a new volume: "${size.sign}${size.text}"`)
  const whole = size && { ...size, sign: '' as const }
  const plain = whole ? sizeWords(whole) : []
  if (snapshot !== undefined)
    return ['lvcreate', '--yes', ...plain, '-s', '-n', snapshot, ...opts, `${vg}/${lv ?? thinpool}`]
  if (thinpool !== undefined && lv !== undefined) {
    if (whole && 'percent' in whole)
      throw new Refusal('size', 'must be no percentage for a thin volume')
    return [
      'lvcreate',
      '--yes',
      '-n',
      lv,
      ...(whole ? sizeWords(whole, '-V') : []),
      ...opts,
      '-T',
      `${vg}/${thinpool}`,
    ]
  }
  if (thinpool !== undefined)
    return ['lvcreate', '--yes', ...plain, ...opts, '-T', `${vg}/${thinpool}`]
  return ['lvcreate', '--yes', '-n', nameOf(given), ...plain, ...opts, vg, ...words(given.pvs, /,/)]
}

/** How big a new volume will be; nothing for a share, which the devices decide. */
export const newSize = (size: Size | undefined, group: VolumeGroupAnswer): number | undefined =>
  size && 'bytes' in size ? up(size.bytes, group.extent) : undefined

export type Resizing = { readonly argv: readonly string[]; readonly bytes: number }

/** The words that change the size, and the size then; nothing where it is so already. */
export const resizing = (
  given: LvolArgs,
  volume: LogicalVolumeAnswer,
  group: VolumeGroupAnswer,
): Resizing | undefined => {
  if (given.size === undefined || given.size === '') return undefined
  const size = sizeOf(given.size)
  const bytes = wantedBytes(size, volume, group)
  if (bytes > volume.size) {
    if ('percent' in size && bytes - volume.size > group.free)
      throw new Failure(
        `Logical Volume ${nameOf(given)} could not be extended. Not enough free space left (${bytes - volume.size} bytes required / ${group.free} bytes available)`,
      )
    return { argv: resizeWords(given, size, ['lvextend']), bytes }
  }
  // A share may be off by an extent, and what is free is less once a volume has taken it.
  const isBigger =
    'percent' in size
      ? volume.size > bytes + group.extent && (size.of !== 'FREE' || size.sign === '-')
      : volume.size > bytes
  if (!isBigger || (!given.shrink && size.sign !== '-')) return undefined
  if (bytes <= 0) throw new Failure(`Sorry, no shrinking of ${nameOf(given)} to 0 permitted.`)
  if (!given.force) throw new Failure(`Sorry, no shrinking of ${nameOf(given)} without force=true.`)
  return { argv: resizeWords(given, size, ['lvreduce', '--force']), bytes }
}

const wantedBytes = (size: Size, volume: LogicalVolumeAnswer, group: VolumeGroupAnswer): number => {
  if ('bytes' in size) {
    if (size.sign === '') return up(size.bytes, group.extent)
    const step = up(size.bytes, group.extent)
    return size.sign === '+' ? volume.size + step : volume.size - down(size.bytes, group.extent)
  }
  const share = (size.percent * (size.of === 'FREE' ? group.free : group.size)) / 100
  const bytes =
    size.sign === '+' ? volume.size + share : size.sign === '-' ? volume.size - share : share
  return down(bytes, group.extent)
}

const resizeWords = (given: LvolArgs, size: Size, tool: readonly string[]): readonly string[] => [
  ...tool,
  ...(given.resizefs ? ['--resizefs'] : []),
  ...sizeWords(size),
  `${given.vg}/${nameOf(given)}`,
  ...words(given.pvs, /,/),
]
