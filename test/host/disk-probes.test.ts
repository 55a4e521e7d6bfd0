import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import {
  logicalVolumeKind,
  physicalVolumeKind,
  volumeGroupKind,
} from '../../src/host/probes/lvm.ts'
import { filesystemKind } from '../../src/host/probes/filesystem.ts'
import { partitionsKind } from '../../src/host/probes/partitions.ts'
import { probe } from '../../src/kit/probe.ts'
import { someFacts } from '../support/facts.ts'
import { lacks } from '../support/programs.ts'
import { askHere, shells } from '../support/shell.ts'

const folder = t.testdir({ 'empty.img': ' '.repeat(4096) })
const at = (name: string): string => join(folder, name)

for (const shell of shells) {
  t.test(
    `${shell.join(' ')} finds file systems, and how much of a device they use`,
    { skip: lacks('mkfs.ext4', 'blkid', 'tune2fs', 'findmnt') },
    async t => {
      const image = at("it's ext4.img")
      writeFileSync(image, Buffer.alloc(4 * 2 ** 20 + 512))
      spawnSync('/sbin/mkfs.ext4', ['-q', '-F', '-b', '1024', image, '2048k'])
      const [ext4, empty, none] = askHere(
        [
          probe.filesystem(image, { sizes: true }),
          probe.filesystem(at('empty.img')),
          probe.filesystem(at('none.img')),
        ],
        shell,
      )
      t.match(ext4, {
        known: { type: 'ext4', size: 2 * 2 ** 20, deviceSize: 4 * 2 ** 20 + 512, mount: '' },
      })
      t.match(empty, { known: { type: '', uuid: '' } })
      t.same(none, { absent: true })
    },
  )

  t.test(`${shell.join(' ')} finds no disk and no volumes where there are none`, async t => {
    t.same(askHere([probe.partitions(at('none.img'))], shell), [{ absent: true }])
    if (lacks('lvm'))
      t.same(
        askHere([probe.volumeGroup('data'), probe.logicalVolume('data', 'www')], shell),
        [{ absent: true }, { absent: true }],
        'nor LVM',
      )
  })
}

const sizesOf = (type: string, told: string) =>
  filesystemKind.parse(
    `= device\ntype ${type}\nuuid 1d0f\ndevice 314572800\nmount /srv\n${told}`,
    [probe.filesystem('/dev/sdb1', { sizes: true })],
    someFacts,
  )[0]

t.test('each file system tells its size in its own words', async t => {
  const xfs = `meta-data=/dev/sdb1   isize=512    agcount=4, agsize=19200 blks
data     =                       bsize=4096   blocks=76800, imaxpct=25
log      =internal log           bsize=4096   blocks=16384, version=2\n`
  t.match(sizesOf('xfs', xfs), { known: { size: 4096 * 76_800, mount: '/srv' } })
  const btrfs = `Label: none  uuid: 1d0f
	Total devices 1 FS bytes used 147456
	devid    1 size 268435456 used 92274688 path /dev/sdb1\n`
  t.match(sizesOf('btrfs', btrfs), { known: { size: 268_435_456 } })
  t.match(sizesOf('LVM2_member', 'pv 310378496\n'), { known: { size: 310_378_496 } })
  const f2fs = `Info: sector size = 512\nInfo: total FS sectors = 614400 (300 MB)\n`
  t.match(sizesOf('f2fs', f2fs), { known: { size: 314_572_800 } })
  t.match(sizesOf('swap', ''), { known: { size: undefined } })
})

/** Of parted 3.5, on a machine without udev. */
const PARTED = `= device
sh: 1: udevadm: not found
BYT;
/dev/sdb:314572800B:scsi:512:4096:gpt:ACME: Disk:;
1:1048576B:157286399B:156237824B::a\\:b c:lvm;
2:157286400B:313524223B:156237824B:ext4:primary:boot, esp;
BYT;
/dev/sdb:614400s:scsi:512:4096:gpt:ACME: Disk:;
1:2048s:307199s:305152s::a\\:b c:lvm;
BYT;
/dev/sdb:314573kB:scsi:512:4096:gpt:ACME: Disk:;
`

const disks = (text: string) =>
  partitionsKind.parse(text, [probe.partitions('/dev/sdb')], someFacts)[0]!

