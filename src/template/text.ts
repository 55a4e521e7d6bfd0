// Work on plain texts that methods and filters of Python share.
import type { Budget } from './budget.ts'
import { typeProblem } from './problem.ts'
import { size } from './values.ts'

// Python's whitespace: JavaScript's without the BOM, with the separators 1c-1f and 85.
const SPACE = /[ \t\n\r\f\v\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/

/** Takes characters off the ends: these, or whitespace. */
export const strip = (
  text: string,
  chars: string | undefined,
  left = true,
  right = true,
): string => {
  const isCut =
    chars === undefined ? (one: string) => SPACE.test(one) : (one: string) => chars.includes(one)
  let from = 0
  let to = text.length
  if (left) while (from < to && isCut(text[from]!)) from++
  if (right) while (to > from && isCut(text[to - 1]!)) to--
  return text.slice(from, to)
}

/** `split()`: at whitespace, or at a separator; at most so often. */
export const split = (text: string, by: string | undefined, most: number): string[] => {
  if (by === '') throw typeProblem('empty separator')
  if (by !== undefined) {
    const parts = text.split(by)
    if (most < 0 || parts.length <= most + 1) return parts
    return [...parts.slice(0, most), parts.slice(most).join(by)]
  }
  const parts: string[] = []
  let rest = strip(text, undefined, true, false)
  while (rest !== '') {
    if (most >= 0 && parts.length === most) return [...parts, rest]
    const end = rest.search(SPACE)
    if (end === -1) return [...parts, rest]
    parts.push(rest.slice(0, end))
    if (most < 0) {
      // The common case in one go; the loop above only counts.
      const more = strip(rest.slice(end), undefined)
      return more === '' ? parts : [...parts, ...more.split(new RegExp(`${SPACE.source}+`))]
    }
    rest = strip(rest.slice(end), undefined, true, false)
  }
  return parts
}

/** `rsplit()`. */
export const rsplit = (text: string, by: string | undefined, most: number): string[] => {
  if (most < 0) return split(text, by, most)
  const backwards = (one: string): string => Array.from(one).reverse().join('')
  return split(backwards(text), by === undefined ? undefined : backwards(by), most)
    .map(backwards)
    .reverse()
}

/** `splitlines()`: at all that Python takes for the end of a line. */
export const splitLines = (text: string, keepEnds: boolean): string[] => {
  const parts =
    text.match(
      /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)/g,
    ) ?? []
  if (parts.at(-1) === '') parts.pop()
  return keepEnds
    ? parts
    : parts.map(one => one.replace(/(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])$/, ''))
}

/** First letter upper, all others lower. */
export const capitalize = (text: string): string => {
  const first = text.codePointAt(0)
  if (first === undefined) return ''
  const letter = String.fromCodePoint(first)
  return letter.toUpperCase() + text.slice(letter.length).toLowerCase()
}

/** `str.title()`: a word starts after anything that is no letter. */
export const titleMethod = (text: string): string =>
  text.replace(/\p{L}+/gu, word => capitalize(word))

/** `str.center()`, with Python's choice for the odd blank. */
export const center = (text: string, width: number, fill = ' '): string => {
  const room = Math.max(0, width - size(text))
  const left = Math.floor(room / 2) + (room & width & 1)
  return fill.repeat(left) + text + fill.repeat(room - left)
}

/** How often one text is in another, without overlaps. */
export const count = (text: string, sub: string): number =>
  sub === '' ? size(text) + 1 : text.split(sub).length - 1

/** `replace()`: all, or the first so many. */
export const replace = (
  text: string,
  old: string,
  fresh: string,
  most: number,
  budget: Budget,
): string => {
  const times = most < 0 ? count(text, old) : Math.min(most, count(text, old))
  budget.room(text.length + times * fresh.length)
  if (old === '') {
    const parts = Array.from(text)
    return (
      parts.map((one, index) => (index < times ? fresh + one : one)).join('') +
      (times > parts.length ? fresh : '')
    )
  }
  const parts = text.split(old)
  return (
    parts.slice(0, times + 1).join(fresh) +
    parts
      .slice(times + 1)
      .map(one => old + one)
      .join('')
  )
}

/** Tabs to blanks, by columns. */
export const expandTabs = (text: string, tab: number): string => {
  let column = 0
  return text.replace(/[^\t\n\r]+|[\s\S]/g, part => {
    if (part === '\n' || part === '\r') column = 0
    else if (part !== '\t') column += part.length
    else {
      const blanks = tab > 0 ? tab - (column % tab) : 0
      column += blanks
      return ' '.repeat(blanks)
    }
    return part
  })
}
