import {
  change,
  defineModule,
  explainMissing,
  Failure,
  probe,
  raw,
  Refusal,
  unknown,
} from '../../src/kit/index.ts'
import type {
  Change,
  LogicalVolumeAnswer,
  Op,
  Probe,
  StateOf,
  VolumeGroupAnswer,
} from '../../src/kit/index.ts'
import { args, sizeOf, type LvolArgs } from './args.ts'
import { creation, nameOf, newSize, resizing } from './work.ts'

type Asked = {
  readonly group: Probe<VolumeGroupAnswer>
  readonly volume: Probe<LogicalVolumeAnswer>
  /** What a snapshot is made of. */
  readonly origin: Probe<LogicalVolumeAnswer> | undefined
  readonly pool: Probe<LogicalVolumeAnswer> | undefined
}
type State = StateOf<Asked>

const reads = (given: LvolArgs): Asked => {
  const { vg, lv, snapshot, thinpool } = given
  const origin = lv ?? thinpool
  return {
    group: probe.volumeGroup(vg),
    volume: probe.logicalVolume(vg, nameOf(given)),
    origin:
      snapshot === undefined || origin === undefined ? undefined : probe.logicalVolume(vg, origin),
    pool: thinpool === undefined ? undefined : probe.logicalVolume(vg, thinpool),
  }
}

const run = (argv: readonly string[]): Op => ({ op: 'run', argv })

const toVolume = (
  given: LvolArgs,
  before: LogicalVolumeAnswer | undefined,
  after: LogicalVolumeAnswer | undefined,
  ops: readonly Op[],
): Change =>
  change(probe.logicalVolume(given.vg, nameOf(given)), before, after, ops, {
    touches: ['volume-group **', 'logical-volume **', 'filesystem **', 'file /dev/**', 'facts *'],
    // Stripes and mirrors round sizes in their own ways.
    lenient: true,
  })

/** Names stand in command lines, and before slashes. */
const check = (given: LvolArgs): void => {
  for (const name of ['vg', 'lv', 'snapshot', 'thinpool'] as const)
    if (given[name] !== undefined && !/^[\w.+/][\w.+/-]*$/.test(given[name]))
      throw new Refusal(name, 'must be a name of LVM as in data')
}

const needOrigin = (given: LvolArgs, { origin, pool }: State): void => {
  const { vg, lv, snapshot, thinpool } = given
  if (snapshot !== undefined && !origin)
    throw new Failure(`Snapshot origin LV ${lv ?? thinpool} does not exist in volume group ${vg}.`)
  if (snapshot !== undefined && (origin?.sort === 'thin-pool' || thinpool !== undefined))
    throw new Failure('Snapshots of thin pool LVs are not supported.')
  if (snapshot === undefined && thinpool !== undefined && lv !== undefined && !pool)
    throw new Failure(`Thin pool LV ${thinpool} does not exist in volume group ${vg}.`)
}

const made = (given: LvolArgs, state: State, group: VolumeGroupAnswer): Change => {
  const { vg, lv, snapshot, thinpool, active } = given
  const isThinSnapshot = snapshot !== undefined && state.origin?.sort === 'thin'
  if (!given.size && !isThinSnapshot)
    throw new Refusal('size', 'must be given for a new volume: No size given.')
  const size = given.size ? sizeOf(given.size) : undefined
  const after: LogicalVolumeAnswer = {
    size: newSize(size, group) ?? (unknown('the size of the new volume') as unknown as number),
    isActive: active,
    sort:
      thinpool !== undefined && lv === undefined
        ? 'thin-pool'
        : thinpool !== undefined || isThinSnapshot
          ? 'thin'
          : 'other',
  }
  return toVolume(given, undefined, after, [
    run(creation(given, size)),
    ...(active ? [] : [run(['lvchange', '-an', `${vg}/${nameOf(given)}`])]),
  ])
}

const changed = (
  given: LvolArgs,
  volume: LogicalVolumeAnswer,
  group: VolumeGroupAnswer,
): readonly Change[] => {
  const { vg, active } = given
  const to = resizing(given, volume, group)
  const ops = [
    ...(to ? [run(to.argv)] : []),
    ...(volume.isActive === active
      ? []
      : [run(['lvchange', active ? '-ay' : '-an', `${vg}/${nameOf(given)}`])]),
  ]
  if (ops.length === 0) return []
  const after = { ...raw(volume), ...(to && { size: to.bytes }), isActive: active }
  return [toVolume(given, volume, after, ops)]
}

/** Logical volumes of LVM: their size, whether they are active, and their snapshots. */
export default defineModule({
  name: 'lvol',
  summary: 'Make, resize and remove logical volumes of LVM.',
  args,
  rules: { oneOf: [['lv', 'thinpool']] },
  returns: {
    vg: 'The volume group.',
    lv: 'The volume.',
    size: 'Its bytes before.',
    msg: 'How it was resized.',
  },
  needs: 'lvm2 on the host.',
  predicts: 'partial',
  notes: [
    'Sizes are compared in whole extents, up to which LVM rounds them.',
    'A volume of so much of what is FREE is never shrunk: once it has taken that, less is free.',
  ],
  reads,
  plan: (given, state) => {
    check(given)
    const { group, volume } = state
    if (given.size) sizeOf(given.size)
    if (given.state === 'absent') {
      if (!group || !volume) return []
      if (!given.force)
        throw new Failure(
          `Sorry, no removal of logical volume ${nameOf(given)} without force=true.`,
        )
      const argv = ['lvremove', '--force', `${given.vg}/${nameOf(given)}`]
      return [toVolume(given, volume, undefined, [run(argv)])]
    }
    if (!group) throw new Failure(`Volume group ${given.vg} does not exist.`)
    needOrigin(given, state)
    return volume ? changed(given, volume, group) : [made(given, state, group)]
  },
  result: ({ args: given, before, after }) => {
    const [was, is] = [raw(before.volume)?.size, raw(after.volume)?.size]
    return {
      vg: given.vg,
      lv: nameOf(given),
      size: was ?? null,
      msg:
        was !== undefined && is !== undefined && was !== is
          ? `Volume ${nameOf(given)} resized to ${is}b`
          : '',
    }
  },
  explain: explainMissing({ lvcreate: 'lvm2' }),
})
