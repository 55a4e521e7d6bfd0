// What `apt-get --simulate` says that it would do, one line for each package.

export type AptStep = {
  readonly does: 'install' | 'upgrade' | 'downgrade' | 'remove'
  readonly name: string
  readonly from?: string
  readonly version: string
}

/** The steps of a simulated run, in order, each package once. */
export const aptSteps = (
  out: string,
  compare: (a: string, b: string) => number,
): readonly AptStep[] =>
  out.split('\n').flatMap((line): AptStep[] => {
    const gone = /^(?:Remv|Purg) (\S+)(?: \[([^\]]*)\])?/.exec(line)
    if (gone) return [{ does: 'remove', name: gone[1]!, version: gone[2] ?? '' }]
    const found = /^Inst (\S+)(?: \[([^\]]*)\])? \((\S+)/.exec(line)
    if (!found) return []
    const [, name = '', from, version = ''] = found
    if (from === undefined) return [{ does: 'install', name, version }]
    return [{ does: compare(version, from) < 0 ? 'downgrade' : 'upgrade', name, from, version }]
  })
