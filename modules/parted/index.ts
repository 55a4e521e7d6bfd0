import {
  change,
  defineModule,
  explainMissing,
  Failure,
  isUnknown,
  probe,
  raw,
  Refusal,
} from '../../src/kit/index.ts'
import type { Change, Op } from '../../src/kit/index.ts'
import { args, placeOf, type PartedArgs } from './args.ts'
import { diskIn, partitionsIn } from './printed.ts'
import { later, workOf } from './work.ts'

const check = (given: PartedArgs): void => {
  if (!given.device.startsWith('/'))
    throw new Refusal('device', 'must be the path of a disk as in /dev/sdb')
  if (given.number !== undefined && given.number < 1)
    throw new Refusal('number', 'must be greater than 0')
  placeOf('part_start', given.part_start)
  placeOf('part_end', given.part_end)
  for (const flag of given.flags ?? [])
    if (!/^[a-z][\w-]*$/.test(flag))
      throw new Refusal('flags', `must hold flags as in lvm, not "${flag}"`)
  if (given.fs_type !== undefined && !/^[a-z][\w()-]*$/.test(given.fs_type))
    throw new Refusal('fs_type', 'must be a file system as in ext4')
  if (given.name !== undefined && /[\r\n]/.test(given.name))
    throw new Refusal('name', 'must be one line')
}

const argvOf = ({ device, align }: PartedArgs, words: readonly string[]): readonly string[] => [
  ...['parted', '-s', '-m', ...(align === 'undefined' ? [] : ['-a', align])],
  ...[device, '--', ...words],
]

/** Partitions of a disk, and its table of them. */
export default defineModule({
  name: 'parted',
  summary: 'Make, change and remove partitions of disks.',
  args,
  rules: {
    requiredIf: [
      ['state', 'present', ['number']],
      ['state', 'absent', ['number']],
    ],
  },
  returns: {
    disk: 'The disk.',
    partitions: 'Its partitions.',
    script: 'What parted was told to do.',
  },
  needs: 'parted on the host.',
  predicts: 'full',
  notes: ['A partition that ends within 2 MiB of `part_end` is not resized.'],
  reads: ({ device }) => ({ disk: probe.partitions(device), file: probe.file(device) }),
  plan: (given, { disk, file }) => {
    check(given)
    const { device } = given
    if (!disk)
      throw new Failure(
        file
          ? 'parted is not on the host: install it first'
          : `${device} is not there: give the path of a disk`,
      )
    const { script, after } = workOf(given, raw(disk))
    if (script.length === 0) return []
    const ops = script.map((words): Op => ({ op: 'run', argv: argvOf(given, words) }))
    const printed = later<Readonly<Record<string, string>>>('the table of partitions')
    return [
      change(probe.partitions(device), disk, { ...after, printed }, ops, {
        // Where exactly a partition lies, parted decides.
        lenient: true,
        touches: [
          `file ${device}*`,
          `filesystem ${device}*`,
          `physical-volume ${device}*`,
          'glob *',
          'facts *',
        ],
      }),
    ] satisfies Change[]
  },
  result: ({ args: given, before, after }) => {
    const disk = raw(after.disk)
    const { script } = before.disk ? workOf(given, raw(before.disk)) : { script: [] }
    const words = script.flat().join(' ')
    const tables: unknown = disk?.printed
    const printed = disk && !isUnknown(tables) ? (disk.printed[given.unit] ?? '') : undefined
    return {
      script: given.state === 'info' ? `unit '${given.unit}' print` : words,
      disk: printed === undefined ? tables : diskIn(printed, given.device),
      partitions: printed === undefined ? tables : partitionsIn(printed),
    }
  },
  explain: explainMissing(),
})
