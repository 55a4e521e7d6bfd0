// What the tests of reports share: streams from files, a stream of text to write to, a clock that
// stands.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Float } from '../../src/base/value.ts'
import type { Clock } from '../../src/model/edge.ts'
import type { RunEvent } from '../../src/model/event.ts'
import type { Out } from '../../src/report/out.ts'
import { createReporter, type ReporterKind } from '../../src/report/reporters.ts'
import { root } from '../support/root.ts'

export const folder = join(root, 'test/report')

/** Events of a file; floats with a whole value stay floats. */
export const eventsOf = (path: string): RunEvent[] =>
  readFileSync(join(folder, path), 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => {
      const marked = line.replace(
        /"(?:[^"\\]|\\.)*"|(-?\d+)\.0(?=[,\]}])/g,
        (token, whole?: string) => (whole === undefined ? token : `{"$float": ${whole}}`),
      )
      return JSON.parse(marked, (_key, value: unknown) =>
        typeof value === 'object' && value !== null && '$float' in value
          ? new Float(Number(value.$float))
          : value,
      ) as RunEvent
    })

export const stillClock: Clock = {
  monotonic: () => 0,
  wall: () => 0,
  sleep: () => new Promise(() => {}),
}

export type Written = Out & { readonly text: () => string; readonly warnings: () => string }

/** A stream that keeps what is written. */
export const written = (
  more: { isTTY?: boolean; columns?: number; env?: Record<string, string> } = {},
): Written => {
  let text = ''
  let warnings = ''
  return {
    write: part => void (text += part),
    warn: part => void (warnings += part),
    isTTY: more.isTTY ?? false,
    columns: () => more.columns ?? 80,
    env: name => more.env?.[name],
    text: () => text,
    warnings: () => warnings,
  }
}

/** What a reporter makes of a stream. */
export const report = async (
  kind: ReporterKind,
  events: Iterable<RunEvent>,
  out: Written,
  options: { verbosity?: number; diff?: boolean } = {},
): Promise<string> => {
  const { verbosity = 0, diff = false } = options
  const reporter = createReporter(kind, out, { verbosity, diff, clock: stillClock })
  for (const event of events) reporter.on(event)
  await reporter.end?.()
  return out.text()
}

/** The expected text of a file; with UPDATE=1 it becomes what is given. */
export const expected = (path: string, actual: string): string => {
  const full = join(folder, path)
  if (process.env.UPDATE === '1') writeFileSync(full, actual)
  return existsSync(full) ? readFileSync(full, 'utf8') : ''
}
