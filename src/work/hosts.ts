// Which hosts a pattern means: `web:&staging:!web3`, globs, `~regex`, `web[0:2]`, and the limit of the command
// line with its `@file`. The order of hosts is the inventory's, as Ansible's is.
import { resolve } from 'node:path'
import { error, nearest, warning, type Diagnostic } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { splitPort } from '../lang/ranges.ts'
import type { Files } from '../model/edge.ts'
import type { Group, Host, Inventory } from '../model/inventory.ts'
import { matcher } from './glob.ts'

export type Matched = {
  readonly hosts: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

export type MatchOptions = {
  /** `--limit`: patterns that hosts must match too. */
  readonly limit?: string | readonly string[] | undefined
  /** For `@file` in the limit. */
  readonly files?: Files | undefined
  readonly cwd?: string | undefined
  /** Where the pattern was written. */
  readonly span?: Span | undefined
}

/** One part of a pattern: adds hosts, keeps only these, or takes them out. */
export type Pattern = { readonly act: 'add' | 'keep' | 'drop'; readonly text: string }

type Matching = {
  readonly inventory: Inventory
  readonly diagnostics: Diagnostic[]
  readonly span: Span | undefined
}

const LOCAL = ['127.0.0.1', 'localhost', '::1']
const ORDER = ['add', 'keep', 'drop'] as const

/** The parts of a pattern, in the order they work: what adds, what keeps, what takes out. */
export const parsePattern = (pattern: string | readonly string[]): readonly Pattern[] => {
  const parts = splitPattern(pattern).map((text): Pattern =>
    text.startsWith('!')
      ? { act: 'drop', text: text.slice(1) }
      : text.startsWith('&')
        ? { act: 'keep', text: text.slice(1) }
        : { act: 'add', text },
  )
  const sorted = ORDER.flatMap(act => parts.filter(part => part.act === act))
  return sorted[0]?.act === 'add' ? sorted : [{ act: 'add', text: 'all' }, ...sorted]
}

/** Commas part patterns; colons too, where they are not of a port, a range or an IPv6 address. */
const splitPattern = (pattern: string | readonly string[]): readonly string[] => {
  if (typeof pattern !== 'string') return pattern.flatMap(splitPattern)
  const parts = pattern.includes(',')
    ? pattern.split(',')
    : splitPort(pattern)
      ? [pattern]
      : (pattern.match(/(?:[^\s:[\]]|\[[^\]]*\])+/g) ?? [])
  return parts.map(part => part.trim()).filter(part => part !== '')
}

/** The hosts that a pattern means, in order, each once. */
export const matchHosts = (
  pattern: string | readonly string[],
  inventory: Inventory,
  options: MatchOptions = {},
): Matched => {
  const matching: Matching = { inventory, diagnostics: [], span: options.span }
  const found = evaluate(matching, parsePattern(pattern))
  const limit = limitPatterns(options, matching.diagnostics)
  if (limit.length === 0) return { hosts: [...found], diagnostics: matching.diagnostics }
  const limiting = { ...matching, span: undefined }
  const allowed = evaluate(limiting, parsePattern(limit))
  return { hosts: [...found].filter(host => allowed.has(host)), diagnostics: matching.diagnostics }
}

const limitPatterns = (options: MatchOptions, diagnostics: Diagnostic[]): readonly string[] =>
  splitPattern(options.limit ?? []).flatMap(part => {
    if (!part.startsWith('@')) return [part]
    const path = resolve(options.cwd ?? '.', part.slice(1))
    const bytes = options.files?.read(path)
    if (bytes)
      return new TextDecoder()
        .decode(bytes)
        .split('\n')
        .map(line => line.trim())
        .filter(line => line !== '')
    diagnostics.push(error('hosts/limit-file', `the limit file "${part.slice(1)}" cannot be read`))
    return []
  })

const evaluate = (matching: Matching, patterns: readonly Pattern[]): Set<string> => {
  const found = new Set<string>()
  for (const { act, text } of patterns) {
    const these = matchOne(matching, text)
    if (act === 'add') for (const host of these) found.add(host)
    if (act === 'drop') for (const host of these) found.delete(host)
    if (act === 'keep') {
      const kept = new Set(these)
      for (const host of found) if (!kept.has(host)) found.delete(host)
    }
  }
  return found
}

