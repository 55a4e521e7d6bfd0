// Colours and lines of Ansible's default callback.
import { inert } from './harmless.ts'
import { widthOf } from './width.ts'

// Ansible's own colours, not the theme's.
export const CODES = {
  ok: '0;32',
  changed: '0;33',
  skip: '0;36',
  error: '0;31',
  unreachable: '1;31',
  warn: '1;35',
  debug: '1;30',
} as const

export type Code = keyof typeof CODES
/** A text on one line. */
export const flat = (text: string): string => inert(text).replace(/\n/g, ' ').trim()

/** Words broken into lines as Python's textwrap does it. */
export const wrap = (text: string, width: number): string => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n')
}
