// Python's regular expressions as JavaScript's: what users write in playbooks was written for `re`. What JavaScript
// cannot say is refused, never approximated.
import { RegexProblem } from './problem.ts'
import { Translation, type Meaning } from './translation.ts'

export { expandMatch, groupNamed } from './replacement.ts'
export { RegexProblem } from './problem.ts'

export type RegexFlags = Meaning & {
  readonly ignoreCase?: boolean
  /** Find all matches. */
  readonly global?: boolean
  /** Tell where groups stand. */
  readonly indices?: boolean
}

const LETTERS: Readonly<Record<string, keyof RegexFlags>> = {
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  x: 'verbose',
  a: 'ascii',
}

/** A Python pattern, compiled, as this kind of RegExp. Throws RegexProblem. */
export const pythonRegex = (
  pattern: string,
  flags: RegexFlags = {},
  Kind: new (source: string, flags: string) => RegExp = RegExp,
): RegExp => {
  const { body, set } = leadingFlags(pattern)
  const on = { ...flags, ...set }
  const source = new Translation(body, on).source()
  const letters = `u${on.ignoreCase ? 'i' : ''}${on.global ? 'g' : ''}${on.indices ? 'd' : ''}`
  try {
    return new Kind(source, letters)
  } catch (problem) {
    throw new RegexProblem((problem as Error).message.replace(/^.*: /s, '').toLowerCase())
  }
}

/** `(?im)` at the start counts for the whole pattern. */
const leadingFlags = (pattern: string): { body: string; set: RegexFlags } => {
  const [groups = ''] = /^(?:\(\?[aiLmsux]+\))*/.exec(pattern) ?? []
  const names = [...groups].flatMap(letter => LETTERS[letter] ?? [])
  return {
    body: pattern.slice(groups.length),
    set: Object.fromEntries(names.map(name => [name, true])),
  }
}
