// Texts in YAML: which styles can hold one, and how long ones are folded. After PyYAML's emitter.

/** Where text is put, and at which column. */
export interface Line {
  readonly column: number
  readonly width: number
  put(text: string): void
  newline(): void
}

export type Analysis = {
  multiline: boolean
  flowPlain: boolean
  blockPlain: boolean
  singleQuoted: boolean
}

const BREAK = /[\n\x85\u2028\u2029]/
// Printable without quotes: what libyaml, which prints for PyYAML, lets pass. Emoji are not among
// it.
const SPECIAL = /[^\n\x20-\x7e\x85\u00a0-\ud7ff\ue000-\ufffd]|\ufeff/u

const analyses = new Map<string, Analysis>()

/** Which styles a text may have. */
export const analyze = (text: string): Analysis => {
  const known = analyses.get(text)
  if (known) return known
  const made = analyzeText(text)
  if (analyses.size > 5000) analyses.clear()
  analyses.set(text, made)
  return made
}

const analyzeText = (text: string): Analysis => {
  if (text === '')
    return { multiline: false, flowPlain: false, blockPlain: true, singleQuoted: true }
  const startsLikeDocument = text.startsWith('---') || text.startsWith('...')
  let block =
    startsLikeDocument ||
    /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
    /^[?-](?:[\s]|$)/.test(text) ||
    (/^:/.test(text) && /^:(?:\s|$)/.test(text))
  let flow = startsLikeDocument || /^[#,[\]{}&*!|>'"%@`?:]/.test(text) || /^-(?:\s|$)/.test(text)
  const rest = text.slice(1)
  if (/[,?[\]{}]/.test(rest)) flow = true
  if (rest.includes(':')) flow = true
  if (/:(?:\s|$)/.test(rest) || /:$/.test(text)) block = flow = true
  if (/\s#/.test(text)) block = flow = true
  const multiline = BREAK.test(text)
  const special = SPECIAL.test(text)
  const leadingSpace = text.startsWith(' ')
  const trailingSpace = text.endsWith(' ')
  const leadingBreak = BREAK.test(text[0]!)
  const trailingBreak = BREAK.test(text.at(-1)!)
  const spaceBreak = / [\n\x85\u2028\u2029]/.test(text)
  const breakSpace = /[\n\x85\u2028\u2029] /.test(text)
  let [flowPlain, blockPlain, singleOk] = [true, true, true]
  if (leadingSpace || leadingBreak || trailingSpace || trailingBreak) flowPlain = blockPlain = false
  if (breakSpace) flowPlain = blockPlain = singleOk = false
  if (spaceBreak || special) flowPlain = blockPlain = singleOk = false
  if (multiline) flowPlain = blockPlain = false
  return {
    multiline,
    flowPlain: flowPlain && !flow,
    blockPlain: blockPlain && !block,
    singleQuoted: singleOk,
  }
}

/** A text without quotes, folded at blanks. */
export const plainText = (text: string, line: Line, fold: boolean): void => {
  for (const part of text.split(/( +)/)) {
    if (part === '') continue
    if (part === ' ' && fold && line.column > line.width) line.newline()
    else line.put(part)
  }
}

/** In single quotes; newlines of the text become blank lines. */
export const singleQuoted = (text: string, line: Line, fold: boolean): void => {
  line.put("'")
  const parts = text.split(/( +|\n+)/).filter(part => part !== '')
  parts.forEach((part, index) => {
    const isInside = index > 0 && index < parts.length - 1
    if (part.startsWith('\n')) {
      line.put('\n'.repeat(part.length))
      line.newline()
    } else if (part === ' ' && fold && isInside && line.column > line.width) line.newline()
    else line.put(part.replaceAll("'", "''"))
  })
  line.put("'")
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\u00a0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
}

const escaped = (one: string): string => {
  const short = ESCAPES[one]
  if (short) return `\\${short}`
  const code = one.codePointAt(0)!
  if (code <= 0xff) return `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`
  if (code <= 0xffff) return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
  return `\\U${code.toString(16).toUpperCase().padStart(8, '0')}`
}

const PLAIN_IN_DOUBLE = /^[ -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/

/** In double quotes with escapes, folded at blanks. */
export const doubleQuoted = (text: string, line: Line, fold: boolean): void => {
  line.put('"')
  const all = Array.from(text)
  let afterBlank = false
  all.forEach((one, index) => {
    const isInside = index > 0 && index < all.length - 1
    if (one === ' ' && fold && !afterBlank && isInside && line.column > line.width) {
      line.newline()
      if (all[index + 1] === ' ') line.put('\\')
    } else line.put(one === '"' || one === '\\' || !PLAIN_IN_DOUBLE.test(one) ? escaped(one) : one)
    afterBlank = one === ' '
  })
  line.put('"')
}
