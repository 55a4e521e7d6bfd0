// What a module promised against what the host says afterwards, in words.
import { diffOf } from '../host/diff.ts'
import { keyOf } from '../host/key.ts'
import type { Outcome } from '../host/perform.ts'
import { keepsPromise } from '../host/same.ts'
import type { Answer, Change } from '../model/change.ts'
import type { Probe } from '../model/module.ts'

/** The answer to a question after the act. */
export const answerIn = (outcome: Pick<Outcome, 'answers'>, probe: Probe): Answer | undefined => {
  for (const [asked, answer] of outcome.answers) if (keyOf(asked) === keyOf(probe)) return answer
  return undefined
}

/** The first promise that the host does not keep; of several changes of one subject the last one counts. */
export const brokenPromise = (
  changes: readonly Change[],
  outcome: Pick<Outcome, 'answers'>,
): { change: Change; reason: string } | undefined => {
  const last = new Map(
    changes
      .filter(change => change.subject.kind !== 'deed')
      .map(change => [keyOf(change.subject), change]),
  )
  for (const change of last.values()) {
    const found = answerIn(outcome, change.subject) ?? { failed: 'the question was not answered' }
    if (keepsPromise(change, found)) continue
    const [said, seen] = [
      change.after === 'must differ' ? ['it changes'] : inWords(change, change.after),
      inWords(change, found),
    ]
    return {
      change,
      reason: `${keyOf(change.subject)}: the module says ${apart(said, seen)}, the host says ${apart(seen, said)}`,
    }
  }
  return undefined
}

/** Of the words for one side those that the other one lacks, or all of them where it lacks none. */
const apart = (words: readonly string[], others: readonly string[]): string => {
  const own = words.filter(word => !others.includes(word))
  return (own.length === 0 ? words : own).slice(0, 3).join('; ').slice(0, 300)
}

/** An answer in words: how it differs from what was before. */
const inWords = (change: Change, answer: Answer): readonly string[] => {
  if ('absent' in answer) return ['it is absent']
  if ('failed' in answer) return [`"${answer.failed}"`]
  if ('unknown' in answer) return ['nothing yet']
  const { lines } = diffOf({ ...change, after: answer, title: '' })
  const shown = lines.filter(line => !line.startsWith('@@') && !line.startsWith(' '))
  return shown.length === 0 ? ['it is as before'] : shown
}
