// A Python pattern as the host's programs take it: python as it is, perl with other words for the same, grep only
// where it means the same line by line.
import { edit, type Output } from '../../src/kit/index.ts'

const NEEDED = { multiline: true, ascii: true } as const

/** The pattern, compiled; refused where it is none. */
export const compiled = (text: string): RegExp => edit.pattern('search_regex', text, NEEDED)

/** For perl, which knows Python's names of groups, but other words for the end of a text. */
export const forPerl = (text: string): string =>
  text.replace(/\\[^]|\{,(\d+)\}/g, (found, most: string | undefined) =>
    most === undefined ? (found === '\\Z' ? '\\z' : found) : `{0,${most}}`,
  )

// What may stand in a pattern for grep -E, and what it becomes. Whatever may match a newline is missing: grep sees
// one line at a time. Whether a repeat is greedy makes no difference to whether there is a match.
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/\\d/y, '[0-9]'],
  [/\\w/y, '[A-Za-z0-9_]'],
  [/\\t/y, '\t'],
  [/\\([/ "#%&',:;<=>@_`~!-])/y, '$1'],
  [/\\([^A-Za-z0-9\s])/y, '\\$1'],
  [/(?:\*|\+|\?|\{\d+(?:,\d*)?\})\??(?![*+?{])/y, '$&'],
  [/\((?:\?:|\?P<\w+>)?(?![?*+])/y, '('],
  [/[)|^$.]/y, '$&'],
  [/\[[A-Za-z0-9_ .,:;/@%=~-]+\]/y, '$&'],
  [/[^\\()[\]{}*+?|^$.\n]/uy, '$&'],
]

/** For grep -E; '' where that would not mean the same. */
export const forGrep = (text: string): string => {
  let made = ''
  for (let at = 0; at < text.length;) {
    const part = PARTS.find(([pattern]) => {
      pattern.lastIndex = at
      return pattern.test(text)
    })
    if (!part) return ''
    const [pattern, becomes] = part
    pattern.lastIndex = at
    const [found] = pattern.exec(text)!
    const repeat = /^[*+?{]/.test(found)
    made += repeat
      ? found.replace(/(?<=.)\?$/, '')
      : found.replace(new RegExp(pattern.source, 'u'), becomes)
    at += found.length
  }
  return made
}

type Match = { readonly match_groups: readonly unknown[]; readonly match_groupdict: object }

const NONE: Match = { match_groups: [], match_groupdict: {} }

const textOf = (hex: string): string | null =>
  hex === '-' ? null : Buffer.from(hex.slice(1), 'hex').toString('utf8')

/** What the groups of the pattern found, as the host printed it. */
export const matchIn = ({ out }: Output, regex: string | undefined): Match => {
  if (regex === undefined) return NONE
  const line = /^line (.*)$/m.exec(out)?.[1]
  if (line !== undefined) {
    const [, ...groups] = compiled(regex).exec(line) ?? []
    const named = compiled(regex).exec(line)?.groups ?? {}
    return {
      match_groups: groups.map(group => group ?? null),
      match_groupdict: Object.fromEntries(
        Object.entries(named).map(([name, group]) => [name, group ?? null]),
      ),
    }
  }
  const groups = /^groups(.*)$/m.exec(out)?.[1]?.split(' ').slice(1) ?? []
  const names = [...out.matchAll(/^name (\w+) (\S+)$/gm)]
  return {
    match_groups: groups.map(textOf),
    match_groupdict: Object.fromEntries(names.map(([, name, hex]) => [name!, textOf(hex!)])),
  }
}
