// A text that everything a pattern (of Python) matches must hold: hosts leave out what lacks it. Where that is not
// sure there is none, which costs time and never a match.

// An escape (of one character, in the group), a class, or a character; then how often it may come.
const PIECE =
  /(?:\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|\d{1,3}|([^]))|\[\^?\]?(?:\\[^]|[^\]\\])*\]|([^]))((?:[*+?]|\{\d*,?\d*\})[?+]?)?/gu

/** The longest such text; '' where there is none. */
export const literalIn = (pattern: string): string => {
  if (/^\(\?[a-zA-Z]/.test(pattern)) return ''
  const runs: string[] = ['']
  let depth = 0
  for (const [, escaped, plain, often] of pattern.matchAll(PIECE)) {
    if (plain === '(') depth += 1
    if (plain === ')') depth -= 1
    // Any side of it may be what matches.
    if (plain === '|' && depth === 0) return ''
    const char = depth > 0 ? undefined : characterOf(escaped, plain)
    if (char === undefined || (often !== undefined && !often.startsWith('+'))) runs.push('')
    else {
      runs.push(`${runs.pop() ?? ''}${char}`)
      if (often !== undefined) runs.push('')
    }
  }
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '')
}

/** The very character that must be there; grep would take a newline for the end of one text. */
const characterOf = (
  escaped: string | undefined,
  plain: string | undefined,
): string | undefined => {
  if (escaped !== undefined) return /[A-Za-z0-9\s]/.test(escaped) ? undefined : escaped
  return plain === undefined || /[.^$*+?{}()\r\n]/.test(plain) ? undefined : plain
}
