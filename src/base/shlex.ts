// A command line's words, as Python's shlex takes them: quotes and backslashes, no variables, comments where they are
// allowed. Inventory files, ssh arguments and free-form commands were written for it.

/** A word without its quotes, and where it stands in the line. */
export type Word = { readonly text: string; readonly from: number; readonly to: number }

export type Words = {
  readonly words: readonly Word[]
  /** Why the line could not be split to its end. */
  readonly problem?: string
  /** Where a # cut a word short, which is seldom meant. */
  readonly cutAt?: number
}

const BLANKS = /[ \t\r\n]+/y
const PIECE = /\\([^])|'([^']*)'|"((?:[^"\\]|\\[^])*)"|([^ \t\r\n\\'"#]+)|(#)/y

/** The words of a line. */
export const shellWords = (line: string, how: { readonly comments?: boolean } = {}): Words => {
  const words: Word[] = []
  for (let at = behind(BLANKS, line, 0); at < line.length; at = behind(BLANKS, line, at)) {
    if (how.comments && line[at] === '#') break
    const from = at
    let text = ''
    while (at < line.length && !/[ \t\r\n]/.test(line[at]!)) {
      if (how.comments && line[at] === '#')
        return { words: [...words, { text, from, to: at }], cutAt: at }
      PIECE.lastIndex = at
      const piece = PIECE.exec(line)
      if (!piece) return { words, problem: unended(line[at]!) }
      const [all, escaped, single, double, plain, hash] = piece
      text += escaped ?? single ?? double?.replace(/\\(["\\])/g, '$1') ?? plain ?? hash ?? ''
      at += all.length
    }
    words.push({ text, from, to: at })
  }
  return { words }
}

/** The words alone, as shlex.split gives them; throws RangeError where a quote or a backslash has no end. */
export const shlexSplit = (line: string): readonly string[] => {
  const { words, problem } = shellWords(line)
  if (problem === undefined) return words.map(word => word.text)
  throw new RangeError(problem.includes('quote') ? 'No closing quotation' : 'No escaped character')
}

const behind = (pattern: RegExp, line: string, at: number): number => {
  pattern.lastIndex = at
  return at + (pattern.exec(line)?.[0].length ?? 0)
}

const unended = (letter: string): string =>
  letter === '\\'
    ? 'the backslash at the end stands before nothing'
    : `the quote ${letter} has no closing quote`
