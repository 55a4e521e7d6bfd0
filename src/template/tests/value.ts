// Tests on values: type, order, membership, patterns, versions.
import { isDict } from '../../base/value.ts'
import { contains, order, same } from '../compare.ts'
import type { Context, TestPlugin, Tests } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { regexOf } from '../regex.ts'
import {
  Callable,
  isFloat,
  isInteger,
  isNumber,
  iterate,
  known,
  Thing,
  toNumber,
  truth,
  typeName,
  Undefined,
  View,
} from '../values.ts'
import { compareVersions } from '../versions.ts'
import { toBool } from '../filters/value.ts'

const one = (run: (value: unknown, context: Context) => boolean): TestPlugin => ({
  takes: ['value'],
  run: ([value], context) => run(value, context),
})
/** Asks for the type only, so that it is false for what is undefined. */
const type = (run: (value: unknown) => boolean): TestPlugin => ({
  takes: ['value'],
  lenient: true,
  run: ([value]) => run(value),
})
const two = (run: (a: unknown, b: unknown, context: Context) => boolean): TestPlugin => ({
  takes: ['value', 'other'],
  run: ([a, b], context) => run(a, b, context),
})

const isSubset = (a: unknown, b: unknown): boolean => {
  const whole = iterate(b)
  return iterate(a).every(item => contains(whole, item))
}

const isIterable = (value: unknown): boolean =>
  typeof value === 'string' ||
  Array.isArray(value) ||
  isDict(value) ||
  (value instanceof Thing && value.member('__iter__') !== undefined)

/** A pattern bound to the start of the text, or to both ends; its flags stay in front. */
const bound = (source: string, how: string): string => {
  const [, flags = '', body = ''] = /^((?:\(\?[aiLmsux]+\))*)([\s\S]*)$/.exec(source) ?? []
  return how === 'search' ? source : `${flags}\\A(?:${body})${how === 'fullmatch' ? '\\Z' : ''}`
}

const pattern = (where: 'match' | 'search' | undefined): TestPlugin => ({
  partial: 'without possessive repeats, atomic groups and conditions',
  takes: ['value', 'pattern?', 'ignorecase?', 'multiline?', ...(where ? [] : ['match_type?'])],
  run: ([value, source = '', ignoreCase = false, multiline = false, kind = 'search'], { run }) => {
    const how = where ?? str(kind)
    if (!['search', 'match', 'fullmatch'].includes(how))
      throw typeProblem(`the regex test knows match_type search, match and fullmatch, not '${how}'`)
    const text = str(value)
    run.budget.spend(1 + (text.length >> 3))
    const flags = { ignoreCase: truth(ignoreCase), multiline: truth(multiline) }
    return regexOf(bound(str(source), how), flags).exec(text) !== null
  },
})

const truthy: TestPlugin = {
  takes: ['value', 'convert_bool?'],
  run: ([value, convert = false]) => {
    if (!truth(convert)) return truth(value)
    const words = ['yes', 'on', '1', 'true', 't', 'y', 'no', 'off', '0', 'false', 'f', 'n']
    const isWord = typeof value === 'string' && words.includes(value.toLowerCase())
    return truth(isWord ? toBool(value) || /^[ty]$/i.test(value) : value)
  },
}

const version: TestPlugin = {
  takes: ['value', 'version', 'operator?', 'strict?', 'version_type?'],
  run: ([value, other, operator = 'eq', strict = null, kind = null]) =>
    compareVersions(
      value,
      other,
      str(operator),
      strict === null ? undefined : truth(strict),
      kind === null ? undefined : str(kind),
    ),
}

type Address = { readonly scheme: string; readonly hasHost: boolean }

