// Which quotes a text needs in YAML, as libyaml decides it: none, single, or double with escapes.
import { plainKind } from './yaml-plain.ts'

export type Analysis = {
  readonly isMultiline: boolean
  /** May stand without quotes in a block. */
  readonly plain: boolean
  /** May stand without quotes between [ ] or { }. */
  readonly flowPlain: boolean
  /** May stand in single quotes. */
  readonly single: boolean
}

const BREAK = /[\r\n\u0085\u2028\u2029]/
/** libyaml knows no letters above U+FFFF, and takes the tab for no letter. */
const UNPRINTABLE = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/
const STARTS = /^(?:[#,[\]{}&*!|>'"%@`]|[-?:](?:[ \t\r\n\u0085\u2028\u2029\0]|$)|---|\.\.\.)/
/** A colon before a blank, and a # after one, would end the text. */
const INSIDE = /.:(?:[ \t\r\n\u0085\u2028\u2029]|$)|[ \t\r\n\u0085\u2028\u2029]#/s
/** Between brackets, these as well. */
const IN_FLOW = /^[?:]|.[,?[\]{}:]/s

const analyses = new Map<string, Analysis>()

/** How a text may be written. Texts come again and again, so answers are remembered. */
export const analyse = (text: string): Analysis => {
  const known = analyses.get(text)
  if (known) return known
  const made = analysisOf(text)
  if (analyses.size > 5000) analyses.clear()
  analyses.set(text, made)
  return made
}

const analysisOf = (text: string): Analysis => {
  const isMultiline = BREAK.test(text)
  const hasOddBreaks = /[\r\n\u0085\u2028\u2029] /.test(text)
  const mustEscape =
    UNPRINTABLE.test(text) ||
    / [\r\n\u0085\u2028\u2029]/.test(text) ||
    /[\u0085\u2028\u2029]/.test(text)
  const hasEdges = /^[ \r\n\u0085\u2028\u2029]|[ \r\n\u0085\u2028\u2029]$/.test(text)
  const single = !mustEscape && !hasOddBreaks
  const plain =
    single &&
    !isMultiline &&
    !hasEdges &&
    !STARTS.test(text) &&
    !INSIDE.test(text) &&
    plainKind(text) === 'text'
  return { isMultiline, single, plain, flowPlain: plain && !IN_FLOW.test(text) }
}

// prettier-ignore
const SHORT: Readonly<Record<string, string>> = {
  '\0': '\\0', '\x07': '\\a', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\v': '\\v', '\f': '\\f', '\r': '\\r',
  '\x1b': '\\e', '"': '\\"', '\\': '\\\\', '\u0085': '\\N', '\u00a0': '\u00a0', '\u2028': '\\L', '\u2029': '\\P',
}

/** A letter inside double quotes. */
export const escaped = (letter: string): string => {
  const short = SHORT[letter]
  if (short !== undefined) return short
  if (!UNPRINTABLE.test(letter)) return letter
  const code = letter.codePointAt(0)!
  const hex = code.toString(16).toUpperCase()
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
