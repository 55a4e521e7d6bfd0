// Variables of a host as text: each with its value and its place, or all places of one.
import { Mistake } from '../base/diagnostic.ts'
import { jsonText } from '../base/json-text.ts'
import { Sealed } from '../base/sealed.ts'
import { isUnknown, UnknownRead } from '../base/unknown.ts'
import { SECRET_VARIABLES } from '../engine/secrets.ts'
import type { Project } from '../project/open.ts'
import { explain, type Definition } from '../work/explain.ts'
import type { HostStanding } from './host-standing.ts'

/** A line each: name, value, and where the definition that holds stands. */
export const allText = (project: Project, of: HostStanding): string => {
  const names = [...of.names].sort()
  const rows = names.map(name => {
    const winner = winnerOf(explain(name, of.standing))
    return { left: `${name}: ${valueOf(name, of)}`, place: winner ? placeOf(project, winner) : '' }
  })
  const width = Math.min(WIDE, Math.max(0, ...rows.map(({ left }) => left.length)))
  return rows
    .map(({ left, place }) =>
      `${left.padEnd(width)}${place === '' ? '' : `  # ${place}`}`.trimEnd(),
    )
    .map(line => `${line}\n`)
    .join('')
}

/** Longer values do not push all places to the right. */
const WIDE = 60

/** All definitions of a name, the strongest first; what holds everywhere is marked. */
export const explainText = (project: Project, name: string, of: HostStanding): string => {
  const found = [...explain(name, of.standing)].reverse()
  const winner = winnerOf([...found].reverse())
  const lines = found.map(one => {
    const mark = one === winner ? '→' : one.partly ? '~' : ' '
    const place = placeOf(project, one)
    const title = `${String(one.level.number).padStart(2)} ${one.level.title}`
    return `${mark} ${title.padEnd(38)} ${writtenOf(name, one)}  # ${place}`
  })
  const notes = found.some(({ partly }) => partly)
    ? ['', '~ for some tasks only, or once a task has run']
    : []
  if (!winner) return [...lines, ...notes, ''].join('\n')
  return [...lines, '', `= ${valueOf(name, of)}`, ...notes, ''].join('\n')
}

/** The value of a name as it comes out. */
export const valueOf = (name: string, { scope, standing }: HostStanding): string => {
  const winner = winnerOf(explain(name, standing))
  if (winner?.value instanceof Sealed) return '(vaulted)'
  if (SECRET_VARIABLES.has(name)) return '(secret)'
  try {
    const value = scope.get(name)
    return isUnknown(value) ? '(only the run can tell)' : shown(value)
  } catch (problem) {
    if (problem instanceof UnknownRead) return '(only the run can tell)'
    if (problem instanceof Mistake) return `(no value: ${problem.diagnostic.message})`
    throw problem
  }
}

const winnerOf = (weakestFirst: readonly Definition[]): Definition | undefined =>
  weakestFirst.findLast(({ partly }) => !partly)

const writtenOf = (name: string, { value }: Definition): string => {
  if (value === undefined) return '(only the run can tell)'
  return SECRET_VARIABLES.has(name) ? '(secret)' : shown(value)
}

const placeOf = (project: Project, { span, from }: Definition): string =>
  span ? project.placeOf(span) : from

const shown = (value: unknown): string => {
  if (value instanceof Sealed) return '(vaulted)'
  return jsonText(value, { other: part => (part instanceof Sealed ? '(vaulted)' : String(part)) })
}
