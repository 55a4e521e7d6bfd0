// The words of a line of `name=value` pairs and free text, kept whole where quotes or Jinja blocks hold them
// together. What is between the words is kept too, so that free text comes out as it went in.
import { ESCAPED } from '../base/python-escapes.ts'

export type Word = {
  /** Blanks before the word. */
  readonly gap: string
  readonly text: string
  readonly from: number
}

const OPEN: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}', '{#': '#}' }
const CLOSE = new Set(Object.values(OPEN))

/** Splits a text into words; undefined when a quote or a Jinja block does not end. */
export const splitWords = (text: string): readonly Word[] | undefined => {
  const words: Word[] = []
  const depth: Record<string, number> = { '}}': 0, '%}': 0, '#}': 0 }
  let quote = ''
  let gap = ''
  let start = -1
  const inside = (): boolean => quote !== '' || depth['}}']! + depth['%}']! + depth['#}']! > 0
  const end = (at: number): void => {
    if (start === -1) return
    words.push({ gap, text: text.slice(start, at), from: start })
    gap = ''
    start = -1
  }
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (/\s/.test(char) && !inside()) {
      end(at)
      gap += char
      continue
    }
    // A lone backslash at the end of a line joins the lines.
    if (start === -1 && char === '\\' && /^\\[ \t]*\n/.test(text.slice(at, at + 80)) && !inside())
      continue
    if (start === -1) start = at
    const pair = text.slice(at, at + 2)
    const closing = OPEN[pair]
    if (closing) depth[closing]!++
    else if (CLOSE.has(pair)) depth[pair] = Math.max(0, depth[pair]! - 1)
    if (closing || CLOSE.has(pair)) at++
    else if ((char === '"' || char === "'") && text[at - 1] !== '\\') {
      if (quote === '') quote = char
      else if (quote === char) quote = ''
    }
  }
  if (inside()) return undefined
  end(text.length)
  return words
}

/** Words as one text again: the gaps before them stay, but for the first. */
export const joinWords = (words: readonly Word[]): string =>
  words.map((word, index) => (index === 0 ? '' : word.gap) + word.text).join('')

/** The value of a pair: its escapes decoded, its quotes taken off. */
export const plainValue = (text: string): string => {
  const decoded = text.replace(
    /\\(?:U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\\'"abfnrtv]))/g,
    (
      whole,
      long: string | undefined,
      short: string | undefined,
      byte: string | undefined,
      letter: string | undefined,
    ) => {
      if (letter !== undefined) return ESCAPED[letter] ?? whole
      const code = Number.parseInt(long ?? short ?? byte ?? '', 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
  const first = decoded[0]
  const quoted =
    decoded.length > 1 &&
    (first === '"' || first === "'") &&
    decoded.endsWith(first) &&
    decoded.at(-2) !== '\\'
  return quoted ? decoded.slice(1, -1) : decoded
}

/** Where the name of a pair ends: the first `=` that is not escaped and not at the start. */
export const equalsAt = (word: string): number => {
  for (let at = word.indexOf('=', 1); at !== -1; at = word.indexOf('=', at + 1))
    if (word[at - 1] !== '\\') return at
  return -1
}
