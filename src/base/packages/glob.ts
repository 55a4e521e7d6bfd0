// Names with * ? [ ] in them, as package managers (and Python's fnmatch) match them.

export const isGlob = (text: string): boolean => /[*?[]/.test(text)

/** The text before the first wildcard. */
export const literalPart = (glob: string): string => /^[^*?[]*/.exec(glob)![0]

/** A wildcard pattern for whole texts. */
export const globPattern = (glob: string): RegExp => {
  const source = glob.replace(/\[!?\]?[^\]]*\]|[\s\S]/g, part => {
    if (part === '*') return '.*'
    if (part === '?') return '.'
    if (part.length > 1)
      return `[${part
        .slice(1, -1)
        .replace(/^!/, '^')
        .replace(/[\\[\]]/g, '\\$&')}]`
    return part.replace(/[.+^${}()|[\]\\/-]/g, '\\$&')
  })
  return new RegExp(`^(?:${source})$`, 's')
}
