// What the real one told callbacks/record.py → the lines of test/engine/trace.ts.
import type { Status } from '../../src/model/event.ts'
import { messageOf, type Line } from '../engine/trace.ts'

type Told = {
  readonly type: 'task' | 'item'
  readonly task: string
  readonly name: string
  readonly module: string
  readonly handler: boolean
  readonly host: string
  readonly status: Status
  readonly ignored: boolean
  readonly label: string | null
  readonly looped: boolean
  readonly hidden: boolean
  readonly vars: Readonly<Record<string, unknown>>
}

type Event = Told | Extract<Line, { readonly type: 'included' | 'recap' }>

/** The lines of a run's record. */
export const realLines = (events: readonly unknown[]): readonly Line[] =>
  (events as readonly Event[]).map(event => {
    switch (event.type) {
      case 'included':
        return { ...event, file: event.file.split('/').at(-1) ?? '' }
      case 'recap':
        return event
      default:
        return lineOf(event)
    }
  })

const lineOf = (told: Told): Line => {
  const { type, task, name, handler, host, label, hidden, vars } = told
  const result = { status: told.status, vars, ...(hidden && { hidden }) }
  // As with ours, an item's task is known by its name alone.
  const msg = type === 'item' ? messageOf(name, result) : messageOf(told.module, result)
  const status = `${told.status}${told.ignored ? ' ignored' : ''}`
  return { type, task, name, handler, host, status, label, msg: told.looped ? null : msg }
}
