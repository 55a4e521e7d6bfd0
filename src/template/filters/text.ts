// Filters on texts.
import { dict, isDict } from '../../base/value.ts'
import type { Budget } from '../budget.ts'
import { formatPercent } from '../format-percent.ts'
import type { Filters } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import * as text from '../text.ts'
import { wrap } from '../wrap.ts'
import { iterate, size, toIndex, truth, tuple, typeName } from '../values.ts'

const wantText = (value: unknown, filter: string): string => {
  if (typeof value === 'string') return value
  throw typeProblem(`${filter} wants a text, not '${typeName(value)}'`)
}

const plain = (act: (value: string) => unknown): Filters[string] => ({
  takes: ['value'],
  run: ([value]) => act(str(value)),
})

const indent = (value: string, width: unknown, first: boolean, blank: boolean): string => {
  const by = typeof width === 'string' ? width : ' '.repeat(Math.max(0, toIndex(width)))
  const lines = text.splitLines(`${value}\n`, false)
  const rest = blank
    ? lines.slice(1).map(line => by + line)
    : lines.slice(1).map(line => (line === '' ? line : by + line))
  const made = [lines[0] ?? '', ...rest].join('\n')
  return first ? by + made : made
}

const truncate = (
  value: string,
  length: number,
  kill: boolean,
  end: string,
  leeway: number,
): string => {
  if (length < size(end) || leeway < 0)
    throw typeProblem(`truncate wants a length of at least ${size(end)}, that of its end`)
  if (size(value) <= length + leeway) return value
  const cut = value.slice(0, length - end.length)
  if (kill) return cut + end
  const blank = cut.lastIndexOf(' ')
  return (blank === -1 ? cut : cut.slice(0, blank)) + end
}

