// Which of the things that a host found are meant: by name, age, size and content, as Ansible judges them.
import {
  edit,
  Failure,
  globPattern,
  Refusal,
  type FindAnswer,
  type FoundEntry,
} from '../../src/kit/index.ts'
import type { Args } from './args.ts'

const AGES: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }
const SIZES: Readonly<Record<string, number>> = {
  b: 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
}

const amount = (
  name: 'age' | 'size',
  text: string | undefined,
  units: Readonly<Record<string, number>>,
): number | undefined => {
  if (text === undefined) return undefined
  const match = /^(-?\d+)([a-z])?$/.exec(text.toLowerCase())
  const unit = match?.[2] === undefined ? 1 : units[match[2]]
  if (!match || unit === undefined)
    throw new Refusal(
      name,
      `must be a number, with one of ${Object.keys(units).join(', ')} behind it at most: not "${text}"`,
    )
  return Number(match[1]) * unit
}

/** Seconds; negative for "not older". */
export const ageOf = ({ age }: Args): number | undefined => amount('age', age, AGES)

/** Bytes; negative for "not bigger". */
export const sizeOf = ({ size }: Args): number | undefined => amount('size', size, SIZES)

/** At least as much, or for a negative limit at most. */
const passes = (value: number, limit: number | undefined): boolean =>
  limit === undefined || (limit >= 0 ? value >= limit : value <= -limit)

/** Python's match: at the beginning. */
const begins = (pattern: RegExp, text: string): boolean => pattern.exec(text)?.index === 0

type Test = (name: string) => boolean

const nameTest = ({ patterns, excludes, use_regex }: Args): Test => {
  const any = (argument: string, of: readonly string[]): Test => {
    const tests = of.map((each): Test => {
      const pattern = use_regex ? edit.pattern(argument, each) : globPattern(each)
      return name => begins(pattern, name)
    })
    return name => tests.some(test => test(name))
  }
  const wanted = patterns.length === 0 ? () => true : any('patterns', patterns)
  const unwanted = excludes === undefined ? () => false : any('excludes', excludes)
  return name => wanted(name) && !unwanted(name)
}

const contentTest = (
  { contains, read_whole_file, file_type }: Args,
  folder: string,
): ((entry: FoundEntry) => boolean) => {
  if (contains === undefined || file_type !== 'file') return () => true
  const pattern = edit.pattern('contains', contains)
  return ({ path, text, textless }) => {
    if (textless === 'big')
      throw new Failure(
        `${folder}/${path} is too big to be searched for this pattern: give patterns, size or a longer text in contains`,
      )
    if (text === undefined) return false
    const read = text.replace(/\r\n?/g, '\n')
    if (read_whole_file) return pattern.test(read)
    return edit.lines(read).some(line => !line.includes('\ufffd') && begins(pattern, line))
  }
}

const S_IFMT = 0o170000
const TYPES = { directory: 0o040000, file: 0o100000, link: 0o120000 } as const

/** Those that are meant, sorted by their paths. */
export const chosen = (
  of: Args,
  folder: string,
  { found, now }: FindAnswer,
): readonly FoundEntry[] => {
  const [age, size] = [ageOf(of), sizeOf(of)]
  const [named, holds] = [nameTest(of), contentTest(of, folder)]
  return found
    .filter(entry => {
      const name = entry.path.slice(entry.path.lastIndexOf('/') + 1)
      const type = entry.raw & S_IFMT
      return (
        (of.file_type === 'any' || type === TYPES[of.file_type]) &&
        (of.hidden || !name.startsWith('.')) &&
        named(name) &&
        passes(now - Number(entry[of.age_stamp]), age) &&
        (type !== TYPES.file || passes(entry.size, size)) &&
        holds(entry)
      )
    })
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}
