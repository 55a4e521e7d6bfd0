// A block of lines between two markers: put in, replaced or taken out, by the rules of Ansible's blockinfile.
import { linesOf } from './lines.ts'

export type BlockWish = {
  /** The lines that open and close the block, without their ends. */
  readonly begin: string
  readonly end: string
  /** '' takes the block out. */
  readonly block: string
  /** Where a new block goes: beside the last line that fits, or an end of the text. */
  readonly after?: RegExp | 'EOF' | undefined
  readonly before?: RegExp | 'BOF' | undefined
  /** The pattern looks at the whole text instead of line by line. */
  readonly whole?: boolean
  readonly blankBefore?: boolean
  readonly blankAfter?: boolean
}

/** The text with the block in it, or without it. */
export const withBlock = (text: string, wish: BlockWish): string => {
  const all = linesOf(text)
  const [from, to] = [all.lastIndexOf(`${wish.begin}\n`), all.lastIndexOf(`${wish.end}\n`)]
  const marked = from !== -1 && to !== -1
  const at = marked ? Math.min(from, to) : placeFor(text, all, wish)
  const above = closed(all.slice(0, at))
  const below = marked ? all.slice(Math.max(from, to) + 1) : all.slice(at)
  const block = wish.block === '' ? [] : [`${wish.begin}\n`, ended(wish.block), `${wish.end}\n`]
  const blank = (wanted: boolean | undefined, neighbour: string | undefined): string[] =>
    wanted && block.length > 0 && neighbour !== undefined && neighbour !== '\n' ? ['\n'] : []
  return [
    ...above,
    ...blank(wish.blankBefore, above.at(-1)),
    ...block,
    ...blank(wish.blankAfter, below[0]),
    ...below,
  ].join('')
}

const ended = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`)

/** Lines whose last one has an end. */
const closed = (lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? lines : [...lines.slice(0, -1), ended(lines.at(-1)!)]

/** Before which line a new block goes. */
const placeFor = (
  text: string,
  lines: readonly string[],
  { after, before, whole }: BlockWish,
): number => {
  const anchor = after instanceof RegExp ? after : before instanceof RegExp ? before : undefined
  if (!anchor) return before === 'BOF' ? 0 : lines.length
  const found = whole
    ? lineOfMatch(text, anchor, anchor === after)
    : lines.findLastIndex(line => anchor.test(line))
  if (found === -1) return lines.length
  return Math.min(anchor === after ? found + 1 : found, lines.length)
}

/** The line in which a match ends or begins. */
const lineOfMatch = (text: string, anchor: RegExp, atEnd: boolean): number => {
  const match = anchor.exec(text)
  if (!match) return -1
  const head = text.slice(0, match.index + (atEnd ? match[0].length : 0))
  return head.split('\n').length - 1
}
