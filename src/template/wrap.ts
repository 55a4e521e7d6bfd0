// Breaking of long lines, as Python's textwrap does it for the `wordwrap` filter.
import { splitLines } from './text.ts'

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
        const room = Math.max(1, width - current.length)
        if (width - current.length > 0) {
          current += rest.slice(0, room)
          rest = rest.slice(room)
        }
        push()
        while (rest.length > width) {
          lines.push(rest.slice(0, width))
          rest = rest.slice(width)
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
