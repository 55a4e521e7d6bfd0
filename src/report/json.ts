// `--output json`: one document at the end. `--output jsonl`: every event as a line.
//
// The document holds no times and no order of arrival, so that two of them can be compared:
//   { mode: 'apply' | 'check', playbook,
//     plays: [{ name, hosts, tasks: [{ name, module, kind, results: { HOST: RESULT } }] }],
//     recap: { HOST: { ok, changed, unreachable, failed, skipped, rescued, ignored, unknown } },
//     stats?: { hosts: { HOST: { NAME: VALUE } }, run: { NAME: VALUE } }, warnings: [text], interrupted }
//   RESULT = { status, diffs: [{ subject, kind, lines, action }], vars, reason?, ignored?,
//     rescued?, hidden?, diagnostic?: { code, message, hint? }, warnings?,
//     items?: [{ label, …RESULT }] }
// Keys that do not apply are left out. What only the run can tell is a text: "(known after …)".
import { isDict } from '../base/value.ts'
import type { Result, RunEvent, RunRecord, Reporter } from '../model/event.ts'
import type { Vars } from '../model/inventory.ts'
import { emptyRecord, fold } from './fold.ts'
import { inertJson } from './harmless.ts'
import { conceal } from './hidden.ts'
import type { Out } from './out.ts'

const sorted = <T>(entries: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1))

const sortKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (!isDict(value)) return value
  return Object.fromEntries(sorted(value).map(([key, part]) => [key, sortKeys(part)]))
}

/** Without the times that commands return. */
const timeless = (vars: Vars): Vars => {
  if (!('start' in vars && 'end' in vars && 'delta' in vars)) return vars
  const { start: _start, end: _end, delta: _delta, ...rest } = vars
  return rest
}

type Ended = Result & {
  readonly items?: readonly { readonly label: string; readonly result: Result }[]
}

const resultOf = ({
  ms: _ms,
  vars,
  diagnostic,
  items,
  ...result
}: Ended): Record<string, unknown> => ({
  ...result,
  // The results of a loop's items stand under `items` already.
  vars: sortKeys(timeless(items ? withoutResults(vars) : vars)),
  ...(diagnostic && {
    diagnostic: { code: diagnostic.code, message: diagnostic.message, hint: diagnostic.hint },
  }),
  ...(items && { items: items.map(item => ({ label: item.label, ...resultOf(item.result) })) }),
})

const withoutResults = ({ results: _results, ...rest }: Vars): Vars => rest

/** The document of a record, as plain data. */
export const jsonDocument = (record: RunRecord): Record<string, unknown> => ({
  mode: record.mode,
  playbook: record.playbook,
  plays: record.plays.map(play => ({
    name: play.name,
    hosts: play.hosts,
    tasks: play.tasks.map(({ name, module, kind, results }) => ({
      name,
      module,
      kind,
      results: Object.fromEntries(
        sorted(results).map(([host, result]) => [host, resultOf(result)]),
      ),
    })),
  })),
  recap: Object.fromEntries(sorted(record.recap)),
  ...(record.stats && { stats: sortKeys(record.stats) }),
  warnings: [...record.warnings].sort(),
  interrupted: record.interrupted,
})

/** Writes the document when the run is over. */
export const jsonReporter = (out: Out): Reporter => {
  const record = emptyRecord()
  return {
    on: event => void fold(record, event),
    end: async () => out.write(`${inertJson(JSON.stringify(jsonDocument(record), null, 2))}\n`),
  }
}

/** Writes each event as it comes. */
export const jsonlReporter = (out: Out): Reporter => ({
  on: (event: RunEvent) => out.write(`${inertJson(JSON.stringify(conceal(event)))}\n`),
})
