// One line in a text: put in, replaced or taken out, by the rules of Ansible's lineinfile. Lines keep their own ends;
// what is written ends with a newline.
import { expand } from './pattern.ts'

export type LineWish = {
  readonly line: string
  /** Finds the line that is to be replaced: a pattern, or a part of the line. */
  readonly find?: RegExp | string | undefined
  /** Where a new line goes: after or before the last (or first) line that fits, or an end of the text. */
  readonly after?: RegExp | 'EOF' | 'BOF' | undefined
  readonly before?: RegExp | 'BOF' | undefined
  /** The line takes its \1 from what was found; nothing is done where nothing was. */
  readonly backrefs?: boolean
  readonly first?: boolean
}

export type LineEdit = { readonly text: string; readonly did: '' | 'line added' | 'line replaced' }

/** A text's lines with their ends. */
export const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

const bare = (line: string): string => line.replace(/[\r\n]+$/, '')
const fits = (find: RegExp | string, line: string): boolean =>
  typeof find === 'string' ? line.includes(find) : find.test(line)

/** The text with the line in it. */
export const withLine = (text: string, wish: LineWish): LineEdit => {
  const lines = linesOf(text)
  const { found, place } = search(lines, wish)
  if (found !== -1) {
    const made = lineFor(wish, lines[found]!)
    if (lines[found] === made) return { text, did: '' }
    return {
      text: [...lines.slice(0, found), made, ...lines.slice(found + 1)].join(''),
      did: 'line replaced',
    }
  }
  if (wish.backrefs) return { text, did: '' }
  const at = wish.after === 'BOF' || wish.before === 'BOF' ? 0 : place === -1 ? lines.length : place
  // After a line that was found nothing is added when the line stands there already.
  if (
    wish.after instanceof RegExp &&
    place !== -1 &&
    bare(lines[place] ?? lines[place - 1]!) === wish.line
  )
    return { text, did: '' }
  const head = lines.slice(0, at).join('')
  const gap = at === lines.length && head !== '' && !/[\r\n]$/.test(head) ? '\n' : ''
  return { text: `${head}${gap}${wish.line}\n${lines.slice(at).join('')}`, did: 'line added' }
}

/** What a found line becomes. */
const lineFor = ({ line, find, backrefs }: LineWish, old: string): string => {
  const match = backrefs && find instanceof RegExp ? find.exec(old) : null
  const made = match ? expand('line', line, match) : line
  return made.endsWith('\n') ? made : `${made}\n`
}

/** The line to replace, and else the place for a new one; -1 for none. */
const search = (
  lines: readonly string[],
  { find, line, after, before, first }: LineWish,
): { found: number; place: number } => {
  if (find !== undefined) {
    const fitting = (each: string): boolean => fits(find, each)
    const found = first ? lines.findIndex(fitting) : lines.findLastIndex(fitting)
    if (found !== -1) return { found, place: -1 }
  }
  const anchor = after instanceof RegExp ? after : before instanceof RegExp ? before : undefined
  let found = -1
  let place = -1
  for (const [index, each] of lines.entries()) {
    if (bare(each) === line) found = index
    else if (anchor?.test(each)) {
      place = after instanceof RegExp ? index + 1 : index
      if (first) break
    }
  }
  return { found, place }
}

/** The text without the lines that fit, and how many they were. A text as `find` must be the whole line. */
export const withoutLines = (
  text: string,
  find: { part?: string; pattern?: RegExp; line?: string },
): { text: string; count: number } => {
  const fitting = (each: string): boolean =>
    find.pattern
      ? find.pattern.test(each)
      : find.part !== undefined
        ? each.includes(find.part)
        : bare(each) === find.line
  const lines = linesOf(text)
  const kept = lines.filter(each => !fitting(each))
  return { text: kept.join(''), count: lines.length - kept.length }
}
