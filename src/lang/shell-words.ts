// Splits a line into words as a shell would: quotes, backslashes, and comments where they are allowed.
// Follows Python's shlex, which inventory files and ssh arguments were written for.

/** A word without its quotes, and where it stands in the line. */
export type Word = { readonly text: string; readonly from: number; readonly to: number }

export type Words = {
  readonly words: readonly Word[]
  /** Why the line could not be split to its end. */
  readonly problem?: string
  /** Where a # cut a word short, which is seldom meant. */
  readonly cutAt?: number
}

/** The words of a line. */
export const shellWords = (line: string, how: { readonly comments?: boolean } = {}): Words => {
  const words: Word[] = []
  let at = 0
  while (at < line.length) {
    if (/\s/.test(line[at]!)) {
      at++
      continue
    }
    if (how.comments && line[at] === '#') break
    const from = at
    let text = ''
    let cutAt: number | undefined
    while (at < line.length && !/\s/.test(line[at]!)) {
      const letter = line[at]!
      if (how.comments && letter === '#') {
        cutAt = at
        break
      }
      if (letter === '\\') {
        if (at + 1 >= line.length)
          return { words, problem: 'the backslash at the end stands before nothing' }
        text += line[at + 1]
        at += 2
        continue
      }
      if (letter !== '"' && letter !== "'") {
        text += letter
        at++
        continue
      }
      const quoted = quotedPart(line, at)
      if (!quoted) return { words, problem: `the quote ${letter} has no closing quote` }
      text += quoted.text
      at = quoted.to
    }
    words.push({ text, from, to: at })
    if (cutAt !== undefined) return { words, cutAt }
  }
  return { words }
}

/** What stands between the quote at `from` and its partner; in double quotes \" and \\ are escapes. */
const quotedPart = (line: string, from: number): { text: string; to: number } | undefined => {
  const quote = line[from]!
  let text = ''
  for (let at = from + 1; at < line.length; at++) {
    if (line[at] === quote) return { text, to: at + 1 }
    if (quote === '"' && line[at] === '\\' && /["\\]/.test(line[at + 1] ?? '')) at++
    text += line[at]
  }
  return undefined
}
