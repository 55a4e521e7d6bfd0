// Which quotes a text needs in YAML, as libyaml decides it: none, single, or double with escapes.

export type Analysis = {
  readonly isEmpty: boolean
  readonly isMultiline: boolean
  /** May stand without quotes. */
  readonly plain: boolean
  /** May stand in single quotes. */
  readonly single: boolean
}

/** What a plain scalar may be read as instead of text (YAML 1.1). */
const OTHER_THAN_TEXT = new RegExp(
  [
    'yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF',
    String.raw`[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?`,
    String.raw`[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)`,
    '[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)',
    '~|null|Null|NULL||<<|=|[!&*]',
    '[0-9]{4}-[0-9]{2}-[0-9]{2}',
    String.raw`[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?`,
  ]
    .map(part => `^(?:${part})$`)
    .join('|'),
)

const BREAK = /[\r\n\u0085\u2028\u2029]/
/** libyaml knows no letters above U+FFFF, and takes the tab for no letter. */
const UNPRINTABLE = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/
const STARTS = /^(?:[#,[\]{}&*!|>'"%@`]|[-?:](?:[ \t\r\n\u0085\u2028\u2029\0]|$)|---|\.\.\.)/
/** A colon before a blank, and a # after one, would end the text. */
const INSIDE = /.:(?:[ \t\r\n\u0085\u2028\u2029]|$)|[ \t\r\n\u0085\u2028\u2029]#/s

/** How a text may be written in a block. */
export const analyse = (text: string): Analysis => {
  const isMultiline = BREAK.test(text)
  const hasOddBreaks = /[\r\n\u0085\u2028\u2029] /.test(text)
  const mustEscape =
    UNPRINTABLE.test(text) ||
    / [\r\n\u0085\u2028\u2029]/.test(text) ||
    /[\u0085\u2028\u2029]/.test(text)
  const hasEdges = /^[ \r\n\u0085\u2028\u2029]|[ \r\n\u0085\u2028\u2029]$/.test(text)
  const hasIndicators = STARTS.test(text) || INSIDE.test(text)
  const single = !mustEscape && !hasOddBreaks
  return {
    isEmpty: text === '',
    isMultiline,
    single,
    plain: single && !isMultiline && !hasEdges && !hasIndicators && !OTHER_THAN_TEXT.test(text),
  }
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
