// Events → record: the only reducer. Reports that come at the end are functions of what it makes.
// Records grow in place, since a run has tens of thousands of events: give one record to one fold
// only.
import { dict } from '../base/value.ts'
import type { Result, RunEvent, RunRecord } from '../model/event.ts'
import { withStats } from './custom-stats.ts'
import { conceal } from './hidden.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type Done = Extract<RunEvent, { type: 'task.end' | 'item.end' }>
type Item = { readonly label: string; readonly result: Result }
type Entry = Mutable<Result> & { items?: Item[] }
type Task = Omit<Mutable<RunRecord['plays'][number]['tasks'][number]>, 'results'> & {
  results: Record<string, Entry>
}
type Play = { name: string; hosts: readonly string[]; tasks: Task[] }
type Growing = Omit<Mutable<RunRecord>, 'plays' | 'warnings'> & {
  plays: Play[]
  warnings: string[]
}

/** The record of a run that has not begun. */
export const emptyRecord = (): RunRecord => ({
  mode: 'apply',
  playbook: '',
  plays: [],
  recap: {},
  warnings: [],
  interrupted: false,
  ms: 0,
})

const currentPlay = (record: Growing): Play => {
  const last = record.plays.at(-1)
  if (last) return last
  const made: Play = { name: '', hosts: [], tasks: [] }
  record.plays.push(made)
  return made
}

/** The newest task with an id: a handler may run more than once in a play. */
const taskOf = (record: Growing, event: { task: string; name: string; module?: string }): Task => {
  const play = currentPlay(record)
  const known = play.tasks.findLast(task => task.id === event.task)
  if (known) return known
  const made: Task = {
    id: event.task,
    name: event.name,
    module: event.module ?? '',
    kind: 'task',
    results: emptyResults(),
  }
  play.tasks.push(made)
  return made
}

const emptyResults = (): Record<string, Entry> => dict() as Record<string, Entry>

/** Stands for a loop until its last item is done. */
const unfinished = (): Entry => ({
  status: 'unknown',
  reason: 'the run ended within its loop',
  diffs: [],
  vars: {},
  ms: 0,
  items: [],
})

const warn = (record: Growing, texts: readonly string[] = []): void => {
  for (const text of texts) if (!record.warnings.includes(text)) record.warnings.push(text)
}

const count = (record: Growing, event: Done, module: string): void => {
  const stats = withStats(record.stats, event, module)
  if (stats) record.stats = stats
}

const add = (record: Growing, event: RunEvent): void => {
  switch (event.type) {
    case 'run.start':
      record.mode = event.mode
      record.playbook = event.playbook
      // Until the stream says otherwise: a stream that was cut is a run that was interrupted.
      record.interrupted = true
      return
    case 'play.start':
      record.plays.push({ name: event.play, hosts: event.hosts, tasks: [] })
      return
    case 'play.empty':
      record.plays.push({ name: event.play, hosts: [], tasks: [] })
      return
    case 'task.start': {
      const { task: id, name, module, kind } = event
      currentPlay(record).tasks.push({ id, name, module, kind, results: emptyResults() })
      return
    }
    case 'item.end': {
      const { results, module } = taskOf(record, event)
      const entry = (results[event.host] ??= unfinished())
      ;(entry.items ??= []).push({ label: event.label, result: event.result })
      count(record, event, module)
      warn(record, event.result.warnings)
      return
    }
    case 'task.end': {
      const { results } = taskOf(record, event)
      const items = event.looped ? results[event.host]?.items : undefined
      results[event.host] = items ? { ...event.result, items } : event.result
      count(record, event, event.module)
      warn(record, event.result.warnings)
      return
    }
    case 'message':
      if (event.level === 'warning') warn(record, [event.text])
      return
    case 'diagnostic':
      if (event.diagnostic.severity === 'warning') warn(record, [event.diagnostic.message])
      return
    case 'run.end':
      record.recap = event.recap
      record.interrupted = event.interrupted
      record.ms = event.ms
      return
    // What follows is for eyes that watch: it leaves nothing behind that the results do not tell.
    case 'playbook.start':
    case 'meta':
    case 'play.stop':
    case 'host.start':
    case 'host.asked':
    case 'host.lost':
    case 'change.start':
    case 'change.end':
    case 'output':
    case 'retry':
    case 'included':
      return
  }
}

/** Adds one event to a record and returns it. */
export const fold = (record: RunRecord, event: RunEvent): RunRecord => {
  add(record as Growing, conceal(event))
  return record
}

/** The record of a whole stream, live or read back from a file. */
export const recordOf = (events: Iterable<RunEvent>): RunRecord => {
  const record = emptyRecord()
  for (const event of events) fold(record, event)
  return record
}
