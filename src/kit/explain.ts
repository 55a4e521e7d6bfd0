// What a failed program printed, as one sentence, where it was not there at all.
import type { Output } from '../model/change.ts'

/** `explain` of a module whose programs may be missing; by program, the package that has it where that is not plain. */
export const explainMissing =
  (packages: Readonly<Record<string, string>> = {}) =>
  ({ rc, err }: Output): string | undefined => {
    const program = /([^\s:/]+): (?:command )?not found/.exec(err)?.[1]
    if (rc !== 127 || program === undefined) return undefined
    const from = packages[program]
    return `${program} is not on the host: install ${from ?? 'it'} first`
  }
