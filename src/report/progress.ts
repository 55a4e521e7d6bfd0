// The default on a terminal: lasting lines above, below them a region that is painted anew: which
// host is doing what, and for how long. It never paints more often than ten times a second, and is
// gone when the run is over.
import { durationText } from '../base/units.ts'
import type { Reporter, RunEvent } from '../model/event.ts'
import { oneLine } from './harmless.ts'
import { linesReporter } from './lines.ts'
import type { Out, ReportOptions } from './out.ts'
import { recapTable } from './table.ts'
import { type Theme, themeFor } from './theme.ts'
import { cut, pad, widthOf } from './width.ts'

const PAINT_EVERY = 100
/** So that the seconds go on while nothing happens. */
const TICK = 1000
const MOST_HOSTS = 10
const LIVE_LINES = 3

/** What a host is doing now. */
export type Busy = {
  readonly name: string
  readonly since: number
  note: string
  readonly lines: string[]
}

/** What is known of hosts at work, by host; fed with every event. */
export const follow = (busy: Map<string, Busy>, event: RunEvent, now: number): void => {
  switch (event.type) {
    case 'host.start':
      busy.set(event.host, { name: event.name, since: now, note: '', lines: [] })
      return
    case 'output': {
      const at = busy.get(event.host)
      if (!at) return
      // What a progress bar has written over is not shown.
      const lines = event.text
        .trimEnd()
        .split('\n')
        .map(line => oneLine(line.replace(/\r+$/, '').replace(/^.*\r/s, '')))
      at.lines.push(...lines.filter(line => line.trim() !== ''))
      at.lines.splice(0, Math.max(0, at.lines.length - LIVE_LINES))
      return
    }
    case 'change.start': {
      const at = busy.get(event.host)
      if (at) at.note = oneLine(event.diff.subject)
      return
    }
    case 'retry': {
      const at = busy.get(event.host)
      if (at) at.note = `attempt ${event.attempt} failed, ${event.left} left`
      return
    }
    case 'task.end':
    case 'host.lost':
      busy.delete(event.host)
      return
    case 'run.end':
      busy.clear()
      return
    default:
      return
  }
}

/**
 * The region's lines, each narrower than the theme, at most `room` of them. Those at work the
 * longest come first.
 */
export const region = (
  busy: ReadonlyMap<string, Busy>,
  now: number,
  theme: Theme,
  room: number,
): string[] => {
  if (busy.size === 0 || room < 2) return []
  const width = theme.width - 1
  const hosts = [...busy].sort(([, a], [, b]) => a.since - b.since)
  // The last line is kept for "and 190 more".
  const shown = hosts.slice(0, Math.min(MOST_HOSTS, room - 1))
  const times = shown.map(([, { since }]) =>
    durationText(Math.max(0, Math.floor((now - since) / 100) * 100)),
  )
  const timeWidth = Math.max(6, ...times.map(widthOf))
  const names = shown.map(([host]) => oneLine(host))
  const nameWidth = Math.min(Math.floor((width - timeWidth) * 0.4), Math.max(...names.map(widthOf)))
  const taskWidth = width - nameWidth - timeWidth - 4
  let spare = room - 1 - shown.length
  const lines: string[] = []
  for (const [at, [, { name, note, lines: live }]] of shown.entries()) {
    const host = theme.paint('bold', pad(cut(names[at]!, nameWidth), nameWidth))
    const doing = pad(cut(oneLine(name) + (note === '' ? '' : ` (${note})`), taskWidth), taskWidth)
    lines.push(`  ${host} ${doing} ${theme.paint('dim', pad(times[at]!, timeWidth, 'left'))}`)
    for (const line of spare >= LIVE_LINES ? live : [])
      lines.push(theme.paint('dim', `    | ${cut(line, width - 6)}`))
    if (spare >= LIVE_LINES) spare -= live.length
  }
  if (hosts.length > shown.length)
    lines.push(theme.paint('dim', `  and ${hosts.length - shown.length} more`))
  return lines
}

/**
 * Rows that lines take on a terminal of some columns: one that became narrower has wrapped them.
 */
const rowsTaken = (widths: readonly number[], columns: number): number =>
  widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / Math.max(1, columns))), 0)

const COLOURS = /\u001b\[[0-9;]*m/g

/** Lines above, the region below, and the recap as a table at the end. */
export const progressReporter = (out: Out, options: ReportOptions): Reporter => {
  const { clock } = options
  const busy = new Map<string, Busy>()
  const stop = new AbortController()
  let above = ''
  let painted: readonly number[] = []
  let last = -Infinity
  let waiting = false

  const paint = (): void => {
    const columns = Math.max(20, out.columns() || 80)
    const rows = out.rows?.() || 24
    const room = Math.min(MOST_HOSTS + LIVE_LINES * 2, rows - 2)
    const lines = region(busy, clock.monotonic(), themeFor(out), room)
    const up = Math.min(rowsTaken(painted, columns), rows - 1)
    // Line by line: clearing to the end of the screen from its first line would fill tmux's
    // history.
    const erase = up === 0 ? '' : `${'\u001b[1A\u001b[2K'.repeat(up)}\r`
    const text = erase + above + lines.map(line => `${line}\n`).join('')
    if (text !== '') out.write(text)
    above = ''
    painted = lines.map(line => widthOf(line.replace(COLOURS, '')))
    last = clock.monotonic()
  }

  /** Paints now, or when the time for it has come. */
  const paintSoon = (): void => {
    if (waiting) return
    const wait = PAINT_EVERY - (clock.monotonic() - last)
    if (wait <= 0) return paint()
    waiting = true
    void after(wait, () => {
      waiting = false
      paint()
    })
  }

  const after = async (ms: number, act: () => void): Promise<void> => {
    try {
      await clock.sleep(ms, stop.signal)
    } catch {
      return
    }
    if (!stop.signal.aborted) act()
  }

  const tick = (): void => {
    if (busy.size > 0) paintSoon()
    void after(TICK, tick)
  }

  const lines = linesReporter(
    text => void (above += text),
    () => themeFor(out),
    {
      ...options,
      live: true,
      recap: (event, mode) => recapTable(event.recap, mode, themeFor(out)).split('\n'),
    },
  )

  const finish = (): void => {
    stop.abort()
    busy.clear()
    paint()
  }

  return {
    on: event => {
      if (event.type === 'run.start') void after(TICK, tick)
      follow(busy, event, clock.monotonic())
      lines.on(event)
      if (event.type === 'run.end') finish()
      else if (!stop.signal.aborted) paintSoon()
    },
    end: async () => finish(),
  }
}
