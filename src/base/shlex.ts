// A command line's words, as Python's shlex.split takes them: quotes and backslashes, no variables, no comments.

/** The words; throws RangeError where a quote or a backslash has no end. */
export const shlexSplit = (line: string): readonly string[] => {
  const words: string[] = []
  let word: string | undefined
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!
    if (/[ \t\r\n]/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
      continue
    }
    word ??= ''
    if (char === '\\') {
      if (at + 1 === line.length) throw new RangeError('No escaped character')
      word += line[++at]!
    } else if (char === "'" || char === '"') {
      const quoted = (char === "'" ? /'([^']*)'/y : /"((?:[^"\\]|\\[^])*)"/y)
      quoted.lastIndex = at
      const match = quoted.exec(line)
      if (!match) throw new RangeError('No closing quotation')
      word += char === "'" ? match[1]! : match[1]!.replace(/\\(["\\])/g, '$1')
      at += match[0].length - 1
    } else word += char
  }
  if (word !== undefined) words.push(word)
  return words
}
