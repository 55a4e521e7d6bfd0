// Python's methods of str, by allow-list.
import { isDict } from '../base/value.ts'
import { callable, type Parameters } from './arguments.ts'
import { formatBraces } from './format-braces.ts'
import { str } from './print.ts'
import { typeProblem } from './problem.ts'
import type { Run } from './run.ts'
import * as text from './text.ts'
import {
  iterate,
  known,
  size,
  toIndex,
  truth,
  Tuple,
  tuple,
  typeName,
  type Keywords,
} from './values.ts'

type Method = {
  readonly takes: Parameters
  run(
    self: string,
    values: readonly unknown[],
    more: { rest: readonly unknown[]; keywords: Keywords; run: Run },
  ): unknown
}

const want = (value: unknown, method: string): string => {
  known(value)
  if (typeof value === 'string') return value
  throw typeProblem(`${method}() wants a text, not '${typeName(value)}'`)
}
const wantOr = (value: unknown, method: string): string | undefined =>
  value === undefined || value === null ? undefined : want(value, method)

const plain = (act: (self: string) => unknown): Method => ({ takes: [], run: self => act(self) })

const part = (self: string, from: unknown, to: unknown): { part: string; offset: number } => {
  const at = (value: unknown, none: number): number => {
    if (value === undefined || value === null) return none
    const index = toIndex(value)
    return Math.min(Math.max(index < 0 ? index + self.length : index, 0), self.length)
  }
  const offset = at(from, 0)
  return { part: self.slice(offset, at(to, self.length)), offset }
}

const affix = (name: 'startsWith' | 'endsWith'): Method => ({
  takes: [name === 'startsWith' ? 'prefix' : 'suffix', 'start?', 'end?'],
  run: (self, [affixes, from, to]) => {
    const whole = part(self, from, to).part
    const list = affixes instanceof Tuple ? affixes : [affixes]
    return list.some(one => whole[name](want(one, name.toLowerCase())))
  },
})

const find = (method: string, from: 'indexOf' | 'lastIndexOf', strict: boolean): Method => ({
  takes: ['sub', 'start?', 'end?'],
  run: (self, [sub, start, end]) => {
    const within = part(self, start, end)
    const at = within.part[from](want(sub, method))
    if (at === -1 && strict) throw typeProblem(`${method}(): substring not found`)
    return at === -1 ? -1 : at + within.offset
  },
})

const pad = (
  method: string,
  put: (self: string, width: number, fill: string) => string,
): Method => ({
  takes: ['width', 'fillchar?'],
  run: (self, [width, fill = ' '], { run }) => {
    run.budget.room(toIndex(width))
    return put(self, toIndex(width), want(fill, method))
  },
})

const strip = (method: string, left: boolean, right: boolean): Method => ({
  takes: ['chars?'],
  run: (self, [chars]) => text.strip(self, wantOr(chars, method), left, right),
})

const split = (method: string, cut: typeof text.split): Method => ({
  takes: ['sep?', 'maxsplit?'],
  run: (self, [separator, most = -1]) => cut(self, wantOr(separator, method), toIndex(most)),
})

const partition = (method: string, from: 'indexOf' | 'lastIndexOf'): Method => ({
  takes: ['sep'],
  run: (self, [separator]) => {
    const by = want(separator, method)
    const at = self[from](by)
    if (at === -1) return tuple(from === 'indexOf' ? [self, '', ''] : ['', '', self])
    return tuple([self.slice(0, at), by, self.slice(at + by.length)])
  },
})

const all = (pattern: RegExp): Method => plain(self => pattern.test(self))

