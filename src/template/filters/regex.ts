// Filters with regular expressions.
import { expandMatch, groupNamed } from '../../base/regex/python-regex.ts'
import type { Context, Filters } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { asProblem, regexOf } from '../regex.ts'
import { toIndex, truth, tuple } from '../values.ts'

const spend = (text: string, context: Context): string => {
  context.run.budget.spend(1 + (text.length >> 3))
  return text
}

/** A replacement that names a group which is not there is wrong even where nothing matches. */
const checkGroups = (replacement: string, pattern: RegExp): void => {
  if (!replacement.includes('\\')) return
  const empty = new RegExp(`${pattern.source}|`, pattern.flags).exec('')!
  asProblem(() => expandMatch(replacement, empty))
}

const replace = (
  text: string,
  pattern: RegExp,
  replacement: string,
  most: number,
  context: Context,
): { text: string; times: number } => {
  checkGroups(replacement, pattern)
  let made = ''
  let from = 0
  let times = 0
  for (const match of text.matchAll(pattern)) {
    if (most > 0 && times >= most) break
    times++
    made += text.slice(from, match.index) + asProblem(() => expandMatch(replacement, match))
    from = match.index + match[0].length
    context.run.budget.room(made.length >> 4)
  }
  return { text: made + text.slice(from), times }
}

const flagsOf = (ignoreCase: unknown, multiline: unknown) => ({
  ignoreCase: truth(ignoreCase),
  multiline: truth(multiline),
})

const PARTIAL = 'without possessive repeats, atomic groups and conditions'

export const regexFilters: Filters = {
  regex_replace: {
    partial: PARTIAL,
    takes: [
      'value',
      'pattern?',
      'replacement?',
      'ignorecase?',
      'multiline?',
      'count?',
      'mandatory_count?',
    ],
    run: (
      [
        value,
        pattern = '',
        replacement = '',
        ignoreCase = false,
        multiline = false,
        count = 0,
        mandatory = 0,
      ],
      context,
    ) => {
      const regex = regexOf(str(pattern), flagsOf(ignoreCase, multiline))
      const made = replace(
        spend(str(value), context),
        regex,
        str(replacement),
        toIndex(count),
        context,
      )
      if (toIndex(mandatory) > 0 && made.times !== toIndex(mandatory))
        throw typeProblem(
          `${str(pattern)} should match ${str(mandatory)} times, but matches ${made.times} times`,
        )
      return made.text
    },
  },
  regex_findall: {
    partial: PARTIAL,
    takes: ['value', 'regex', 'multiline?', 'ignorecase?'],
    run: ([value, pattern, multiline = false, ignoreCase = false], context) => {
      const regex = regexOf(str(pattern), flagsOf(ignoreCase, multiline))
      return [...spend(str(value), context).matchAll(regex)].map(match => {
        const groups = match.slice(1).map(group => group ?? '')
        return groups.length === 0 ? match[0] : groups.length === 1 ? groups[0] : tuple(groups)
      })
    },
  },
  regex_search: {
    partial: PARTIAL,
    takes: ['value', 'regex', '*groups', '**options'],
    run: ([value, pattern], context, { rest, keywords }) => {
      for (const name of keywords.keys())
        if (name !== 'ignorecase' && name !== 'multiline')
          throw typeProblem(`regex_search has no argument '${name}'`)
      const wanted = rest.map(group => {
        const match = /^\\(?:g<(\S+)>|(\d+))/.exec(str(group))
        if (!match)
          throw typeProblem(
            `regex_search: '${str(group)}' is no group; \\1 or \\g<name> was expected`,
          )
        return match[1] ?? match[2]!
      })
      const regex = regexOf(
        str(pattern),
        flagsOf(keywords.get('ignorecase') ?? false, keywords.get('multiline') ?? false),
      )
      const match = regex.exec(spend(str(value), context))
      if (!match) return null
      if (wanted.length === 0) return match[0]
      return asProblem(() => wanted.map(group => groupNamed(match, group)))
    },
  },
  regex_escape: {
    takes: ['value', 're_type?'],
    run: ([value, kind = 'python']) => {
      const text = str(value)
      if (kind === 'python') return text.replace(/[ \t\n\r\v\f#$&()*+\-.?[\\\]^{|}~]/g, '\\$&')
      if (kind === 'posix_basic') return text.replace(/[\].[^$*\\]/g, '\\$&')
      throw typeProblem(`regex_escape knows re_type python and posix_basic, not '${str(kind)}'`)
    },
  },
}
