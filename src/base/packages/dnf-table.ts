// The table in which dnf says what it is about to do. Lines that are too long for it are broken: put together again.

export type PackageStep = {
  readonly does: 'install' | 'upgrade' | 'downgrade' | 'reinstall' | 'remove' | 'module'
  readonly name: string
  readonly arch: string
  readonly version: string
  /** The version that goes for it, where it is known. */
  readonly from?: string
}

const SECTIONS: readonly (readonly [RegExp, PackageStep['does'] | undefined])[] = [
  [/^Skipping/, undefined],
  [
    /^(Enabling|Disabling|Switching|Resetting|Installing|Removing) module (streams|profiles)/,
    'module',
  ],
  [/^(Enabling|Disabling|Switching|Resetting) modules/, 'module'],
  [/^Installing/, 'install'],
  [/^Upgrading/, 'upgrade'],
  [/^Downgrading/, 'downgrade'],
  [/^Reinstalling/, 'reinstall'],
  [/^Removing/, 'remove'],
]

/** What is said of a module afterwards. */
const DONE: Readonly<Record<string, string>> = {
  Enabling: 'enabled',
  Disabling: 'disabled',
  Switching: 'switched',
  Resetting: 'reset',
  Installing: 'installed',
  Removing: 'removed',
}

/** The steps that a transaction would take, or has taken; none where there is nothing to do. */
export const dnfSteps = (out: string): readonly PackageStep[] => {
  const table = /^=+\n.*\n=+\n(.*?)\n\s*\nTransaction Summary/ms.exec(out)?.[1] ?? ''
  const before = versionsIn(out)
  let does: PackageStep['does'] | undefined
  let verb = ''
  return table
    .replace(/\n {2,}(?! *replacing )/g, ' ')
    .split('\n')
    .flatMap(line => {
      if (/^\S.*:$/.test(line)) {
        does = SECTIONS.find(([title]) => title.test(line))?.[1]
        verb = DONE[line.split(' ')[0]!] ?? 'changed'
      }
      const words = line.trim().split(/\s+/)
      if (/^ +replacing /.test(line))
        return [
          stepOf(
            'remove',
            words[1]!.replace(/\.[^.]*$/, ''),
            words[1]!.replace(/^.*\./, ''),
            words[2] ?? '',
          ),
        ]
      if (!does || !line.startsWith(' ')) return []
      if (does === 'module')
        return [stepOf(does, words[0]!, '', [...words.slice(1), verb].join(' '))]
      if (words.length < 4) return []
      const from = does === 'upgrade' || does === 'downgrade' ? before.get(words[0]!) : undefined
      return [
        { ...stepOf(does, words[0]!, words[1]!, words[2]!), ...(from !== undefined && { from }) },
      ]
    })
}

/** Installed versions that rpm told after the table: `=NAME|EPOCH|VERSION-RELEASE|ARCH`. */
const versionsIn = (out: string): ReadonlyMap<string, string> =>
  new Map(
    [...out.matchAll(/^=([^|\n]+)\|(\d+)\|([^|]+)\|/gm)].map(([, name, epoch, version]) => [
      name!,
      epoch === '0' ? version! : `${epoch}:${version}`,
    ]),
  )

/** What a transaction that was done has replaced. */
export const dnfReplaced = (out: string): readonly string[] =>
  [...out.matchAll(/^ +Cleanup +: (\S+)/gm)].map(found => found[1]!)

const stepOf = (
  does: PackageStep['does'],
  name: string,
  arch: string,
  version: string,
): PackageStep => ({ does, name, arch, version })
