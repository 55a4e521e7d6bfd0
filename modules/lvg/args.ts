// The arguments of `lvg`.
import { arg, type ArgsOf } from '../../src/kit/index.ts'

export const args = {
  vg: arg.must(arg.text('The volume group.')),
  pvs: arg.list('All devices that it shall consist of; LVM takes them over where it has not yet.'),
  pesize: arg.or(arg.text('The size of extents of a new group: 32m; MiB without a unit.'), '4'),
  pv_options: arg.or(arg.text('Options for pvcreate, with blanks between them.'), ''),
  pvresize: arg.or(arg.bool('Let its devices be used to their ends.'), false),
  vg_options: arg.or(arg.text('Options for vgcreate, with blanks between them.'), ''),
  state: arg.or(arg.choice('Whether the group shall be there.', 'absent', 'present'), 'present'),
  force: arg.or(arg.bool('Remove a group that has volumes.'), false),
} as const
export type LvgArgs = ArgsOf<typeof args>
