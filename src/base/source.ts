// A text with a name, and the way from an offset to a line and a column.
// Offsets are kept everywhere; lines are computed only when something is shown.

/** A place in a text: half-open offsets into the file's text. */
export type Span = { readonly file: string; readonly from: number; readonly to: number }

/** A text the user wrote. `file` is the path as it is shown. */
export type Source = {
  readonly file: string
  readonly text: string
  readonly lineStarts: readonly number[]
  /** It was vaulted: of places in it, no text is shown. */
  readonly secret?: true
}

/** Makes a source of a text, finding its line starts once. */
export const source = (file: string, text: string): Source => {
  const lineStarts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1))
    lineStarts.push(at + 1)
  return { file, text, lineStarts }
}

/** Line and column of an offset, both from 1. */
export const position = (from: Source, offset: number): { line: number; column: number } => {
  let low = 0
  let high = from.lineStarts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((from.lineStarts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - (from.lineStarts[low] ?? 0) + 1 }
}

/** The text of a line (from 1), without its end. */
export const lineText = (from: Source, line: number): string => {
  const start = from.lineStarts[line - 1]
  if (start === undefined) return ''
  const end = from.lineStarts[line] ?? from.text.length + 1
  return from.text.slice(start, end - 1).replace(/\r$/, '')
}
