// CSV text → rows, as Python's csv module reads it.
import { typeProblem } from './problem.ts'

export type CsvStyle = {
  readonly delimiter: string
  /** Blanks behind a delimiter do not count. */
  readonly skipBlanks: boolean
  /** What stands behind a closing quote is an error. */
  readonly strict: boolean
}

export const readCsv = (text: string, { delimiter, skipBlanks, strict }: CsvStyle): string[][] => {
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start'
  const endField = (): void => {
    row.push(field)
    field = ''
    state = 'start'
  }
  const endRow = (): void => {
    if (row.length > 0 || state !== 'start') endField()
    rows.push(row)
    row = []
  }
  for (let at = 0; at < text.length; at++) {
    const one = text[at]!
    if (state === 'quoted') {
      if (one === '"') state = 'closed'
      else field += one
    } else if (one === '"' && state === 'closed') {
      field += one
      state = 'quoted'
    } else if (one === '\n' || one === '\r') {
      if (one === '\r' && text[at + 1] === '\n') at++
      endRow()
    } else if (one === delimiter) endField()
    else if (one === '"' && state === 'start') state = 'quoted'
    else if (one === ' ' && state === 'start' && skipBlanks) continue
    else {
      if (state === 'closed' && strict)
        throw typeProblem(`CSV: '${delimiter}' was expected behind a closing quote`)
      field += one
      state = 'plain'
    }
  }
  if (state === 'quoted' && strict) throw typeProblem('CSV: a quote is never closed')
  if (row.length > 0 || field !== '' || state !== 'start') endRow()
  return rows
}
