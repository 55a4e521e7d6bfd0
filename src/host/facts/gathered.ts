// What a host told for its facts: files, links and what programs printed, read from one reply. The parts come in
// sections that a control character opens, since no text of a system's configuration holds one.
import type { Facts } from '../../model/module.ts'
import { utf8 } from '../kind.ts'

export type Gathered = {
  readonly facts: Facts
  /** A file's lines; none where there is no such file. */
  lines(path: string): readonly string[]
  /** A file's text without blanks around it; undefined where it is missing or empty. */
  text(path: string): string | undefined
  /** Files that have lines, by a pattern. */
  files(pattern: RegExp): readonly string[]
  /** Whether a path was there. */
  has(path: string): boolean
  /** Paths that were there, by a pattern. */
  paths(pattern: RegExp): readonly string[]
  /** Where a link points. */
  link(path: string): string | undefined
  /** Links by a pattern. */
  links(pattern: RegExp): readonly string[]
  /** What a collector's own script printed. */
  section(name: string): string
  /** The same, as bytes. */
  bytes(name: string): Buffer
}

/** One collector: what it must see, and what follows from it. */
export type Collector = {
  /** Files to be read, as shell patterns. */
  readonly files?: readonly string[]
  /** Paths whose being there counts. */
  readonly paths?: readonly string[]
  /** Links whose target counts. */
  readonly links?: readonly string[]
  /** Scripts, by the names of the sections that they fill. */
  readonly scripts?: Readonly<Record<string, string>>
  facts(of: Gathered): Readonly<Record<string, unknown>>
}

const OPEN = '\x1d'

/** A script that answers for all of these. */
export const gatherScript = (collectors: readonly Collector[], facts: Facts): string => {
  const all = (part: 'files' | 'paths' | 'links'): string =>
    [...new Set(collectors.flatMap(collector => collector[part] ?? []))].join(' ')
  const scripts = Object.assign(
    {},
    ...collectors.map(collector => collector.scripts ?? {}),
  ) as Record<string, string>
  const section = (name: string, script: string): string =>
    `printf '\\035%s\\n' '${name}'\n(\n${script}\n)`
  return [
    section(
      'files',
      `set -- ${all('files')}\n[ $# -eq 0 ] || grep ${facts.flavour === 'gnu' ? '-a ' : ''}-sH '' -- "$@"`,
    ),
    section(
      'paths',
      `for p in ${all('paths') || '/'}; do if [ -e "$p" ]; then printf '%s\\n' "$p"; fi; done`,
    ),
    ...(all('links') === '' ? [] : [section('links', `ls -ld ${all('links')}`)]),
    ...Object.entries(scripts).map(([name, script]) => section(name, script)),
  ].join('\n')
}

/** The reply to that script (one character a byte), taken apart. */
export const readGathered = (reply: string, facts: Facts): Gathered => {
  const sections = new Map<string, string>()
  for (const part of reply.split(OPEN).slice(1)) {
    const end = part.indexOf('\n')
    sections.set(part.slice(0, end), part.slice(end + 1))
  }
  const section = (name: string): string => utf8(sections.get(name) ?? '')
  const files = new Map<string, string[]>()
  for (const line of section('files').split('\n')) {
    const colon = line.startsWith('/') ? line.indexOf(':', afterDevice(line)) : -1
    if (colon === -1) continue
    const path = line.slice(0, colon)
    files.set(path, [...(files.get(path) ?? []), line.slice(colon + 1)])
  }
  const paths = new Set(section('paths').split('\n'))
  const links = new Map(
    [...section('links').matchAll(/ (\/[^\n]*?) -> ([^\n]*)/g)].map(([, path, target]) => [
      path!,
      target!,
    ]),
  )
  const matching = (keys: Iterable<string>, pattern: RegExp): string[] =>
    [...keys].filter(key => pattern.test(key))
  return {
    facts,
    lines: path => files.get(path) ?? [],
    text: path => files.get(path)?.join('\n').trim() || undefined,
    files: pattern => matching(files.keys(), pattern),
    has: path => paths.has(path),
    paths: pattern => matching(paths, pattern),
    link: path => links.get(path),
    links: pattern => matching(links.keys(), pattern),
    section,
    bytes: name => Buffer.from(sections.get(name) ?? '', 'latin1'),
  }
}

/** Devices may have colons in their names: the one that ends a path comes after them. */
const afterDevice = (line: string): number =>
  /^\/sys\/(?:class\/net|block)\/[^/]*/.exec(line)?.[0].length ?? 0
