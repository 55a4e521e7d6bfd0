// ansible.cfg as text → its values with their places, by the rules of Python's configparser.
import { error, type Diagnostic } from '../../base/diagnostic.ts'
import type { Source, Span } from '../../base/source.ts'

export type Written = { readonly value: unknown; readonly span: Span }

type Read = {
  /** By `section.key`. */
  readonly values: ReadonlyMap<string, Written>
  readonly diagnostics: readonly Diagnostic[]
}

type Open = {
  readonly key: string
  readonly from: number
  readonly indent: number
  lines: string[]
}

/** Reads a whole file. What cannot be read is a diagnostic each. */
export const readIni = ({ file, text }: Source): Read => {
  const values = new Map<string, Written>()
  const diagnostics: Diagnostic[] = []
  let section: string | undefined
  let open: Open | undefined
  let start = 0
  const close = (): void => {
    if (!open) return
    const value = open.lines.join('\n').trimEnd()
    const to = open.from + (open.lines[0]?.length ?? 0)
    values.set(open.key, { value, span: { file, from: open.from, to } })
    open = undefined
  }
  for (const raw of text.split('\n')) {
    const line = withoutComment(raw)
    const trimmed = line.trim()
    const indent = line.length - line.trimStart().length
    const span = { file, from: start + indent, to: start + indent + trimmed.length }
    start += raw.length + 1
    if (trimmed === '') {
      // An empty line goes on with a value, a comment does not.
      if (raw.trim() === '') open?.lines.push('')
      continue
    }
    if (open && indent > open.indent) {
      open.lines.push(trimmed)
      continue
    }
    close()
    const header = /^\[(.+)\]/.exec(trimmed)?.[1]
    if (header !== undefined) {
      section = header
      continue
    }
    const [, key = '', between = '', value = ''] = /^(.*?)(\s*[=:]\s*)(.*)$/s.exec(trimmed) ?? []
    if (section === undefined || key === '') {
      diagnostics.push(notRead(trimmed, span, section))
      continue
    }
    const from = span.from + key.length + between.length
    open = { key: `${section}.${key.toLowerCase()}`, from, indent, lines: [value] }
  }
  close()
  return { values, diagnostics }
}

const withoutComment = (line: string): string => {
  if (/^\s*[#;]/.test(line)) return ''
  const at = line.search(/\s;/)
  return at === -1 ? line : line.slice(0, at)
}

const notRead = (line: string, span: Span, section: string | undefined): Diagnostic =>
  section === undefined
    ? error('config/section', `"${line}" stands in no section`, {
        span,
        hint: 'begin with a line [defaults]',
      })
    : error('config/line', `"${line}" must be a setting, as key = value`, { span })
