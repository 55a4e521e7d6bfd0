// What mount may be told, and what Ansible makes of it.
import { arg, Refusal } from '../../src/kit/index.ts'
import type { ArgsOf } from '../../src/kit/index.ts'

export const args = {
  path: arg.must(arg.alias(arg.path('The mount point.'), 'name')),
  state: arg.must(
    arg.choice(
      'mounted: in fstab, and mounted. present: in fstab. unmounted: not mounted. absent: neither, and no mount point. absent_from_fstab: not in fstab. remounted: mounted anew. ephemeral: mounted, fstab left alone.',
      ...(['absent', 'absent_from_fstab', 'mounted', 'present', 'unmounted'] as const),
      ...(['remounted', 'ephemeral'] as const),
    ),
  ),
  src: arg.path('What is mounted.'),
  fstype: arg.text('The type of its file system.'),
  opts: arg.text('Options, with commas.'),
  dump: arg.or(arg.text('Whether dump saves it.'), '0'),
  passno: arg.or(arg.text('When fsck checks it at boot.'), '0'),
  fstab: arg.text('Another file than /etc/fstab.'),
  boot: arg.or(arg.bool('Mount it at boot; without, the options get noauto.'), true),
  backup: arg.or(
    arg.bool('Keep the old fstab beside the new one, with the time in its name.'),
    false,
  ),
} as const
export type Args = ArgsOf<typeof args>

export type Settings = {
  readonly opts: string
  readonly boot: 'yes' | 'no'
  readonly warnings: readonly string[]
}

/** The options with what `boot` makes of them. */
export const settingsOf = ({ opts: given, boot }: Args): Settings => {
  const opts = given ?? 'defaults'
  const words = opts.split(',')
  if (words.includes('noauto'))
    return {
      opts,
      boot: 'yes',
      warnings: ["Ignore the 'boot' due to 'opts' contains 'noauto'."],
    }
  if (boot) return { opts, boot: 'yes', warnings: [] }
  return words.includes('defaults')
    ? { opts, boot: 'no', warnings: ["Ignore the 'boot' due to 'opts' contains 'defaults'."] }
    : { opts: `${opts},noauto`, boot: 'no', warnings: [] }
}

/** A field is a word: what cannot stand in fstab is refused. */
export const checkArgs = (of: Args): void => {
  for (const name of ['path', 'src', 'fstype', 'opts', 'dump', 'passno'] as const)
    if (of[name] !== undefined && (of[name] === '' || /[\r\n]/.test(of[name])))
      throw new Refusal(name, 'must be one line, and not empty')
}