t.test('partitions are compared in bytes, and printed in every unit', async t => {
  t.match(disks(PARTED), {
    known: {
      table: 'gpt',
      size: 314_572_800,
      partitions: [
        { num: 1, begin: 1_048_576, end: 157_286_399, name: 'a:b c', flags: ['lvm'] },
        { num: 2, fstype: 'ext4', flags: ['boot', 'esp'] },
      ],
      printed: { s: /^BYT;\n\/dev\/sdb:614400s/, KB: /^BYT;\n\/dev\/sdb:314573kB/ },
    },
  })
})

t.test('a disk may have no table yet', async t => {
  const unlabelled = `= device
Error: /dev/sdb: unrecognised disk label
BYT;
/dev/sdb:314572800B:loopback:512:512:unknown:Loopback device:;
`
  t.match(disks(unlabelled), {
    known: { table: 'unknown', size: 314_572_800, partitions: [] },
  })
  t.match(disks('= device\nError: /dev/sdb: unrecognised disk label\n'), {
    known: { table: 'unknown', partitions: [] },
  })
})

t.test('what parted cannot look at is a failure', async t => {
  t.match(disks('= device\nError: Could not open /dev/sdb: Permission denied\n'), {
    failed: 'Could not open /dev/sdb: Permission denied',
  })
})

t.test('a partition may lie a little beside where it was wanted', async t => {
  const found = disks(PARTED)
  if (!('known' in found)) return t.fail('no table')
  const { known } = found
  const moved = (begin: number, flags: readonly string[]) => ({
    ...known,
    partitions: known.partitions.map(part => (part.num === 2 ? { ...part, begin, flags } : part)),
  })
  const same = (begin: number, flags = ['esp']) => partitionsKind.same!(moved(begin, flags), known)
  t.ok(same(157_286_400))
  t.ok(same(157_286_400 + 2 ** 20), 'alignment moves it')
  t.notOk(same(157_286_400 + 2 ** 25))
  t.notOk(same(157_286_400, ['raid']))
})

t.test('volumes are read from the reports of LVM', async t => {
  const groups = `= vgs
  data;310378496;268435456;4194304;2
= rc 0
= pvs
/dev/sdc;data
/dev/sdb;data
/dev/sdd;
= rc 0
`
  t.same(
    volumeGroupKind.parse(groups, [probe.volumeGroup('data'), probe.volumeGroup('x')], someFacts),
    [
      {
        known: {
          size: 310_378_496,
          free: 268_435_456,
          extent: 4_194_304,
          volumes: 2,
          devices: ['/dev/sdb', '/dev/sdc'],
        },
      },
      { absent: true },
    ],
  )
  const volumes = `= lvs
  data;www;41943040;-wi-a-----
  data;pool;41943040;twi-a-tz--
  data;thin;41943040;Vwi---tz--
  data;[pool_tdata];41943040;Twi-ao----
= rc 0
`
  t.match(
    logicalVolumeKind.parse(
      volumes,
      ['www', 'pool', 'thin', 'pool_tdata', 'none'].map(name => probe.logicalVolume('data', name)),
      someFacts,
    ),
    [
      { known: { size: 41_943_040, isActive: true, sort: 'other' } },
      { known: { isActive: true, sort: 'thin-pool' } },
      { known: { isActive: false, sort: 'thin' } },
      { known: { sort: 'other' } },
      { absent: true },
    ],
  )
})

t.test('a device goes by the name that a link leads to', async t => {
  const text = `= pvs
  /dev/sdb;data;310378496;314572800;1048576;4194304
  /dev/sdc;;209715200;209715200;1048576;0
= rc 0
/dev/sdb
/dev/sdc
/dev/sdd
`
  t.match(
    physicalVolumeKind.parse(
      text,
      ['/dev/disk/by-id/one', '/dev/sdc', '/dev/sdd'].map(probe.physicalVolume),
      someFacts,
    ),
    [
      { known: { group: 'data', deviceSize: 314_572_800, start: 1_048_576 } },
      { known: { group: '' } },
      { absent: true },
    ],
  )
})

t.test('LVM that cannot look is a failure', async t => {
  const text = '= vgs\n= rc 5\n= pvs\n= rc 0\n'
  t.match(volumeGroupKind.parse(text, [probe.volumeGroup('data')], someFacts), [
    { failed: /code 5/ },
  ])
})
