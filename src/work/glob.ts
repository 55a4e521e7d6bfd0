// A word of a host pattern as a test of names: a plain word, a glob, or a regular expression after ~.

export type Matcher = {
  readonly test: (name: string) => boolean
  /** The one name that matches, where the word is plain. */
  readonly only?: string
}

/** What a word matches; undefined for a wrong regular expression. */
export const matcher = (word: string): Matcher | undefined => {
  if (word.startsWith('~')) return regexMatcher(word.slice(1))
  if (!/[*?[]/.test(word)) return { test: name => name === word, only: word }
  const pattern = new RegExp(`^${globSource(word)}$`, 's')
  return { test: name => pattern.test(name) }
}

/** Python's regular expressions, where they differ from ours; they match from the first letter on. */
const regexMatcher = (text: string): Matcher | undefined => {
  const [, flags = '', rest = ''] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(text) ?? []
  const source = rest
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replaceAll(/\\([AZ])/g, (_, letter) => (letter === 'A' ? '^' : '$'))
  try {
    const pattern = new RegExp(`^(?:${source})`, flags)
    return { test: name => pattern.test(name) }
  } catch {
    return undefined
  }
}

const globSource = (glob: string): string =>
  glob.replaceAll(
    /\[(!?)(\]?[^\]]*)\]|[^]/g,
    (part, not: string | undefined, set: string | undefined) => {
      if (set !== undefined && part.length > 2) return classSource(not ?? '', set)
      if (part === '*') return '.*'
      if (part === '?') return '.'
      return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    },
  )

/** Backward ranges match nothing in Python; here they would throw, so they are taken letter by letter. */
const classSource = (not: string, set: string): string => {
  const safe = set.replaceAll(/[\\\]^[]/g, '\\$&')
  const isBackward = [...set.matchAll(/([^])-([^])/g)].some(([, from = '', to = '']) => from > to)
  return `[${not === '!' ? '^' : ''}${isBackward ? safe.replaceAll('-', '\\-') : safe}]`
}
