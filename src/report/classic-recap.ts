// The recap, a line a host, as Ansible's default callback has it.
import type { Counts, Recap } from '../model/event.ts'
import { flat, type Code } from './classic-lines.ts'
import { pad, widthOf } from './width.ts'

const RECAP = [
  { key: 'ok', code: 'ok' },
  { key: 'changed', code: 'changed' },
  { key: 'unreachable', code: 'unreachable' },
  { key: 'failed', code: 'error' },
  { key: 'skipped', code: 'skip' },
  { key: 'rescued', code: 'ok' },
  { key: 'ignored', code: 'warn' },
] as const satisfies readonly { key: keyof Counts; code: Code }[]

/** The lines below the banner. */
export const recapLines = (
  counts: Recap,
  paint: (code: Code, text: string) => string,
): readonly string[] =>
  Object.keys(counts)
    .sort()
    .map(host => {
      const row = counts[host]!
      const code = row.failed + row.unreachable > 0 ? 'error' : row.changed > 0 ? 'changed' : 'ok'
      const cells = RECAP.map(({ key, code: ink }) => {
        const cell = `${key}=${String(row[key]).padEnd(4)}`
        return row[key] === 0 ? cell : paint(ink, cell)
      })
      const name = flat(host)
      return `${paint(code, name)}${pad('', 26 - widthOf(name))} : ${cells.join(' ')}`
    })
