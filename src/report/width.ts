// How many columns a text takes on a terminal, and cutting it to some. Knows no colours: measure
// before painting.

// East Asian wide and fullwidth blocks; emoji that are shown as pictures by themselves.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u
const NOTHING = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u
const PLAIN = /^[\x20-\x7e]*$/

const columnsOf = (character: string): number =>
  NOTHING.test(character) ? 0 : WIDE.test(character) ? 2 : 1

/** Columns that a text without control characters takes. */
export const widthOf = (text: string): number => {
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const character of text) width += columnsOf(character)
  return width
}

/** A text of at most so many columns; `…` stands for what was cut. */
export const cut = (text: string, width: number): string => {
  if (text.length <= width && PLAIN.test(text)) return text
  let used = 0
  let end = 0
  let fits = 0
  for (const character of text) {
    used += columnsOf(character)
    if (used > width) return width < 1 ? '' : `${text.slice(0, fits)}…`
    end += character.length
    if (used <= width - 1) fits = end
  }
  return text
}

/** A text filled with blanks up to a width. */
export const pad = (text: string, width: number, side: 'left' | 'right' = 'right'): string => {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)))
  return side === 'right' ? text + blanks : blanks + text
}
