// Patterns in arguments: Python's, as for bytes; a wrong one is refused on the argument that holds it.
import {
  expandMatch,
  pythonRegex,
  RegexProblem,
  type RegexFlags,
} from '../../base/regex/python-regex.ts'
import { Refusal } from '../define.ts'

/** The pattern of an argument, compiled. */
export const pattern = (argument: string, text: string, flags: RegexFlags = {}): RegExp =>
  asRefusal(argument, 'must be a pattern as Python writes them', () => pythonRegex(text, flags))

/** The text of an argument with a match's groups put in. */
export const expand = (argument: string, text: string, match: RegExpExecArray): string =>
  asRefusal(argument, 'must fit the pattern', () => expandMatch(text, match))

const asRefusal = <T>(argument: string, expected: string, make: () => T): T => {
  try {
    return make()
  } catch (problem) {
    if (problem instanceof RegexProblem)
      throw new Refusal(argument, `${expected}: ${problem.message}`)
    throw problem
  }
}
