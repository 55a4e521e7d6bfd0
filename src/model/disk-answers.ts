// Answers about disks: partitions, file systems, volumes.

export type Partition = {
  readonly num: number
  /** Bytes; the last one is still part of it. */
  readonly begin: number
  readonly end: number
  readonly fstype: string
  readonly name: string
  readonly flags: readonly string[]
}

/** `partitions DEVICE`; absent where there is no such device, or no parted to ask. */
export type PartitionsAnswer = {
  /** gpt, msdos…; unknown where there is no table. */
  readonly table: string
  /** Bytes. */
  readonly size: number
  readonly partitions: readonly Partition[]
  /** What parted prints, by unit. */
  readonly printed: Readonly<Record<string, string>>
}

/** `filesystem DEVICE`; absent where there is no such device. */
export type FilesystemAnswer = {
  /** As blkid calls it; empty where there is none. */
  readonly type: string
  readonly uuid: string
  /** Bytes of the device, and of what the file system uses of it; when wanted. */
  readonly deviceSize?: number
  readonly size?: number
  /** Where it is mounted; empty for nowhere; when wanted. */
  readonly mount?: string
}

/** `volume-group NAME` */
export type VolumeGroupAnswer = {
  /** Bytes. */
  readonly size: number
  readonly free: number
  readonly extent: number
  readonly volumes: number
  /** Its devices. */
  readonly devices: readonly string[]
}

/** `physical-volume DEVICE`; absent where LVM has not made it one. */
export type PhysicalVolumeAnswer = {
  /** Its group; empty where it is in none. */
  readonly group: string
  /** Bytes of it, of its device, and before its first extent. */
  readonly size: number
  readonly deviceSize: number
  readonly start: number
  readonly extent: number
}

/** `logical-volume GROUP/NAME` */
export type LogicalVolumeAnswer = {
  /** Bytes. */
  readonly size: number
  readonly isActive: boolean
  /** thin-pool, thin, or anything else. */
  readonly sort: 'thin-pool' | 'thin' | 'other'
}
