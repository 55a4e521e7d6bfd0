// A word of a host pattern as a test of names: a plain word, a glob, or a regular expression after ~.
import { globPattern, isGlob } from '../base/glob.ts'
import { pythonRegex, RegexProblem } from '../base/regex/python-regex.ts'

export type Matcher = {
  readonly test: (name: string) => boolean
  /** The one name that matches, where the word is plain. */
  readonly only?: string
}

/** What a word matches; undefined for a wrong regular expression. */
export const matcher = (word: string): Matcher | undefined => {
  if (word.startsWith('~')) return regexMatcher(word.slice(1))
  if (!isGlob(word)) return { test: name => name === word, only: word }
  const pattern = globPattern(word)
  return { test: name => pattern.test(name) }
}

/** Python's regular expressions; they match from the first letter on. */
const regexMatcher = (text: string): Matcher | undefined => {
  try {
    const pattern = pythonRegex(text)
    return { test: name => pattern.exec(name)?.index === 0 }
  } catch (problem) {
    if (problem instanceof RegexProblem) return undefined
    throw problem
  }
}
