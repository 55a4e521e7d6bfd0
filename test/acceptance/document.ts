// The document of `--output json`, as the acceptance tests compare it.
import type { Ran } from '../support/run-mokplay.ts'

type Diff = {
  readonly subject: string
  readonly kind: string
  readonly lines: readonly string[]
  readonly action: string
}
export type Ended = {
  readonly status: string
  readonly diffs: readonly Diff[]
  readonly vars: Readonly<Record<string, unknown>>
  readonly reason?: string
}
export type Task = {
  readonly name: string
  readonly module: string
  readonly kind: string
  readonly results: Readonly<Record<string, Ended>>
}
export type Document = {
  readonly plays: readonly { readonly tasks: readonly Task[] }[]
  readonly recap: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** The document that a run wrote. */
export const documentOf = (ran: Ran): Document => {
  try {
    return JSON.parse(ran.out) as Document
  } catch {
    throw new Error(`no document: ${ran.err}${ran.out}`)
  }
}

/** A task on a host: how it ended, what differs. */
export type Outcome = {
  readonly task: string
  readonly host: string
  readonly status: string
  readonly diffs: readonly Diff[]
  readonly reason?: string
}

/** Each task on each host, in order. */
export const changesOf = (document: Document): readonly Outcome[] =>
  document.plays.flatMap(({ tasks }) =>
    tasks.flatMap(({ name, results }) =>
      Object.entries(results).map(([host, { status, diffs, reason }]) => ({
        task: name,
        host,
        status,
        diffs,
        ...(reason !== undefined && { reason }),
      })),
    ),
  )

const UNKNOWN = /\(known after the run[^)]*\)|\?/

/** Whether a dry run told what happened then. What it called unknown may be anything. */
export const foretold = (said: Outcome, done: Outcome): boolean => {
  if (said.status === 'unknown') return true
  return (
    said.status === done.status &&
    said.diffs.length === done.diffs.length &&
    said.diffs.every((diff, index) => sameDiff(diff, done.diffs[index]!))
  )
}

const sameDiff = (said: Diff, done: Diff): boolean =>
  said.subject === done.subject &&
  said.kind === done.kind &&
  said.action === done.action &&
  said.lines.length === done.lines.length &&
  said.lines.every((line, index) => sameLine(line, done.lines[index]!))

const sameLine = (said: string, done: string): boolean => {
  const [before, after] = said.split(UNKNOWN)
  return after === undefined ? said === done : done.startsWith(before!) && done.endsWith(after)
}