/** What urlparse makes of a text; nearly everything is an address to it. */
const address = (value: unknown): Address | undefined => {
  if (typeof value !== 'string') return value === null ? { scheme: '', hasHost: false } : undefined
  const [, scheme = '', host] = /^(?:([a-zA-Z][\w+.-]*):)?(?:\/\/([^/?#]*))?/.exec(value) ?? []
  return { scheme: scheme.toLowerCase(), hasHost: Boolean(host) || /^file$/i.test(scheme) }
}
const isOf = ({ scheme }: Address, schemes: unknown): boolean =>
  !truth(schemes) || contains(schemes, scheme)

const eq = two(same)
const ne = two((a, b) => !same(a, b))
const lt = two((a, b) => order(a, b, '<') < 0)
const le = two((a, b) => order(a, b, '<=') <= 0)
const gt = two((a, b) => order(a, b, '>') > 0)
const ge = two((a, b) => order(a, b, '>=') >= 0)
const subset = two(isSubset)
const superset = two((a, b) => isSubset(b, a))
const nan = one(value => Number.isNaN(isNumber(value) ? Number(value) : 0))

export const valueTests: Tests = {
  defined: { takes: ['value'], lenient: true, run: ([value]) => !(value instanceof Undefined) },
  undefined: { takes: ['value'], lenient: true, run: ([value]) => value instanceof Undefined },
  none: type(value => value === null),
  string: type(value => typeof value === 'string'),
  number: type(isNumber),
  integer: type(isInteger),
  float: type(isFloat),
  boolean: type(value => typeof value === 'boolean'),
  true: type(value => value === true),
  false: type(value => value === false),
  mapping: type(isDict),
  sequence: type(
    value =>
      typeof value === 'string' ||
      isDict(value) ||
      (Array.isArray(value) && (!(value instanceof View) || value.kind === 'range')),
  ),
  iterable: one(isIterable),
  callable: type(value => value instanceof Callable),
  escaped: type(() => false),
  sameas: {
    takes: ['value', 'other'],
    lenient: true,
    run: ([a, b]) =>
      a === b ||
      (isNumber(a) && isNumber(b) && typeName(a) === typeName(b) && Number(a) === Number(b)),
  },
  even: one(value => toNumber(value) % 2 === 0),
  odd: one(value => Math.abs(toNumber(value)) % 2 === 1),
  divisibleby: two((a, b) => {
    if (toNumber(b) === 0) throw typeProblem('division by zero')
    return toNumber(a) % toNumber(b) === 0
  }),
  lower: one(
    value => str(value) === str(value).toLowerCase() && str(value) !== str(value).toUpperCase(),
  ),
  upper: one(
    value => str(value) === str(value).toUpperCase() && str(value) !== str(value).toLowerCase(),
  ),
  eq,
  equalto: eq,
  '==': eq,
  ne,
  '!=': ne,
  lt,
  lessthan: lt,
  '<': lt,
  le,
  '<=': le,
  gt,
  greaterthan: gt,
  '>': gt,
  ge,
  '>=': ge,
  in: two((a, b) => contains(b, a)),
  contains: two((a, b) => contains(a, b)),
  subset,
  issubset: subset,
  superset,
  issuperset: superset,
  nan,
  isnan: nan,
  all: one(value => iterate(value).every(item => truth(known(item)))),
  any: one(value => iterate(value).some(item => truth(known(item)))),
  truthy,
  falsy: { takes: truthy.takes, run: (values, context) => !truthy.run(values, context) },
  match: pattern('match'),
  search: pattern('search'),
  regex: pattern(undefined),
  version,
  version_compare: version,
  url: {
    takes: ['value', 'schemes?'],
    run: ([value, schemes = null]) => {
      const parts = address(value)
      return parts !== undefined && isOf(parts, schemes) && parts.hasHost
    },
  },
  uri: {
    takes: ['value', 'schemes?'],
    run: ([value, schemes = null]) => {
      const parts = address(value)
      return parts !== undefined && isOf(parts, schemes)
    },
  },
  urn: one(value => address(value)?.scheme === 'urn'),
}
