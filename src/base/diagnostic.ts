// What is wrong with a text that the user wrote: data, collected and shown later, never thrown across floors.
import type { Span } from './source.ts'

export type Diagnostic = {
  /** `area/what`, one folder of test/errors each. */
  readonly code: string
  readonly severity: 'error' | 'warning'
  /** One sentence: begins with the thing, says what was expected. Lower case, no full stop. */
  readonly message: string
  readonly span?: Span
  /** What to do, when we know better. */
  readonly hint?: string
  readonly related?: readonly { readonly message: string; readonly span: Span }[]
}

type More = { span?: Span | undefined; hint?: string | undefined; related?: Diagnostic['related'] }

const make =
  (severity: Diagnostic['severity']) =>
  (code: string, message: string, more: More = {}): Diagnostic => ({
    code,
    severity,
    message,
    ...(more.span && { span: more.span }),
    ...(more.hint !== undefined && { hint: more.hint }),
    ...(more.related && { related: more.related }),
  })

export const error = make('error')
export const warning = make('warning')

/** A diagnostic on its way up inside one floor; whoever has a place for it catches it. */
export class Mistake extends Error {
  readonly diagnostic: Diagnostic
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message)
    this.name = 'Mistake'
    this.diagnostic = diagnostic
  }
}

/** Distance of two words by insertions, deletions, replacements and swaps of neighbours. */
const distance = (a: string, b: string): number => {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, before[j - 2]! + 1)
      row.push(best)
    }
    before = last
    last = row
  }
  return last[b.length]!
}

/** The known word most like a misspelt one, if any is like it at all. */
export const nearest = (word: string, known: Iterable<string>): string | undefined => {
  if (word.length > 60) return undefined
  let found: string | undefined
  let best = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= best) continue
    const far = distance(word.toLowerCase(), candidate.toLowerCase())
    if (far < best) {
      best = far
      found = candidate
    }
  }
  return found
}

/** `did you mean …?`, or nothing. */
export const didYouMean = (word: string, known: Iterable<string>): string | undefined => {
  const found = nearest(word, known)
  return found === undefined ? undefined : `did you mean "${found}"?`
}