const title = (value: string): string =>
  value
    .split(/([-\s({[<]+)/)
    .filter(one => one !== '')
    .map(text.capitalize)
    .join('')

/** Python's quote(): letters, digits and -_.~ stay, and the slash where it is safe. */
const percent = (value: string, safe: string): string =>
  Array.from(Buffer.from(value), byte => {
    const one = String.fromCharCode(byte)
    return /[A-Za-z0-9_.~-]/.test(one) || safe.includes(one)
      ? one
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')

const urlencode = (value: unknown): string => {
  if (typeof value === 'string' || (!isDict(value) && !Array.isArray(value)))
    return percent(str(value), '/')
  const pairs = isDict(value) ? Object.entries(value) : iterate(value).map(iterate)
  const query = (part: unknown): string => percent(str(part), ' ').replaceAll(' ', '+')
  return pairs.map(([key, part]) => `${query(key)}=${query(part)}`).join('&')
}

const COMMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plain: { decoration: '# ' },
  erlang: { decoration: '% ' },
  c: { decoration: '// ' },
  cblock: { beginning: '/*', decoration: ' * ', end: ' */' },
  xml: { beginning: '<!--', decoration: ' - ', end: '-->' },
}

const comment = (
  value: string,
  style: string,
  options: ReadonlyMap<string, unknown>,
  budget: Budget,
): string => {
  if (!Object.hasOwn(COMMENTS, style))
    throw typeProblem(
      `comment style '${style}' is not known: ${Object.keys(COMMENTS).join(', ')} are`,
    )
  const base = COMMENTS[style]!
  const option = (name: string, other: string): string =>
    options.has(name) ? str(options.get(name)) : other
  const decoration = option('decoration', base['decoration']!)
  const newline = option('newline', '\n')
  const beginning = option('beginning', base['beginning'] ?? '')
  const end = option('end', base['end'] ?? '')
  const around = (name: string): string[] => {
    const times = options.has(`${name}_count`) ? toIndex(options.get(`${name}_count`)) : 1
    budget.room(times)
    return Array.from({ length: Math.max(0, times) }, () => option(name, decoration.trimEnd()))
  }
  const lines = value.split(newline).map(line => decoration + line)
  // Empty lines lose the blank of their decoration, but for the last one.
  const body = lines.map((line, index) =>
    line === decoration && index < lines.length - 1 ? line.trimEnd() : line,
  )
  const prefix = around('prefix').filter(line => line !== '')
  const opening = beginning === '' ? [] : [beginning]
  const ending = end === '' ? [] : [end]
  return [...opening, ...prefix, ...body, ...around('postfix'), ...ending].join(newline)
}

const urlsplit = (value: string, wanted: string): unknown => {
  const match =
    /^(?:([A-Za-z][\w+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(value)
  const [, scheme = '', netloc = '', path = '', query = '', fragment = ''] = match ?? []
  const [, , user, password, host, port] =
    /^(([^:@]*)(?::([^@]*))?@)?(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(netloc) ?? []
  const parts = dict([
    ['fragment', fragment],
    ['hostname', host ? host.replace(/^\[|\]$/g, '').toLowerCase() : null],
    ['netloc', netloc],
    ['password', password ?? null],
    ['path', path],
    ['port', port ? Number(port) : null],
    ['query', query],
    ['scheme', scheme.toLowerCase()],
    ['username', user ?? null],
  ])
  if (wanted === '') return parts
  if (!Object.hasOwn(parts, wanted))
    throw typeProblem(`urlsplit has no part '${wanted}': ${Object.keys(parts).join(', ')} are`)
  return parts[wanted]
}

/** As Python's shlex quotes a word. */
const quote = (value: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'"'"'`)}'`

export const textFilters: Filters = {
  upper: plain(value => value.toUpperCase()),
  lower: plain(value => value.toLowerCase()),
  capitalize: plain(text.capitalize),
  title: plain(title),
  trim: {
    takes: ['value', 'chars?'],
    run: ([value, chars = null]) => text.strip(str(value), chars === null ? undefined : str(chars)),
  },
  replace: {
    takes: ['s', 'old', 'new', 'count?'],
    run: ([value, old, fresh, most = null], { run }) =>
      text.replace(
        str(value),
        str(old),
        str(fresh),
        most === null ? -1 : toIndex(most),
        run.budget,
      ),
  },
  split: {
    takes: ['value', 'sep?', 'maxsplit?'],
    run: ([value, by = null, most = -1]) => {
      return text.split(wantText(value, 'split'), by === null ? undefined : str(by), toIndex(most))
    },
  },
  indent: {
    takes: ['s', 'width?', 'first?', 'blank?'],
    run: ([value, width = 4, first = false, blank = false], { run }) => {
      run.budget.room(str(value).length * (typeof width === 'number' ? Math.max(1, width) : 1))
      return indent(str(value), width, truth(first), truth(blank))
    },
  },
  center: {
    takes: ['value', 'width?'],
    run: ([value, width = 80], { run }) => {
      run.budget.room(toIndex(width))
      return text.center(str(value), toIndex(width))
    },
  },
  truncate: {
    takes: ['s', 'length?', 'killwords?', 'end?', 'leeway?'],
    run: ([value, length = 255, kill = false, end = '...', leeway = null]) =>
      truncate(
        str(value),
        toIndex(length),
        truth(kill),
        str(end),
        leeway === null ? 5 : toIndex(leeway),
      ),
  },
  wordwrap: {
    takes: ['s', 'width?', 'break_long_words?', 'wrapstring?', 'break_on_hyphens?'],
    run: ([value, width = 79, long = true, by = null, hyphens = true]) =>
      wrap(str(value), toIndex(width), truth(long), by === null ? '\n' : str(by), truth(hyphens)),
  },
  wordcount: plain(value => value.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0),
  format: {
    takes: ['value', '*args', '**keywords'],
    run: ([value], { run }, { rest, keywords }) => {
      if (rest.length > 0 && keywords.size > 0)
        throw typeProblem('format takes positional or named values, not both')
      const values = keywords.size > 0 ? dict(keywords) : tuple(rest)
      return formatPercent(str(value), values, run.budget)
    },
  },
  comment: {
    takes: ['text', 'style?', '**options'],
    run: ([value, style = 'plain'], { run }, { keywords }) =>
      comment(wantText(value, 'comment'), str(style), keywords, run.budget),
  },
  quote: { takes: ['a'], run: ([value]) => quote(value === null ? '' : str(value)) },
  urlencode: { takes: ['value'], run: ([value]) => urlencode(value) },
  urldecode: plain(value => {
    const plus = value.replaceAll('+', ' ')
    return plus.replace(/(?:%[0-9a-fA-F]{2})+/g, run =>
      Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
    )
  }),
  urlsplit: {
    takes: ['value', 'query?'],
    run: ([value, wanted = '']) => urlsplit(str(value), str(wanted)),
  },
}
