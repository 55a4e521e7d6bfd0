// Makes what a host sent harmless for a terminal: no byte of it may move the cursor, set a title,
// write the clipboard, reorder text or hide it. What is taken out stays visible as an escape,
// colours alone are dropped.

// A CSI sequence is short and has a strict grammar, so it can go without a trace; OSC and DCS run
// up to a terminator that a host may never send, and would swallow the rest: only their control
// bytes are shown as text.
const CSI = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g

// C0 but tab and newline, DEL, C1; line separators; bidi controls; invisible characters that hide
// text.
const DANGEROUS =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

const LONE_SURROGATES = /\p{Surrogate}/gu

const escaped = (character: string): string => {
  const code = character.codePointAt(0)!
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
}

/** Longest line that is shown of a host's text. */
const LONGEST = 2000

const cutLine = (line: string): string => {
  if (line.length <= LONGEST) return line
  // A pair of surrogates is not torn apart.
  const end = /[\ud800-\udbff]/.test(line[LONGEST - 1]!) ? LONGEST - 1 : LONGEST
  return `${line.slice(0, end)}… (${line.length - end} more characters)`
}

/** A text without anything that a terminal obeys; newlines and tabs stay. Long lines stay whole. */
export const inert = (text: string): string =>
  text
    .replace(/\r\n/g, '\n')
    .replace(CSI, '')
    .replace(DANGEROUS, escaped)
    .replace(LONE_SURROGATES, '\ufffd')

/** A text of many lines, each harmless and of a bearable length. */
export const harmless = (text: string): string => inert(text.split('\n').map(cutLine).join('\n'))

/** A text on one line: newlines become `⏎`, tabs blanks. */
export const oneLine = (text: string): string =>
  cutLine(inert(text.trimEnd()).replace(/\n/g, '⏎').replace(/\t/g, ' '))

/**
 * The same for JSON text: dangerous characters as JSON escapes, so that the value stays the same.
 */
export const inertJson = (json: string): string =>
  json.replace(DANGEROUS, jsonEscape).replace(LONE_SURROGATES, '\\ufffd')

const jsonEscape = (character: string): string =>
  character.replace(/[^]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/**
 * Lines that a CI service would take for commands (`::add-mask::`, `##[set-env]`) lose their
 * meaning.
 */
export const withoutCommands = (text: string): string =>
  text.replace(/^(\s*):(?=:)/gm, '$1:\u2060').replace(/##(?=\[)/g, '#\u2060#')
