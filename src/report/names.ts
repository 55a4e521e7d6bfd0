// Many names of hosts as a short text: `web1…web40, db1 (41)`.
import { oneLine } from './harmless.ts'

type Run = {
  readonly first: string
  last: string
  readonly stem: string
  next: number
  readonly digits: number
  count: number
}

const parse = (name: string): { stem: string; digits: string } => {
  const match = /^(.*?)(\d{1,9})$/.exec(name)
  return match ? { stem: match[1]!, digits: match[2]! } : { stem: name, digits: '' }
}

const byNumber = new Intl.Collator('en', { numeric: true })

/** Names in the order people count: web2 before web10. */
export const inOrder = (names: Iterable<string>): string[] => [...names].sort(byNumber.compare)

const runsOf = (names: readonly string[]): Run[] => {
  const runs: Run[] = []
  for (const name of inOrder(names)) {
    const { stem, digits } = parse(name)
    const last = runs.at(-1)
    const goesOn =
      last &&
      digits !== '' &&
      last.stem === stem &&
      last.next === Number(digits) &&
      (digits.length === last.digits || (digits.length > last.digits && !digits.startsWith('0')))
    if (goesOn) {
      last.last = name
      last.next++
      last.count++
    } else {
      runs.push({
        first: name,
        last: name,
        stem,
        next: digits === '' ? -1 : Number(digits) + 1,
        digits: digits.length,
        count: 1,
      })
    }
  }
  return runs
}

/**
 * Names that count on, joined; past so many parts, `and 12 more`. The number of names stands at the
 * end.
 */
export const hostsText = (names: readonly string[], most = 6): string => {
  const parts = runsOf(names).flatMap(run =>
    run.count === 1
      ? [{ text: oneLine(run.first), count: 1 }]
      : run.count === 2
        ? [
            { text: oneLine(run.first), count: 1 },
            { text: oneLine(run.last), count: 1 },
          ]
        : [{ text: `${oneLine(run.first)}…${oneLine(run.last)}`, count: run.count }],
  )
  const shown = parts.slice(0, most)
  const rest = parts.slice(most).reduce((sum, part) => sum + part.count, 0)
  const text = shown.map(part => part.text).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
  return names.length > 2 ? `${text} (${names.length})` : text
}