const METHODS: Readonly<Record<string, Method>> = {
  capitalize: plain(text.capitalize),
  casefold: plain(self => self.toLowerCase().replaceAll('ß', 'ss')),
  center: pad('center', text.center),
  count: {
    takes: ['sub', 'start?', 'end?'],
    run: (self, [sub, from, to]) => text.count(part(self, from, to).part, want(sub, 'count')),
  },
  endswith: affix('endsWith'),
  expandtabs: {
    takes: ['tabsize?'],
    run: (self, [tab = 8], { run }) => {
      run.budget.room(self.length * Math.max(1, toIndex(tab)))
      return text.expandTabs(self, toIndex(tab))
    },
  },
  find: find('find', 'indexOf', false),
  format: {
    takes: ['*args', '**keywords'],
    run: (self, _values, { rest, keywords, run }) => formatBraces(self, rest, keywords, run),
  },
  format_map: {
    takes: ['mapping'],
    run: (self, [mapping], { run }) => {
      known(mapping)
      if (!isDict(mapping)) throw typeProblem('format_map() wants a dict')
      return formatBraces(self, [], new Map(Object.entries(mapping)), run)
    },
  },
  index: find('index', 'indexOf', true),
  isalnum: all(/^[\p{L}\p{N}]+$/u),
  isalpha: all(/^\p{L}+$/u),
  isascii: plain(self => !/[^\0-\x7f]/.test(self)),
  isdecimal: all(/^\p{Nd}+$/u),
  isdigit: all(/^[\p{Nd}²³¹⁰-⁹₀-₉]+$/u),
  isidentifier: all(/^[\p{L}_][\p{L}\p{N}_]*$/u),
  islower: plain(self => self === self.toLowerCase() && self !== self.toUpperCase()),
  isnumeric: all(/^\p{N}+$/u),
  isspace: all(/^\s+$/),
  istitle: plain(self => /\p{L}/u.test(self) && self === text.titleMethod(self)),
  isupper: plain(self => self === self.toUpperCase() && self !== self.toLowerCase()),
  join: {
    takes: ['iterable'],
    run: (self, [items], { run }) => {
      const parts = iterate(items).map((one, index) => {
        known(one)
        if (typeof one === 'string') return one
        throw typeProblem(`join(): item ${index} is '${typeName(one)}', a text was expected`)
      })
      run.budget.room(parts.reduce((sum, one) => sum + one.length + self.length, 0))
      return parts.join(self)
    },
  },
  ljust: pad('ljust', (self, width, fill) => self + fill.repeat(Math.max(0, width - size(self)))),
  lower: plain(self => self.toLowerCase()),
  lstrip: strip('lstrip', true, false),
  partition: partition('partition', 'indexOf'),
  removeprefix: {
    takes: ['prefix'],
    run: (self, [prefix]) => {
      const cut = want(prefix, 'removeprefix')
      return self.startsWith(cut) ? self.slice(cut.length) : self
    },
  },
  removesuffix: {
    takes: ['suffix'],
    run: (self, [suffix]) => {
      const cut = want(suffix, 'removesuffix')
      return cut !== '' && self.endsWith(cut) ? self.slice(0, -cut.length) : self
    },
  },
  replace: {
    takes: ['old', 'new', 'count?'],
    run: (self, [old, fresh, most = -1], { run }) =>
      text.replace(self, want(old, 'replace'), want(fresh, 'replace'), toIndex(most), run.budget),
  },
  rfind: find('rfind', 'lastIndexOf', false),
  rindex: find('rindex', 'lastIndexOf', true),
  rjust: pad('rjust', (self, width, fill) => fill.repeat(Math.max(0, width - size(self))) + self),
  rpartition: partition('rpartition', 'lastIndexOf'),
  rsplit: split('rsplit', text.rsplit),
  rstrip: strip('rstrip', false, true),
  split: split('split', text.split),
  splitlines: {
    takes: ['keepends?'],
    run: (self, [keep = false]) => text.splitLines(self, truth(keep)),
  },
  startswith: affix('startsWith'),
  strip: strip('strip', true, true),
  swapcase: plain(self =>
    self.replace(/\p{L}/gu, one =>
      one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase(),
    ),
  ),
  title: plain(text.titleMethod),
  upper: plain(self => self.toUpperCase()),
  zfill: {
    takes: ['width'],
    run: (self, [width], { run }) => {
      run.budget.room(toIndex(width))
      const sign = /^[-+]/.exec(self)?.[0] ?? ''
      return sign + self.slice(sign.length).padStart(toIndex(width) - sign.length, '0')
    },
  },
  __len__: plain(self => size(self)),
  __str__: plain(self => str(self)),
}

/** A bound method of a text, or undefined. */
export const textMethod = (self: string, name: string, run: Run): unknown => {
  if (!Object.hasOwn(METHODS, name)) return undefined
  const { takes, run: act } = METHODS[name]!
  return callable(name, takes, (values, rest, keywords) => {
    run.budget.spend(1 + (self.length >> 6))
    return act(self, values, { rest, keywords, run })
  })
}
