import {
  absolute,
  change,
  defineModule,
  explainMissing,
  Failure,
  probe,
  raw,
  Refusal,
} from '../../src/kit/index.ts'
import type {
  Change,
  Facts,
  FileAnswer,
  PhysicalVolumeAnswer,
  Probe,
  VolumeGroupAnswer,
} from '../../src/kit/index.ts'

import { args, type LvgArgs } from './args.ts'
import { creation, extentBytes, later, moves, run, toGroup } from './group.ts'

type Asked = { readonly group: Probe<VolumeGroupAnswer> } & {
  readonly [device: `${'device' | 'volume'} ${string}`]:
    Probe<FileAnswer> | Probe<PhysicalVolumeAnswer>
}
type State = { readonly group: VolumeGroupAnswer | undefined } & {
  readonly [device: `device ${string}`]: FileAnswer | undefined
} & { readonly [volume: `volume ${string}`]: PhysicalVolumeAnswer | undefined }

const devicesOf = ({ pvs }: LvgArgs, facts: Facts): readonly string[] =>
  (pvs ?? []).map(path => absolute(path, facts))

const reads = (given: LvgArgs, facts: Facts): Asked => ({
  group: probe.volumeGroup(given.vg),
  ...Object.fromEntries(
    devicesOf(given, facts).flatMap(path => [
      [`device ${path}`, probe.file(path)],
      [`volume ${path}`, probe.physicalVolume(path)],
    ]),
  ),
})

/** The device that a link leads to: LVM knows it by that name. */
const realName = (path: string, file: FileAnswer | undefined): string =>
  file?.type === 'link' && file.real ? file.real.path : path

/** Devices by their real names, each held to be there and in no other group. */
const realDevices = (given: LvgArgs, state: State, facts: Facts): readonly string[] => {
  const devices = devicesOf(given, facts)
  if (devices.length === 0)
    throw new Refusal('pvs', 'must name the devices of the group: No physical volumes given.')
  return devices.map(path => {
    const file = state[`device ${path}`]
    if (!file || (file.type === 'link' && !file.real))
      throw new Failure(`Device ${path} not found.`)
    const group = state[`volume ${path}`]?.group ?? ''
    if (group !== '' && group !== given.vg)
      throw new Failure(`Device ${path} is already in ${group} volume group.`)
    return realName(path, file)
  })
}

/** Devices that became bigger than LVM has them. */
const growth = (given: LvgArgs, state: State, facts: Facts): readonly Change[] =>
  devicesOf(given, facts).flatMap(path => {
    const volume = state[`volume ${path}`]
    if (!given.pvresize || !volume || volume.group !== given.vg) return []
    const { deviceSize, start, size, extent } = volume
    if (deviceSize - (start + size) <= extent) return []
    return [
      change(
        probe.physicalVolume(path),
        volume,
        { ...raw(volume), size: later },
        [run('pvresize', path)],
        { touches: ['volume-group **', 'filesystem **'] },
      ),
    ]
  })

/** Volume groups of LVM, and the devices they consist of. */
export default defineModule({
  name: 'lvg',
  summary: 'Make, change and remove volume groups of LVM.',
  args,
  needs: 'lvm2 on the host.',
  predicts: 'partial',
  notes: ['The size of extents of a group that is there is left alone, as Ansible does.'],
  reads,
  plan: (given, seen, facts) => {
    const { vg, state, force } = given
    const found = seen as unknown as State
    if (!/^[A-Za-z0-9_+.][A-Za-z0-9_+.-]*$/.test(vg))
      throw new Refusal('vg', 'must be the name of a group as in vg.data')
    if (state === 'absent') {
      if (!found.group) return []
      if (found.group.volumes > 0 && !force)
        throw new Failure(`Refuse to remove non-empty volume group ${vg} without force=true`)
      return [toGroup(given, found.group, undefined, [run('vgremove', '--force', vg)])]
    }
    extentBytes(given.pesize)
    const devices = realDevices(given, found, facts)
    if (!found.group) return [creation(given, devices)]
    return [...growth(given, found, facts), ...moves(given, found.group, devices)]
  },
  explain: explainMissing({ pvcreate: 'lvm2', vgcreate: 'lvm2' }),
})
