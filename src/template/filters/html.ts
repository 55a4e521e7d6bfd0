// Filters between texts and HTML.
import { isDict } from '../../base/value.ts'
import type { Filters } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import * as text from '../text.ts'
import { toIndex, truth, typeName, Undefined } from '../values.ts'
import { urlize } from '../urlize.ts'

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&#39;',
  '"': '&#34;',
}
export const escapeHtml = (value: unknown): string =>
  str(value).replace(/[&<>'"]/g, one => HTML[one]!)

const plain = (act: (value: string) => unknown): Filters[string] => ({
  takes: ['value'],
  run: ([value]) => act(str(value)),
})

/** `{'class': 'a'}` as ` class="a"`; what is none or undefined is left out. */
const attributes = (value: unknown, space: boolean): string => {
  if (!isDict(value)) throw typeProblem(`xmlattr wants a dict, not '${typeName(value)}'`)
  const parts = Object.entries(value)
    .filter(([, part]) => part !== null && !(part instanceof Undefined))
    .map(([key, part]) => {
      if (/[\s/>=]/.test(key)) throw typeProblem(`'${key}' cannot be the name of an attribute`)
      return `${escapeHtml(key)}="${escapeHtml(part)}"`
    })
  const made = parts.join(' ')
  return made !== '' && space ? ` ${made}` : made
}

export const htmlFilters: Filters = {
  escape: { takes: ['value'], run: ([value]) => escapeHtml(value) },
  e: { takes: ['value'], run: ([value]) => escapeHtml(value) },
  forceescape: { takes: ['value'], run: ([value]) => escapeHtml(value) },
  striptags: plain(value =>
    text
      .split(value.replace(/<!--[\s\S]*?-->|<[^>]*>/g, ''), undefined, -1)
      .join(' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#39;', "'")
      .replaceAll('&#34;', '"')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
  ),
  urlize: {
    takes: ['value', 'trim_url_limit?', 'nofollow?', 'target?', 'rel?', 'extra_schemes?'],
    run: ([value, limit = null, nofollow = false, target = null, rel = null, schemes = null]) =>
      urlize(str(value), {
        limit: limit === null ? undefined : toIndex(limit),
        rel: [
          ...(rel === null ? [] : str(rel).split(/\s+/)),
          'noopener',
          ...(truth(nofollow) ? ['nofollow'] : []),
        ],
        target: target === null ? undefined : str(target),
        schemes: Array.isArray(schemes) ? schemes.map(str) : [],
      }),
  },
  xmlattr: {
    takes: ['d', 'autospace?'],
    run: ([value, space = true]) => attributes(value, truth(space)),
  },
}
