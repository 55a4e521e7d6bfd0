// Filters that print and read JSON and YAML.
import { jsonText, type JsonOptions } from '../../base/json-text.ts'
import { Sealed } from '../../base/sealed.ts'
import { yamlText, type YamlOptions } from '../../base/yaml-text.ts'
import type { Filters, More } from '../plugin.ts'
import { fromJson } from '../json-read.ts'
import { str } from '../print.ts'
import { notYet, Problem, typeProblem } from '../problem.ts'
import { known, Thing, toIndex, truth, typeName, View } from '../values.ts'
import { fromYaml, fromYamlAll } from '../yaml-read.ts'

const listed = (value: unknown): unknown => (value instanceof View ? Array.from(value) : value)

const jsonOptions = ({ keywords }: More, base: JsonOptions): JsonOptions => {
  const indent = keywords.get('indent')
  const separators = keywords.get('separators')
  return {
    ...base,
    ...(typeof indent === 'number' && { indent: indentOf(indent) }),
    ...(keywords.has('sort_keys') && { sortKeys: truth(keywords.get('sort_keys')) }),
    ...(keywords.has('ensure_ascii') && { ascii: truth(keywords.get('ensure_ascii')) }),
    ...(Array.isArray(separators) && {
      separators: [str(separators[0]), str(separators[1])] as const,
    }),
  }
}

const YAML_OPTIONS = ['indent', 'width', 'sort_keys', 'explicit_start', 'explicit_end']
const LEFT_OUT = ['canonical', 'default_style', 'line_break', 'encoding', 'version', 'tags']
const PARTIAL = `without ${LEFT_OUT.join(', ')}`

const yamlOptions = (
  { keywords }: More,
  base: YamlOptions,
  also: readonly string[] = [],
): YamlOptions => {
  for (const name of keywords.keys())
    if (LEFT_OUT.includes(name)) throw notYet(`argument '${name}' of YAML filters`)
    else if (![...YAML_OPTIONS, ...also].includes(name))
      throw typeProblem(`there is no argument '${name}'`, `arguments: ${YAML_OPTIONS.join(', ')}`)
  const given = (name: string): boolean => (keywords.get(name) ?? null) !== null
  const flow = keywords.get('default_flow_style')
  return {
    ...base,
    ...(given('indent') && { indent: toIndex(keywords.get('indent')) }),
    ...(given('width') && { width: toIndex(keywords.get('width')) }),
    ...(keywords.has('sort_keys') && { sortKeys: truth(keywords.get('sort_keys')) }),
    ...(keywords.has('explicit_start') && { explicitStart: truth(keywords.get('explicit_start')) }),
    ...(keywords.has('default_flow_style') && { flow: flow === null ? null : truth(flow) }),
  }
}

/** What is no plain data: dates and their like are told as texts; undefined and unknown stop the printing. */
const otherIn =
  (language: string) =>
  (value: unknown): string => {
    if (known(value) instanceof Thing) return str(value)
    throw typeProblem(`value cannot be put into ${language}`)
  }

const inJson = (value: unknown): unknown =>
  value instanceof Sealed ? value.open() : otherIn('JSON')(value)

const printed = (print: () => string): string => {
  try {
    return print()
  } catch (error) {
    if (error instanceof RangeError) throw new Problem('template/budget', error.message)
    throw error
  }
}

const toJson = (value: unknown, options: JsonOptions): string =>
  printed(() => jsonText(listed(value), { ascii: true, ...options, other: inJson }))

const toYaml = (value: unknown, options: YamlOptions): string =>
  printed(() => yamlText(listed(value), { ...options, other: otherIn('YAML') }))

const ended = (text: string, { keywords }: More): string =>
  truth(keywords.get('explicit_end') ?? false) && !text.endsWith('\n...\n') ? `${text}...\n` : text

const wantText = (value: unknown, filter: string): string => {
  if (typeof value === 'string') return value
  throw typeProblem(`${filter} wants a text, not '${typeName(value)}'`)
}

/** Indents are small: a large one is a mistake, and costs its square. */
const indentOf = (value: unknown): number => {
  const indent = toIndex(value)
  if (indent >= 0 && indent <= 100) return indent
  throw typeProblem(`indent is 0 to 100, not ${indent}`)
}

const TAKES = ['a', '**options'] as const

export const jsonFilters: Filters = {
  to_json: {
    takes: TAKES,
    run: ([value], _context, more) => toJson(value, jsonOptions(more, {})),
  },
  to_nice_json: {
    takes: ['a', 'indent?', 'sort_keys?', '**options'],
    run: ([value, indent = 4, sort = true], _context, more) =>
      toJson(
        value,
        jsonOptions(
          {
            rest: [],
            keywords: new Map([...more.keywords, ['indent', indent], ['sort_keys', sort]]),
          },
          {},
        ),
      ),
  },
  tojson: {
    takes: ['value', 'indent?'],
    run: ([value, indent = null]) =>
      toJson(value, {
        sortKeys: true,
        ...(indent !== null && { indent: indentOf(indent) }),
      }).replace(/[<>&']/g, one => `\\u00${one.charCodeAt(0).toString(16)}`),
  },
  from_json: { takes: ['value'], run: ([value]) => fromJson(wantText(value, 'from_json')) },
  to_yaml: {
    partial: PARTIAL,
    takes: ['a', 'default_flow_style?', '**options'],
    closed: true,
    run: ([value, flow = null], _context, more) =>
      ended(
        toYaml(
          value,
          yamlOptions(more, { flow: flow === null ? null : truth(flow) }, ['default_flow_style']),
        ),
        more,
      ),
  },
  to_nice_yaml: {
    partial: PARTIAL,
    takes: ['a', 'indent?', '**options'],
    closed: true,
    run: ([value, indent = 4], _context, more) =>
      ended(toYaml(value, yamlOptions(more, { indent: toIndex(indent) })), more),
  },
  from_yaml: {
    takes: ['data'],
    run: ([value]) => (typeof value === 'string' ? fromYaml(value) : value),
  },
  from_yaml_all: {
    takes: ['data'],
    run: ([value]) => (typeof value === 'string' ? fromYamlAll(value) : value),
  },
}
