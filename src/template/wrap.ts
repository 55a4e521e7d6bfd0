// Breaking of long lines, as Python's textwrap does it for the `wordwrap` filter.
import { splitLines } from './text.ts'

/** Where a word that is too long is cut: behind its last hyphen that fits, else anywhere. */
const cut = (word: string, room: number, hyphens: boolean): number => {
  const at = hyphens ? word.lastIndexOf('-', room - 1) : -1
  return at > 0 && /[^-]/.test(word.slice(0, at)) ? at + 1 : room
}

const wrapLine = (line: string, width: number, long: boolean, hyphens: boolean): string[] => {
  // Chunks: words, runs of blanks, and the parts of words with hyphens.
  const chunks = hyphens
    ? line
        .split(/(\s+|(?<=[\p{L}]{2}-)(?=\p{L}{2}))/u)
        .filter(one => one !== undefined && one !== '')
    : line.split(/(\s+)/).filter(one => one !== '')
  const lines: string[] = []
  let current = ''
  const push = (): void => {
    if (current.trimEnd() !== '') lines.push(current.trimEnd())
    current = ''
  }
  for (const chunk of chunks) {
    let rest = chunk
    if (current === '' && /^\s/.test(rest) && lines.length > 0) continue
    if (current.length + rest.length > width) {
      if (long && rest.length > width) {
        if (width - current.length > 0) {
          const end = cut(rest, width - current.length, hyphens)
          current += rest.slice(0, end)
          rest = rest.slice(end)
        }
        push()
        while (rest.length > width) {
          const end = cut(rest, width, hyphens)
          lines.push(rest.slice(0, end))
          rest = rest.slice(end)
        }
      } else push()
      if (/^\s*$/.test(rest)) continue
    }
    current += rest
  }
  push()
  return lines
}

/** A text with its lines broken at a width. */
export const wrap = (
  text: string,
  width: number,
  long: boolean,
  by: string,
  hyphens: boolean,
): string =>
  splitLines(text, false)
    .map(line => wrapLine(line, Math.max(1, width), long, hyphens).join(by))
    .join(by)
