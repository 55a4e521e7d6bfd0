// \w, \d, \s and their opposites as Python means them, as parts of a JavaScript set. \s is spelled out, for
// JavaScript's knows another blank; so is \W, for a set holds no set that is negated.

type Classes = Readonly<Record<'d' | 'w' | 's' | 'D' | 'W' | 'S', string>>

/** For texts. */
const UNICODE: Classes = {
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  w: '\\p{L}\\p{N}_',
  W:
    '\\p{M}\\p{S}\\p{Z}\\p{C}\\p{Pd}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{Po}' +
    '\\u203f\\u2040\\u2054\\ufe33\\ufe34\\ufe4d-\\ufe4f\\uff3f',
  s: '\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000',
  S:
    '\\0-\\x08\\x0e-\\x1b!-\\x84\\x86-\\x9f\\xa1-\\u167f\\u1681-\\u1fff\\u200b-\\u2027' +
    '\\u202a-\\u202e\\u2030-\\u205e\\u2060-\\u2fff\\u3001-\\u{10ffff}',
}

/** For bytes. */
const ASCII: Classes = {
  d: '0-9',
  D: '\\0-/:-\\u{10ffff}',
  w: 'A-Za-z0-9_',
  W: '\\0-/:-@\\[-\\^`\\{-\\u{10ffff}',
  s: ' \\t-\\r',
  S: '\\0-\\x08\\x0e-\\x1f!-\\u{10ffff}',
}

export const classesOf = (ascii: boolean | undefined): Classes => (ascii ? ASCII : UNICODE)

/** The class of a letter behind a backslash. */
export const classNamed = (letter: string, classes: Classes): string | undefined =>
  Object.hasOwn(classes, letter) ? classes[letter as keyof Classes] : undefined
