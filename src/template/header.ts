// `#jinja2: trim_blocks: False, …` on the first line of a template file.
import type { FileOptions } from '../model/template.ts'
import { Problem } from './problem.ts'
import { didYouMean, error, Mistake } from '../base/diagnostic.ts'

type Header = {
  -readonly [key in 'trimBlocks' | 'lstripBlocks' | 'keepTrailingNewline']?: boolean
} & {
  marks?: { -readonly [key in keyof NonNullable<FileOptions['marks']>]: string }
}

const SWITCHES: Readonly<Record<string, 'trimBlocks' | 'lstripBlocks' | 'keepTrailingNewline'>> = {
  trim_blocks: 'trimBlocks',
  lstrip_blocks: 'lstripBlocks',
  keep_trailing_newline: 'keepTrailingNewline',
}
const MARKS: Readonly<Record<string, keyof NonNullable<FileOptions['marks']>>> = {
  block_start_string: 'blockStart',
  block_end_string: 'blockEnd',
  variable_start_string: 'variableStart',
  variable_end_string: 'variableEnd',
  comment_start_string: 'commentStart',
  comment_end_string: 'commentEnd',
}

const unquote = (text: string): string => /^(['"])(.*)\1$/.exec(text)?.[2] ?? text

/** A template file's text without its header line, and what the line says. */
export const parseHeader = (text: string): { text: string; options: Header } => {
  if (!text.startsWith('#jinja2:')) return { text, options: {} }
  const end = text.indexOf('\n')
  const line = end === -1 ? text : text.slice(0, end)
  const options: Header = {}
  for (const pair of line.slice('#jinja2:'.length).split(',')) {
    if (pair.trim() === '') continue
    const colon = pair.indexOf(':')
    const key = pair
      .slice(0, colon === -1 ? undefined : colon)
      .trim()
      .replace(/^\w/, one => one.toLowerCase())
    const value = colon === -1 ? '' : pair.slice(colon + 1).trim()
    if (Object.hasOwn(SWITCHES, key))
      options[SWITCHES[key]!] = /^(?:true|yes|1)$/i.test(unquote(value))
    else if (Object.hasOwn(MARKS, key)) (options.marks ??= {})[MARKS[key]!] = unquote(value)
    else {
      const known = [...Object.keys(SWITCHES), ...Object.keys(MARKS)]
      const problem = new Problem('template/syntax', `#jinja2 header does not know "${key}"`, {
        hint: didYouMean(key, known),
      })
      throw new Mistake(error(problem.code, problem.message, { hint: problem.hint }))
    }
  }
  return { text: end === -1 ? '' : text.slice(end + 1), options }
}
