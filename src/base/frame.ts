// A diagnostic as people read it: place, sentence, an excerpt with a caret, hint. Plain text; colours are added
// by whoever shows it.
import type { Diagnostic } from './diagnostic.ts'
import { lineText, position, type Source, type Span } from './source.ts'

/** Finds the source of a file's span. */
export type FindSource = (file: string) => Source | undefined

const WIDTH = 100

/** Cuts a long line around a column, and says how far the column moved. */
const window = (text: string, column: number): { text: string; shift: number } => {
  if (text.length <= WIDTH) return { text, shift: 0 }
  const from = Math.max(0, Math.min(column - 40, text.length - WIDTH))
  const cut = text.slice(from, from + WIDTH)
  return { text: (from > 0 ? '…' : '') + cut + '…', shift: from - (from > 0 ? 1 : 0) }
}

const visible = (text: string): string =>
  text.replace(/\t/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '·')

/** Lines of the excerpt for one span: one line before, the line, the caret. */
export const excerpt = (from: Source, span: Span): string[] => {
  const start = position(from, Math.min(span.from, from.text.length))
  const end = position(from, Math.min(Math.max(span.to, span.from + 1), from.text.length))
  const gutter = String(start.line).length
  const lines: string[] = []
  const before = lineText(from, start.line - 1)
  if (start.line > 1 && before.trim() !== '')
    lines.push(`${String(start.line - 1).padStart(gutter)} | ${visible(window(before, 1).text)}`)
  const line = lineText(from, start.line)
  const shown = window(line, start.column)
  lines.push(`${start.line} | ${visible(shown.text)}`.trimEnd())
  const last = end.line === start.line ? end.column : line.length + 1
  const length = Math.max(1, Math.min(last - start.column, WIDTH))
  lines.push(
    `${' '.repeat(gutter)} | ${' '.repeat(Math.max(0, start.column - 1 - shown.shift))}${'^'.repeat(length)}`,
  )
  return lines
}

/** `file:line:column`, or the file alone where its text is not at hand. */
export const placeText = (span: Span, find: FindSource): string => {
  const from = find(span.file)
  if (!from) return span.file
  const { line, column } = position(from, Math.min(span.from, from.text.length))
  return `${span.file}:${line}:${column}`
}

/** A sentence without what it quotes of a secret text. */
const withoutTexts = (sentence: string, { text }: Source): string =>
  sentence.replace(/"([^"]+)"/g, (whole, quoted: string) => (text.includes(quoted) ? '"…"' : whole))

/** A whole diagnostic as text, without a newline at its end. */
export const frame = (diagnostic: Diagnostic, find: FindSource): string => {
  const { span, severity, code, message, hint, related = [] } = diagnostic
  const from = span && find(span.file)
  const hide = from?.secret ? (text: string) => withoutTexts(text, from) : (text: string) => text
  const place = span ? `${placeText(span, find)}: ` : ''
  const lines = [`${place}${severity}: ${hide(message)} [${code}]`]
  if (span && from && !from.secret) lines.push(...excerpt(from, span))
  for (const other of related) lines.push(`  ${placeText(other.span, find)}: ${other.message}`)
  if (hint !== undefined) lines.push(`  hint: ${hide(hint)}`)
  return lines.join('\n')
}
