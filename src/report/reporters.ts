// Which reporter suits a stream and what was asked for. The only door to this room for a running
// program.
import type { Reporter } from '../model/event.ts'
import { classicReporter } from './classic.ts'
import { withoutCommands } from './harmless.ts'
import { conceal } from './hidden.ts'
import type { ReporterKind } from './kinds.ts'
import { jsonReporter, jsonlReporter } from './json.ts'
import { linesReporter } from './lines.ts'
import { minimalReporter } from './minimal.ts'
import type { Out, ReportOptions } from './out.ts'
import { progressReporter } from './progress.ts'
import { themeFor } from './theme.ts'

export type { ReporterKind } from './kinds.ts'

/** A stream whose readers are people, and maybe a CI service that obeys some lines. */
const forPeople = (out: Out): Out =>
  out.env('GITHUB_ACTIONS') === 'true' || out.env('TF_BUILD') === 'True'
    ? {
        ...out,
        write: text => out.write(withoutCommands(text)),
        ...(out.warn && { warn: text => out.warn?.(withoutCommands(text)) }),
      }
    : out

const create = (kind: ReporterKind, out: Out, options: ReportOptions): Reporter => {
  switch (kind) {
    case 'json':
      return jsonReporter(out)
    case 'jsonl':
      return jsonlReporter(out)
    case 'classic':
      return classicReporter(forPeople(out), options)
    case 'minimal':
    case 'oneline':
      return minimalReporter(forPeople(out), options, kind)
    case 'lines':
      return linesReporter(
        text => forPeople(out).write(text),
        () => themeFor(out),
        options,
      )
    case 'auto':
      return out.isTTY && out.env('TERM') !== 'dumb'
        ? progressReporter(out, options)
        : create('lines', out, options)
  }
}

/** A reporter that writes to `out`. What `no_log` hides never reaches it. */
export const createReporter = (kind: ReporterKind, out: Out, options: ReportOptions): Reporter => {
  const reporter = create(kind, out, options)
  return { ...reporter, on: event => reporter.on(conceal(event)) }
}
