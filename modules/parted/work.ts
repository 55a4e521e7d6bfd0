// What has to be done to a table of partitions, as words for parted, and the table afterwards. Pure.
import { unknown } from '../../src/kit/index.ts'
import type { Partition, PartitionsAnswer } from '../../src/kit/index.ts'
import { bytesOf, placeOf, type PartedArgs } from './args.ts'

/** The grain of alignment, at either end. */
const GRAIN = 2 * 2 ** 20

export const later = <T>(what: string): T => unknown(what) as unknown as T

/** A place in bytes, as near as alignment lets it be; unknown in units that hang on the disk. */
const placed = (place: string, size: number, what: string): number => {
  const bytes = size === 0 && !/B$/.test(place) ? undefined : bytesOf(place, size)
  return bytes === undefined ? later(`where the partition ${what}`) : Math.round(bytes)
}

/** The last byte before a place. */
const lastOf = (place: number): number => (typeof place === 'number' ? place - 1 : place)

/** What is done to the table, as words for parted, and the table afterwards. */
type Work = { readonly script: readonly (readonly string[])[]; readonly after: PartitionsAnswer }

const withPartition = (of: PartitionsAnswer, part: Partition): PartitionsAnswer => ({
  ...of,
  partitions: [...of.partitions.filter(({ num }) => num !== part.num), part].sort(
    (a, b) => a.num - b.num,
  ),
})

/** The table and the partition; everything on the disk goes with another table. */
const made = (given: PartedArgs, number: number, now: PartitionsAnswer): Work => {
  const { label, fs_type, part_type } = given
  const isNew = now.table !== label
  if (!isNew && now.partitions.some(({ num }) => num === number)) return { script: [], after: now }
  const [start, end] = [
    placeOf('part_start', given.part_start),
    placeOf('part_end', given.part_end),
  ]
  const script = [
    ...(isNew ? ['mklabel', label] : []),
    ...['mkpart', part_type, ...(fs_type === undefined ? [] : [fs_type]), start, end],
  ]
  const part: Partition = {
    num: number,
    begin: placed(start, now.size, 'begins'),
    end: lastOf(placed(end, now.size, 'ends')),
    fstype: later('what lies there'),
    // With gpt, the word for the sort is the name.
    name: label === 'gpt' ? part_type : '',
    flags: [],
  }
  const table = isNew ? { ...now, table: label, partitions: [] } : now
  return { script: [['unit', given.unit, ...script]], after: withPartition(table, part) }
}

/** A partition that was there ends elsewhere. */
const resized = (given: PartedArgs, number: number, now: PartitionsAnswer): Work => {
  const part = now.partitions.find(({ num }) => num === number)
  if (!given.resize || !part || now.table !== given.label) return { script: [], after: now }
  const end = placeOf('part_end', given.part_end)
  const wanted = bytesOf(end, now.size)
  if (wanted !== undefined && Math.abs(part.end + 1 - wanted) <= GRAIN)
    return { script: [], after: now }
  return {
    script: [['unit', given.unit, 'resizepart', String(number), end]],
    after: withPartition(now, { ...part, end: lastOf(placed(end, now.size, 'ends')) }),
  }
}

/** Its name, and just these flags. */
const named = (given: PartedArgs, number: number, now: PartitionsAnswer): Work => {
  const part = now.partitions.find(({ num }) => num === number)!
  const { name, unit } = given
  const flags = flagsOf(given.flags ?? [])
  const on = flags.filter(flag => !part.flags.includes(flag))
  const off = flags.length === 0 ? [] : part.flags.filter(flag => !flags.includes(flag))
  const words = [
    ...(name === undefined || name === part.name ? [] : ['name', String(number), quoted(name)]),
    ...on.flatMap(flag => ['set', String(number), flag, 'on']),
    ...off.flatMap(flag => ['set', String(number), flag, 'off']),
  ]
  if (words.length === 0) return { script: [], after: now }
  return {
    script: [['unit', unit, ...words]],
    after: withPartition(now, {
      ...part,
      name: name ?? part.name,
      flags: flags.length === 0 ? part.flags : [...flags].sort(),
    }),
  }
}

/** parted sets boot with esp. */
const flagsOf = (flags: readonly string[]): readonly string[] =>
  flags.includes('esp') && !flags.includes('boot') ? [...flags, 'boot'] : flags

/** parted takes its words apart once more. */
const quoted = (name: string): string => `"${name.replace(/[\\"]/g, '\\$&')}"`

/** All of it; no words where it is so already. */
export const workOf = (given: PartedArgs, now: PartitionsAnswer): Work => {
  const { state, number = 0 } = given
  if (state === 'info') return { script: [], after: now }
  if (state === 'absent') {
    const others = now.partitions.filter(({ num }) => num !== number)
    return others.length === now.partitions.length
      ? { script: [], after: now }
      : { script: [['rm', String(number)]], after: { ...now, partitions: others } }
  }
  let work: Work = { script: [], after: now }
  for (const step of [made, resized, named]) {
    // A partition that is only made now is made to its size.
    if (step === resized && work.script.length > 0) continue
    const next = step(given, number, work.after)
    work = { script: [...work.script, ...next.script], after: next.after }
  }
  return work
}
