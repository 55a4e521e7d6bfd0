// The programs of each file system: what makes it, what lets it grow, and what blkid calls it.

export type Maker = {
  /** As blkid calls it. */
  readonly type: string
  readonly make: readonly string[]
  /** Words with which it asks nothing before it writes over another one. */
  readonly overwrite?: readonly string[]
  readonly grow?: { readonly argv: readonly string[]; readonly needsMount?: true }
  /** Bytes that it leaves unused at the end of a device. */
  readonly slack: number
}

const MIB = 2 ** 20
const BLOCK = 4096

const ext = (version: string): Maker => ({
  type: version,
  make: [`mkfs.${version}`, '-F'],
  grow: { argv: ['resize2fs'] },
  slack: BLOCK,
})

type Name =
  | ('btrfs' | 'ext2' | 'ext3' | 'ext4' | 'ext4dev' | 'f2fs')
  | ('lvm' | 'ocfs2' | 'reiserfs' | 'swap' | 'vfat' | 'xfs')

export const MAKERS: Readonly<Record<Name, Maker>> = {
  btrfs: {
    type: 'btrfs',
    make: ['mkfs.btrfs', '-f'],
    grow: { argv: ['btrfs', 'filesystem', 'resize', 'max'], needsMount: true },
    slack: MIB,
  },
  ext2: ext('ext2'),
  ext3: ext('ext3'),
  ext4: ext('ext4'),
  ext4dev: ext('ext4'),
  f2fs: {
    type: 'f2fs',
    make: ['mkfs.f2fs', '-f'],
    grow: { argv: ['resize.f2fs'] },
    slack: 4 * MIB,
  },
  lvm: {
    type: 'LVM2_member',
    make: ['pvcreate', '-f'],
    overwrite: ['-y'],
    grow: { argv: ['pvresize'] },
    slack: 32 * MIB,
  },
  ocfs2: { type: 'ocfs2', make: ['mkfs.ocfs2', '-Fx'], slack: 0 },
  reiserfs: { type: 'reiserfs', make: ['mkfs.reiserfs', '-q'], slack: 0 },
  swap: { type: 'swap', make: ['mkswap', '-f'], slack: 0 },
  vfat: {
    type: 'vfat',
    make: ['mkfs.vfat'],
    grow: { argv: ['fatresize', '-s', 'max'] },
    slack: MIB,
  },
  xfs: {
    type: 'xfs',
    make: ['mkfs.xfs', '-f'],
    grow: { argv: ['xfs_growfs'], needsMount: true },
    slack: MIB,
  },
}

/** The packages that have these programs. */
export const PACKAGES: Readonly<Record<string, string>> = {
  'mkfs.btrfs': 'btrfs-progs',
  btrfs: 'btrfs-progs',
  'mkfs.ext2': 'e2fsprogs',
  'mkfs.ext3': 'e2fsprogs',
  'mkfs.ext4': 'e2fsprogs',
  resize2fs: 'e2fsprogs',
  'mkfs.f2fs': 'f2fs-tools',
  'resize.f2fs': 'f2fs-tools',
  pvcreate: 'lvm2',
  pvresize: 'lvm2',
  'mkfs.ocfs2': 'ocfs2-tools',
  'mkfs.reiserfs': 'reiserfs-utils',
  'mkfs.vfat': 'dosfstools',
  'mkfs.xfs': 'xfsprogs',
  xfs_growfs: 'xfsprogs',
  mkswap: 'util-linux',
  wipefs: 'util-linux',
}
