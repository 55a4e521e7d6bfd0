// Names with * ? [ ] in them, as Python's fnmatch matches them; package managers and Ansible do the same.

export const isGlob = (text: string): boolean => /[*?[]/.test(text)

/** The text before the first wildcard. */
export const literalPart = (glob: string): string => /^[^*?[]*/.exec(glob)![0]

/** A wildcard pattern for whole texts. A "[" that is never closed stands for itself. */
export const globPattern = (glob: string): RegExp => {
  const source = glob.replace(/\[(!?)(\]?[^\]]*)\]|[^]/g, (part, not?: string, set?: string) => {
    if (set) return setSource(not === '!', set)
    if (part === '*') return '.*'
    if (part === '?') return '.'
    return part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  })
  return new RegExp(`^${source}$`, 's')
}

/** A range that runs backward holds nothing: JavaScript would refuse it. A lone dash is a dash. */
const setSource = (isNegated: boolean, set: string): string => {
  const members = set.replace(
    /([^])-([^])|[^]/g,
    (member: string, from: string | undefined, to: string | undefined) => {
      if (from === undefined || to === undefined) return literal(member)
      return from > to ? '' : `${literal(from)}-${literal(to)}`
    },
  )
  return `[${isNegated ? '^' : ''}${members}]`
}

const literal = (char: string): string => char.replace(/[\\\]^[-]/, '\\$&')
