// A diff as Ansible's callbacks show it: a unified diff of two texts, or of two states as JSON.
import type { Diff } from '../model/change.ts'
import { inert } from './harmless.ts'
import { pythonJson } from './python-json.ts'

/**
 * Lines of a diff with its two headers and the blank line after it; none where nothing can be
 * shown.
 */
export const classicDiff = (module: string, diff: Diff): string[] => {
  const { kind, lines, subject } = diff
  // What is no state leaves no difference.
  if (diff.action === 'run') return []
  const path = inert(subject.replace(/^file /, '')).replace(/\n/g, ' ')
  if (module === 'file') return stateDiff(path, diff)
  if (lines.length === 0) return []
  const text = lines.filter(line => /^[-+@ \\]/.test(line))
  const body = kind === 'text' ? text.map(hunkTitle) : lines.flatMap(sides)
  return [...headers(module, path, diff), ...body.flatMap(line => inert(line).split('\n')), '']
}

/** Modules that say which part of a file they show. */
const OF_CONTENT = new Set(['lineinfile', 'blockinfile'])

/** Modules for which a file that is not there has no name yet. */
const WITHOUT_BEFORE = new Set(['copy', 'template'])

const headers = (module: string, path: string, { action }: Diff): string[] => {
  if (OF_CONTENT.has(module) && !path.endsWith(' (content)'))
    return [`--- before: ${path} (content)`, `+++ after: ${path} (content)`]
  if (WITHOUT_BEFORE.has(module) && action === 'create') return ['--- before', `+++ after: ${path}`]
  return [`--- before: ${path}`, `+++ after: ${path}`]
}

// Python leaves a count of 1 out of a hunk's title, and nothing begins before its first line.
const hunkTitle = (line: string): string =>
  line.startsWith('@@')
    ? line.replace(/([-+]\d+),1(?= )/g, '$1').replace(/([-+])1,0(?= )/g, '$10,0')
    : line

const SIDES = /^(.*?): (.*) → (.*)$/s

const sides = (line: string): string[] => {
  const match = SIDES.exec(line)
  return match ? [`-${match[1]}: ${match[2]}`, `+${match[1]}: ${match[3]}`] : [` ${line}`]
}

/** What Ansible's file module calls the types of files. */
const STATES: Readonly<Record<string, string>> = { directory: 'directory', link: 'link' }

/** The states before and after as JSON, of what differs and the path. */
const stateDiff = (path: string, { action, lines }: Diff): string[] => {
  if (action === 'change' && lines.length === 0) return []
  const [before, after]: Record<string, string>[] = [{ path }, { path }]
  const named = new Map(
    lines.map(line => [line.split(': ')[0]!, line.slice(line.indexOf(': ') + 2)]),
  )
  const state = STATES[named.get('type') ?? ''] ?? 'file'
  if (action !== 'change') {
    before!['state'] = action === 'create' ? 'absent' : state
    after!['state'] = action === 'create' ? state : 'absent'
  }
  for (const [name, value] of named) {
    const [, from, to] = /^(.*) → (.*)$/.exec(value) ?? []
    if (from === undefined || to === undefined) continue
    before![name] = from
    after![name] = to
  }
  const [from, to] = [before, after].map(side => pythonJson(side, 4).split('\n'))
  const length = Math.max(from!.length, to!.length)
  const body = from!.flatMap((line, at) =>
    line === to![at] ? [` ${line}`] : [`-${line}`, `+${to![at]}`],
  )
  return ['--- before', '+++ after', `@@ -1,${length} +1,${length} @@`, ...grouped(body), '']
}

/** Of lines that differ one after another, all of before come first. */
const grouped = (lines: readonly string[]): string[] => {
  const rank = (line: string): number => ' -+'.indexOf(line[0]!)
  const groups: string[][] = []
  for (const line of lines) {
    const last = groups.at(-1)
    if (last && (rank(last[0]!) === 0) === (rank(line) === 0)) last.push(line)
    else groups.push([line])
  }
  return groups.flatMap(group => group.sort((a, b) => rank(a) - rank(b)))
}
