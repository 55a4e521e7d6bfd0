// Keywords, filters, tests and lookups as pages and lists of text, from the tables that the program itself reads.
import { KEYWORDS, type Keyword } from '../lang/keywords.ts'
import { pluginCoverage } from '../template/coverage.ts'
import { FILTERS } from '../template/filters/index.ts'
import { lookupNames } from '../template/lookups/index.ts'
import { TESTS } from '../template/tests/index.ts'

export const TYPES = ['module', 'keyword', 'filter', 'test', 'lookup'] as const
export type DocType = (typeof TYPES)[number]

/** One thing that has a page. */
export type Entry = {
  readonly name: string
  /** A line for the list. */
  readonly about: string
  readonly lines: readonly string[]
  readonly data: Readonly<Record<string, unknown>>
}

/** All entries of a type other than modules, sorted. */
export const entriesOf = (type: Exclude<DocType, 'module'>): readonly Entry[] => {
  if (type === 'keyword') return Object.entries<Keyword>(KEYWORDS).map(keywordEntry)
  if (type === 'lookup') return lookupNames().map(lookupEntry)
  return pluginCoverage()
    .filter(({ kind, state }) => kind === type && state !== 'not planned')
    .map(({ collection, name, note }) => pluginEntry(type, collection, name, note))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const keywordEntry = ([name, row]: readonly [string, Keyword]): Entry => {
  const { on, shape, about, inherits, choices, later } = row
  return {
    name,
    about,
    lines: [
      `${name}: ${about}`,
      '',
      `Stands at   ${on.join(', ')}`,
      `Takes       ${SHAPES[shape] ?? shape}`,
      ...(choices ? [`One of      ${choices.join(', ')}`] : []),
      ...(inherits ? [`Inherited   ${INHERITS[inherits]}`] : []),
      ...(row.fixed ? ['Templates   none: the value is taken as it is'] : []),
      ...(later ? ['Not yet     mokplay does not do this yet'] : []),
    ],
    data: row,
  }
}

const SHAPES: Readonly<Record<string, string>> = {
  any: 'any value',
  bool: 'yes or no',
  conditions: 'an expression, or a list of which all must hold',
  environment: 'a mapping of variables, or a list of such',
  files: 'a file, or a list of them',
  hosts: 'a pattern of hosts, or a list of patterns',
  integer: 'a whole number',
  loop: 'a list, or a template that gives one',
  'loop control': 'a mapping',
  mapping: 'a mapping',
  number: 'a number',
  percent: 'a number from 0 to 100',
  roles: 'a list of roles',
  serial: 'a number of hosts, a percentage, or a list of them',
  tasks: 'a list of tasks',
  text: 'a text',
  texts: 'a text, or a list of texts',
  vars: 'a mapping',
}

const INHERITS = {
  closest: 'the closest one counts',
  add: 'what stands above is added',
  merge: 'merged with what stands above, the closest wins',
} as const

const lookupEntry = (name: string): Entry => ({
  name,
  about: `lookup('${name}', …), query('${name}', …), with_${name}`,
  lines: [
    name,
    '',
    `As a text   {{ lookup('${name}', term, option=value) }}`,
    `As a list   {{ query('${name}', term, option=value) }}`,
    `In a loop   with_${name}: [term]`,
  ],
  data: { name },
})

const pluginEntry = (
  type: 'filter' | 'test',
  collection: string,
  name: string,
  note: string | undefined,
): Entry => {
  const takes = (type === 'filter' ? FILTERS : TESTS)[collection]?.[name]?.takes ?? []
  const usage = type === 'filter' ? filterUsage(name, takes) : testUsage(name, takes)
  return {
    name,
    about: usage,
    lines: [
      `${collection}.${name}`,
      '',
      `Usage       {{ ${usage} }}`,
      ...(note === undefined ? [] : [`In part     ${note}`]),
    ],
    data: { name, collection, takes, ...(note !== undefined && { partial: note }) },
  }
}

const written = (name: string): string => (name.endsWith('?') ? `${name.slice(0, -1)}=…` : name)

const filterUsage = (name: string, [value = 'value', ...more]: readonly string[]): string =>
  `${value.replace('?', '')} | ${name}${more.length > 0 ? `(${more.map(written).join(', ')})` : ''}`

const testUsage = (name: string, [value = 'value', ...more]: readonly string[]): string =>
  `${value.replace('?', '')} is ${name}${more.length > 0 ? `(${more.map(written).join(', ')})` : ''}`