/** A name of a host is that host, whatever else it might mean. */
const matchOne = (matching: Matching, text: string): readonly string[] => {
  if (text === '' || matching.inventory.hosts.has(text)) return text === '' ? [] : [text]
  const { expression, subscript } = splitSubscript(matching, text)
  const hosts = enumerate(matching, expression)
  if (!subscript || hosts.length === 0) return hosts
  if ('to' in subscript) return hosts.slice(subscript.from, subscript.to + 1)
  const one = hosts.at(subscript.from)
  if (one !== undefined) return [one]
  matching.diagnostics.push(
    error(
      'hosts/subscript',
      `"${text}" asks for more than the ${hosts.length} hosts of "${expression}"`,
      {
        span: matching.span,
        hint: 'the first host is [0], the last one [-1]',
      },
    ),
  )
  return []
}

type Subscript = { readonly from: number } | { readonly from: number; readonly to: number }

const splitSubscript = (
  matching: Matching,
  text: string,
): { expression: string; subscript?: Subscript } => {
  const match = text.startsWith('~')
    ? null
    : /^(.+)\[(?:(-?[0-9]+)|([0-9]+)([:-])([0-9]*))\]$/.exec(text)
  if (!match) return { expression: text }
  const [, expression = '', index, from, separator, to] = match
  if (index !== undefined) return { expression, subscript: { from: Number(index) } }
  if (separator === '-')
    matching.diagnostics.push(
      warning('hosts/subscript-dash', `"${text}" is read as [from:to], counting hosts`, {
        span: matching.span,
        hint: `write "${expression}[${from}:${to}]"`,
      }),
    )
  return { expression, subscript: { from: Number(from), to: to === '' ? Infinity : Number(to) } }
}

/** Groups that match give all their hosts; hosts count where no group does, or where the pattern is no plain word. */
const enumerate = (matching: Matching, expression: string): readonly string[] => {
  const { inventory, diagnostics, span } = matching
  const matches = matcher(expression)
  if (!matches) {
    diagnostics.push(error('hosts/regex', `"${expression}" is no regular expression`, { span }))
    return []
  }
  const groups =
    matches.only === undefined
      ? [...inventory.groups.keys()].filter(matches.test)
      : inventory.groups.has(matches.only)
        ? [matches.only]
        : []
  const found = new Set(groups.flatMap(group => hostsOfGroup(group, inventory)))
  if (groups.length === 0 || /^~|[.?*[]/.test(expression)) {
    if (matches.only !== undefined) addIf(found, matches.only, inventory)
    else for (const host of inventory.hosts.keys()) if (matches.test(host)) found.add(host)
  }
  if (found.size === 0 && LOCAL.includes(expression)) found.add(localName(expression, inventory))
  if (found.size === 0 && groups.length === 0 && expression !== 'all')
    diagnostics.push(unmatched(matching, expression))
  return [...found]
}

const addIf = (found: Set<string>, host: string, inventory: Inventory): void => {
  if (inventory.hosts.has(host)) found.add(host)
}

const unmatched = ({ inventory, span }: Matching, expression: string): Diagnostic => {
  const known = [...inventory.groups.keys(), ...inventory.hosts.keys()]
  const like = /[*?[~]/.test(expression) ? undefined : nearest(expression, known)
  const hint =
    like !== undefined
      ? `did you mean the ${inventory.groups.has(like) ? 'group' : 'host'} "${like}"?`
      : inventory.hosts.size === 0
        ? 'the inventory has no hosts: name one with -i'
        : undefined
  return warning('hosts/no-match', `no host or group matches "${expression}"`, { span, hint })
}

/** All hosts of a group: its own, then those of the groups below it, level by level. */
export const hostsOfGroup = (name: string, inventory: Inventory): readonly string[] => {
  const groups = new Set([name])
  const found = new Set<string>()
  for (const next of groups) {
    const group = inventory.groups.get(next)
    for (const host of group?.hosts ?? []) found.add(host)
    for (const child of group?.children ?? []) groups.add(child)
  }
  return [...found]
}

/** The groups of a host in the order in which their variables count: later ones win. */
export const groupsInOrder = (host: Host, inventory: Inventory): readonly Group[] =>
  host.groups.flatMap(name => inventory.groups.get(name) ?? [])

/** The listed host that stands for this machine, or the name itself. */
const localName = (name: string, inventory: Inventory): string =>
  LOCAL.find(other => inventory.hosts.has(other)) ?? name

/** A host by its name. This machine is there even where nobody listed it. */
export const hostNamed = (name: string, inventory: Inventory): Host | undefined => {
  const host = inventory.hosts.get(name)
  if (host || !LOCAL.includes(name)) return host
  const listed = inventory.hosts.get(localName(name, inventory))
  if (listed) return listed
  const vars = { ansible_connection: 'local' }
  return {
    name,
    groups: ['all'],
    layers: [{ vars, trusted: true, from: 'implicit localhost' }],
    implicit: true,
  }
}
