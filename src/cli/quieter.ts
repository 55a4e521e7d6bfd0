// A reporter that is not told of hosts that skip or are fine, where the settings say so; tasks without any other
// are not begun either.
import type { Reporter, RunEvent } from '../model/event.ts'
import type { Settings } from './settings/load.ts'

type Start = Extract<RunEvent, { type: 'task.start' }>

/** Events that are seen under their task. */
const shows = (event: RunEvent): event is Extract<RunEvent, { task: string }> =>
  ['task.end', 'item.end', 'retry', 'included'].includes(event.type)

/** The reporter itself where all is to be shown. */
export const quieter = (reporter: Reporter, { get }: Settings): Reporter => {
  const skipped = get('DISPLAY_SKIPPED_HOSTS') === false
  const fine = get('DISPLAY_OK_HOSTS') === false
  if (!skipped && !fine) return reporter
  const held = new Map<string, Start>()
  const isHidden = (event: RunEvent): boolean =>
    (event.type === 'task.end' || event.type === 'item.end') &&
    ((skipped && event.result.status === 'skipped') || (fine && event.result.status === 'ok'))
  const on = (event: RunEvent): void => {
    if (event.type === 'task.start') return void held.set(event.task, event)
    if (isHidden(event)) return
    const start = shows(event) ? held.get(event.task) : undefined
    if (start) {
      held.delete(start.task)
      reporter.on(start)
    }
    reporter.on(event)
  }
  return { ...reporter, on }
}
