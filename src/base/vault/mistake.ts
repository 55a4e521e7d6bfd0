// A vaulted text that cannot be read, as a diagnostic: at the line of the text that is meant.
import { error, Mistake, type Diagnostic } from '../diagnostic.ts'
import type { Span } from '../source.ts'
import { VaultProblem } from './problem.ts'

/** Where a vaulted text stands: its file, where it begins there, and itself as it is written. */
export type Where = { readonly file: string; readonly from: number; readonly written: string }

const spanOf = ({ file, from, written }: Where, line: number): Span => {
  let start = 0
  for (let at = 0; at < line; at++) {
    const next = written.indexOf('\n', start)
    if (next === -1) break
    start = next + 1
  }
  const end = written.indexOf('\n', start)
  const first =
    start + (/^[ \t]*/.exec(written.slice(start, end === -1 ? undefined : end))?.[0].length ?? 0)
  return { file, from: from + first, to: from + (end === -1 ? written.length : end) }
}

/** `what` begins the sentence: "the file", "the value". */
export const vaultDiagnostic = (problem: VaultProblem, what: string, where: Where): Diagnostic =>
  error(problem.code, problem.message.replace(/^(?:it is|the vaulted text is)/, `${what} is`), {
    span: spanOf(where, problem.line),
    hint: problem.hint,
  })

/** Opens; a VaultProblem becomes a Mistake with its place. */
export const opening = <T>(what: string, where: Where, open: () => T): T => {
  try {
    return open()
  } catch (problem) {
    if (problem instanceof VaultProblem) throw new Mistake(vaultDiagnostic(problem, what, where))
    throw problem
  }
}
