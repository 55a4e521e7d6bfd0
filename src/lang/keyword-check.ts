// The keyword table applied to one mapping: what stands there is known, stands in its place, and looks as it must.
import { didYouMean, error, nearest, warning } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { isDict } from '../base/value.ts'
import type { Located } from '../model/playbook.ts'
import { KEYWORDS, keywordOf, keywordsOn, RENAMED, type Keyword, type Where } from './keywords.ts'
import type { Loading } from './loading.ts'
import { checkDefaults } from './module-defaults.ts'
import { keySpan, partsOf, valueSpan } from './places.ts'
import { describe, hasTemplate, isVariableName, misfit } from './shapes.ts'

const UNKNOWN = {
  play: 'play/unknown-keyword',
  block: 'block/unknown-keyword',
  task: 'task/unknown-keyword',
  handler: 'task/unknown-keyword',
} as const satisfies Record<Exclude<Where, 'role'>, string>

const PLURAL: Record<Where, string> = {
  play: 'plays',
  role: 'roles',
  block: 'blocks',
  task: 'tasks',
  handler: 'handlers',
}

/** The keywords of a mapping that may stand there, checked; and the keys that are no keywords at all. */
export const readKeywords = (
  loading: Loading,
  mapping: Readonly<Record<string, unknown>>,
  where: Where,
  span: Span,
): { keywords: Record<string, Located>; others: string[] } => {
  const keywords: Record<string, Located> = {}
  const others: string[] = []
  for (const key of Object.keys(mapping)) {
    const name = where === 'play' && key === 'user' ? 'remote_user' : key
    const keyword = keywordOf(name)
    if (!keyword || (where === 'role' && !keyword.on.includes('role'))) {
      others.push(key)
      continue
    }
    if (!keyword.on.includes(where)) {
      wrongPlace(loading, key, keyword, where, keySpan(mapping, key, span))
      continue
    }
    const located = { value: mapping[key], span: valueSpan(mapping, key, span) }
    if (checkValue(loading, key, keyword, located, keySpan(mapping, key, span)))
      keywords[name] = located
  }
  return { keywords, others }
}

const wrongPlace = (
  loading: Loading,
  key: string,
  keyword: Keyword,
  where: Where,
  span: Span,
): void => {
  const places = keyword.on.filter(place => place !== 'handler' || keyword.on.length === 1)
  loading.report(
    error(
      'keyword/wrong-place',
      `"${key}" belongs to ${places.map(place => PLURAL[place]).join(', ')}, not to a ${where}`,
      {
        span,
        hint:
          where === 'play' && keyword.on.includes('task')
            ? 'move it into a task under "tasks:"'
            : undefined,
      },
    ),
  )
}

/** Whether a value can be worked with. */
const checkValue = (
  loading: Loading,
  key: string,
  keyword: Keyword,
  { value, span }: Located,
  keyPlace: Span,
): boolean => {
  if (keyword.later) {
    loading.report(
      error('keyword/not-yet', `"${key}": mokplay does not do this yet`, { span: keyPlace }),
    )
    return false
  }
  if (keyword.ignored)
    loading.report(
      warning('keyword/ignored', `"${key}" is ignored: mokplay has none`, { span: keyPlace }),
    )
  const expected = misfit(value, keyword.shape)
  if (expected !== undefined) {
    loading.report(
      error('keyword/type', `"${key}" takes ${expected}, not ${describe(value)}`, {
        span,
        hint: typeHint(keyword, value),
      }),
    )
    return false
  }
  if (keyword.fixed && partsOf({ value, span }).some(part => hasTemplate(part.value))) {
    loading.report(
      error('keyword/no-template', `"${key}" is never templated; write the name itself`, { span }),
    )
    return false
  }
  if (keyword.shape === 'vars') checkVariableNames(loading, value, span)
  if (keyword.shape === 'defaults') checkDefaults(loading, { value, span })
  if (keyword.choices) checkChoice(loading, key, keyword, keyword.choices, value, span)
  return true
}

const typeHint = ({ shape }: Keyword, value: unknown): string | undefined => {
  if (shape === 'loop' && typeof value === 'string') return `for a variable write "{{ ${value} }}"`
  if ((shape === 'tasks' || shape === 'roles') && isDict(value))
    return 'begin each of them with "- "'
  return undefined
}

const checkChoice = (
  loading: Loading,
  key: string,
  keyword: Keyword,
  choices: readonly string[],
  value: unknown,
  span: Span,
): void => {
  if (typeof value !== 'string' || hasTemplate(value)) return
  const short = value.slice(value.lastIndexOf('.') + 1)
  if (choices.includes(short)) return
  if (keyword.laterChoices?.includes(short)) {
    loading.report(
      error('keyword/not-yet', `"${key}: ${value}": mokplay does not do this yet`, {
        span,
        hint: `it does ${choices.join(', ')}`,
      }),
    )
    return
  }
  loading.report(
    error('keyword/value', `"${key}" takes one of ${choices.join(', ')}, not "${value}"`, {
      span,
      hint: didYouMean(value, choices),
    }),
  )
}

/** Names in a mapping of variables. */
export const checkVariableNames = (loading: Loading, vars: unknown, span: Span): void => {
  if (typeof vars !== 'object' || vars === null) return
  for (const name of Object.keys(vars))
    if (!isVariableName(name))
      loading.report(
        error(
          'vars/name',
          `"${name}" cannot be the name of a variable: letters, digits and _ only, no digit first`,
          {
            span: keySpan(vars, name, span),
            hint: /^[\w-]+$/.test(name)
              ? `write "${name.replaceAll('-', '_').replace(/^(\d)/, '_$1')}"`
              : undefined,
          },
        ),
      )
}

/** Reports a key that is no keyword; at a role it is a parameter. `more` are other words that may have been meant. */
export const unknownKeyword = (
  loading: Loading,
  key: string,
  where: Exclude<Where, 'role'>,
  span: Span,
  more: readonly string[] = [],
): void => {
  const renamed = RENAMED.get(key)
  loading.report(
    error(UNKNOWN[where], `"${key}" is no keyword of a ${where}`, {
      span,
      hint: renamed
        ? `it is called "${renamed}" now`
        : didYouMean(key, [...keywordsOn(where), ...more]),
    }),
  )
}

/** Whether a word is more like a keyword of a construct than like any of the other words. */
export const isLikeKeyword = (word: string, where: Where, others: Iterable<string>): boolean => {
  const keywords = new Set(keywordsOn(where))
  const found = nearest(word, [...keywords, ...others])
  return RENAMED.has(word) || (found !== undefined && keywords.has(found))
}

/** Keywords that count for what an include brings; the others are its own task's. */
export const isOnInclude = (name: string): boolean => {
  const keyword: Keyword | undefined = KEYWORDS[name as keyof typeof KEYWORDS]
  return keyword?.onInclude === true
}
