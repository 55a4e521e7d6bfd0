// Questions about disks: partitions, file systems, volumes. `probe` offers them beside all others.
import type {
  FilesystemAnswer,
  LogicalVolumeAnswer,
  PartitionsAnswer,
  PhysicalVolumeAnswer,
  VolumeGroupAnswer,
} from '../model/disk-answers.ts'
import { make } from './make-probe.ts'

export const diskProbes = {
  /** The partitions of a device. */
  partitions: (device: string) => make<PartitionsAnswer>('partitions', device),

  /** The file system on a device; with sizes and its mount when wanted. */
  filesystem: (device: string, how: { sizes?: boolean } = {}) =>
    make<FilesystemAnswer>('filesystem', device, how),

  /** A volume group of LVM. */
  volumeGroup: (name: string) => make<VolumeGroupAnswer>('volume-group', name),

  /** A device that LVM may have made a physical volume. */
  physicalVolume: (device: string) => make<PhysicalVolumeAnswer>('physical-volume', device),

  /** A logical volume of LVM. */
  logicalVolume: (group: string, name: string) =>
    make<LogicalVolumeAnswer>('logical-volume', `${group}/${name}`),
} as const
