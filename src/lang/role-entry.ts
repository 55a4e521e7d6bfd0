// The entries of `roles:` and of a role's dependencies: a name, or a mapping with keywords and parameters.
import { error, nearest, warning } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { isDict } from '../base/value.ts'
import type { Block, Located } from '../model/playbook.ts'
import { checkVariableNames, readKeywords } from './keyword-check.ts'
import { keywordsOn } from './keywords.ts'
import type { Loading, Spot } from './loading.ts'
import { firstLine, keySpan, valueSpan, withPlacesOf } from './places.ts'
import { loadRoleUse } from './role.ts'
import { describe } from './shapes.ts'
import { staticName } from './static-name.ts'

/** The blocks of a list of roles. */
export const loadRoleEntries = (
  loading: Loading,
  { value, span }: Located,
  spot: Spot,
): readonly Block[] => {
  if (value === null || value === undefined) return []
  if (!Array.isArray(value)) {
    loading.report(
      error('role/not-a-list', `a list of roles was expected, not ${describe(value)}`, {
        span,
        hint: 'begin each role with "- "',
      }),
    )
    return []
  }
  return value.flatMap((entry: unknown, index) => {
    const block = loadEntry(loading, entry, valueSpan(value, index, span), spot)
    return block ? [block] : []
  })
}

const NAMES = ['role', 'name', 'src']

const loadEntry = (loading: Loading, entry: unknown, span: Span, spot: Spot): Block | undefined => {
  const line = firstLine(span, loading.sources.get(span.file)?.text ?? '')
  if (typeof entry === 'string' || typeof entry === 'number') {
    const name = staticName(loading, { value: entry, span }, spot, 'include_role')
    return name === undefined
      ? undefined
      : loadRoleUse(
          loading,
          { name, nameSpan: span, keywords: {}, params: {}, from: {}, once: true, span },
          spot,
        )
  }
  const key = isDict(entry) ? NAMES.find(each => Object.hasOwn(entry, each)) : undefined
  if (!isDict(entry) || key === undefined) {
    loading.report(
      error(
        'role/shape',
        `a role is a name, or a mapping with "role:", not ${isDict(entry) ? 'a mapping without it' : describe(entry)}`,
        {
          span: line,
        },
      ),
    )
    return undefined
  }
  const nameSpan = valueSpan(entry, key, span)
  const name = staticName(loading, { value: entry[key], span: nameSpan }, spot, 'include_role')
  const { keywords, others } = readKeywords(loading, entry, 'role', span)
  const { role: _role, name: _name, vars, ...rest } = keywords
  const params = paramsOf(
    loading,
    entry,
    others.filter(other => !NAMES.includes(other)),
    span,
  )
  if (name === undefined) return undefined
  return loadRoleUse(
    loading,
    {
      name,
      nameSpan,
      keywords: rest,
      params,
      from: {},
      once: true,
      span,
      ...(isDict(vars?.value) && { entryVars: vars.value }),
    },
    spot,
  )
}

/** All that is no keyword is a parameter; one that looks like a misspelt keyword is worth a word. */
const paramsOf = (
  loading: Loading,
  entry: Record<string, unknown>,
  names: readonly string[],
  span: Span,
): Record<string, unknown> => {
  const params = withPlacesOf(entry, Object.fromEntries(names.map(name => [name, entry[name]])))
  checkVariableNames(loading, params, span)
  for (const name of names) {
    const near = nearest(name, keywordsOn('role'))
    if (near !== undefined && Math.abs(near.length - name.length) <= 1 && near[0] === name[0])
      loading.report(
        warning(
          'role/param-like-keyword',
          `"${name}" is no keyword and becomes a variable of the role`,
          {
            span: keySpan(entry, name, span),
            hint: `did you mean "${near}"?`,
          },
        ),
      )
  }
  return params
}
