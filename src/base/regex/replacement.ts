// The text that replaces a match: groups put in, escapes read, as Python's `match.expand` does.
import { RegexProblem } from './problem.ts'

// prettier-ignore
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\',
}

/** What Python's `match.expand(text)` gives: \1, \g<1>, \g<name> and the escapes of a replacement. */
export const expandMatch = (template: string, match: RegExpExecArray): string =>
  template.replace(
    /\\(?:g<([^>]*)>|(0[0-7]{0,2}|[1-3][0-7]{2})|([1-9][0-9]?)|([\s\S]))/g,
    (whole, name?: string, octal?: string, index?: string, char?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
      const group = name ?? index
      if (group !== undefined) return groupNamed(match, group) ?? ''
      const plain = Object.hasOwn(ESCAPES, char!) ? ESCAPES[char!] : undefined
      if (plain === undefined && /[A-Za-z]/.test(char!))
        throw new RegexProblem(`bad escape ${whole} in the replacement`)
      return plain ?? whole
    },
  )

/** A group by its number or name; null where it took no part in the match. */
export const groupNamed = (match: RegExpExecArray, name: string): string | null => {
  const byNumber = /^\d+$/.test(name)
  if (byNumber ? Number(name) >= match.length : !Object.hasOwn(match.groups ?? {}, name))
    throw new RegexProblem(`the pattern has no group ${byNumber ? name : `"${name}"`}`)
  return (byNumber ? match[Number(name)] : match.groups?.[name]) ?? null
}
