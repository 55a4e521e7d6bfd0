// What goes wrong inside a template before its place is known. Whoever renders turns it into a
// positioned Mistake.
import type { VaultTrouble } from '../base/vault/problem.ts'

export type ProblemCode =
  | 'template/syntax'
  | 'template/undefined'
  | 'template/missing'
  | 'template/unknown-filter'
  | 'template/unknown-test'
  | 'template/unknown-lookup'
  | 'template/type'
  | 'template/budget'
  | 'template/not-yet'
  | VaultTrouble

/** Offsets into the template's own text. */
export type Place = { readonly from: number; readonly to: number }

export class Problem extends Error {
  readonly code: ProblemCode
  readonly hint: string | undefined
  /** Where, when the one who throws knows it better than the evaluator. */
  readonly place: Place | undefined
  constructor(
    code: ProblemCode,
    message: string,
    more: { hint?: string | undefined; place?: Place } = {},
  ) {
    super(message)
    this.name = 'Problem'
    this.code = code
    this.hint = more.hint
    this.place = more.place
  }
}

/** A value of the wrong type, or a call with the wrong arguments. */
export const typeProblem = (message: string, hint?: string): Problem =>
  new Problem('template/type', message, { hint })

/** Something of Ansible's that is left out, said aloud. */
export const notYet = (what: string): Problem =>
  new Problem('template/not-yet', `${what}: mokplay does not do this yet`)
