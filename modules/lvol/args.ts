// The arguments of `lvol`, and sizes as LVM takes them.
import { arg, Refusal, type ArgsOf } from '../../src/kit/index.ts'

export const args = {
  vg: arg.must(arg.text('The volume group.')),
  lv: arg.text('The logical volume.'),
  size: arg.text('Its size: 512 (MiB), 10g, 80%VG, 100%FREE; +10g and -10g change it each time.'),
  state: arg.or(arg.choice('Whether the volume shall be there.', 'absent', 'present'), 'present'),
  active: arg.or(arg.bool('Whether it is active.'), true),
  force: arg.or(arg.bool('Let it be shrunk or removed.'), false),
  opts: arg.text('Options for lvcreate, with blanks between them.'),
  snapshot: arg.text('The name of a snapshot of the volume.'),
  pvs: arg.text('The devices that it may lie on, with commas between them.'),
  thinpool: arg.text('The thin pool; with lv, the pool that the volume takes its space from.'),
  shrink: arg.or(arg.bool('Shrink it where it is bigger.'), true),
  resizefs: arg.or(arg.bool('Resize the file system in it, too.'), false),
} as const

export type LvolArgs = ArgsOf<typeof args>

export type Size = {
  readonly sign: '' | '+' | '-'
  /** As LVM takes it: 10g, 80%VG. */
  readonly text: string
} & ({ readonly bytes: number } | { readonly percent: number; readonly of: 'VG' | 'PVS' | 'FREE' })

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  s: 512,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
  p: 2 ** 50,
  e: 2 ** 60,
}

/** A size, or a refusal. */
export const sizeOf = (written: string): Size => {
  const [, sign = '', number = '', rest = ''] = /^([+-]?)(\d[\d.]*)(.*)$/.exec(written.trim()) ?? []
  const share = /^%(VG|PVS|FREE)$/.exec(rest)
  if (share && /^\d+$/.test(number)) {
    if (Number(number) > 100) throw new Refusal('size', 'percentage cannot be larger than 100%')
    return {
      sign: sign as Size['sign'],
      text: `${number}${rest}`,
      percent: Number(number),
      of: share[1] as 'VG' | 'PVS' | 'FREE',
    }
  }
  const unit = UNITS[(rest === '' ? 'm' : rest).toLowerCase()]
  if (unit === undefined || !/^\d+(\.\d+)?$/.test(number))
    throw new Refusal('size', `must be a size as in 512m, 10g or 80%VG, not "${written}"`)
  return {
    sign: sign as Size['sign'],
    text: `${number}${rest === '' ? 'm' : rest}`,
    bytes: Number(number) * unit,
  }
}

/** The word for the size: extents for a share, bytes otherwise. */
export const sizeWords = (size: Size, flag = '-L'): readonly string[] => [
  'percent' in size ? '-l' : flag,
  `${size.sign}${size.text}`,
]
