// Every way this program ends, as the shell sees it.
import type { Recap } from '../model/event.ts'

export const EXIT = {
  done: 0,
  /** The user's text or words are wrong; nothing was touched. */
  wrongInput: 1,
  /** A task failed on some host. */
  failed: 2,
  /** `plan --detailed-exitcode`: there are changes. */
  changes: 3,
  /** Some host could not be reached; wins over `failed`. */
  unreachable: 4,
  bug: 70,
  interrupted: 130,
} as const

/** The exit code of a run. */
export const exitCodeOf = (recap: Recap, interrupted: boolean, wrong: boolean): number => {
  if (interrupted) return EXIT.interrupted
  const counts = Object.values(recap)
  if (counts.some(({ unreachable }) => unreachable > 0)) return EXIT.unreachable
  if (counts.some(({ failed }) => failed > 0)) return EXIT.failed
  return wrong ? EXIT.wrongInput : EXIT.done
}
