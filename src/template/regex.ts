// Patterns of templates: compiled once, and those that may take for ever run under a time limit.
import { pythonRegex, RegexProblem, type RegexFlags } from '../base/regex/python-regex.ts'
import { typeProblem } from './problem.ts'
import { mayBacktrack, TimedRegExp } from './regex-timeout.ts'

const cache = new Map<string, RegExp>()

/** A Python pattern, compiled. Always global, so that `lastIndex` counts. */
export const regexOf = (source: string, flags: RegexFlags = {}): RegExp => {
  const key = `${flags.ignoreCase ? 'i' : ''}${flags.multiline ? 'm' : ''}:${source}`
  const found = cache.get(key)
  if (found) {
    found.lastIndex = 0
    return found
  }
  const Kind = mayBacktrack(source) ? TimedRegExp : RegExp
  const made = asProblem(() => pythonRegex(source, { ...flags, global: true }, Kind), source)
  if (cache.size > 2000) cache.clear()
  cache.set(key, made)
  return made
}

/** What is wrong with a pattern or a replacement, as a template tells of it. */
export const asProblem = <T>(act: () => T, source?: string): T => {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof RegexProblem)) throw error
    throw typeProblem(
      `regular expression${source === undefined ? '' : ` "${source}"`}: ${error.message}`,
    )
  }
}
