// Whether an answer is what a change promised. Unknown parts of the promise fit anything.
import { Unknown } from '../base/unknown.ts'
import { equal } from '../base/value.ts'
import type { Answer, Change } from '../model/change.ts'
import { kindOf } from './kinds.ts'

/** Everything that was promised is there; more may be there. */
export const fits = (promised: unknown, found: unknown): boolean => {
  if (promised instanceof Unknown || promised === undefined) return true
  if (typeof promised !== 'object' || promised === null) return equal(promised, found)
  if (Array.isArray(promised))
    return Array.isArray(found) && promised.length === found.length && promised.every((part, index) => fits(part, found[index]))
  if (typeof found !== 'object' || found === null) return false
  return Object.entries(promised).every(([key, part]) => fits(part, (found as Record<string, unknown>)[key]))
}

/** Whether the answer after the act keeps the change's promise. */
export const keepsPromise = (change: Change, found: Answer): boolean => {
  const { after, before } = change
  if (after === 'must differ') return 'known' in found && !equal(found, before)
  if ('unknown' in after) return true
  if ('absent' in after) return 'absent' in found
  if ('failed' in after || !('known' in found)) return false
  return kindOf(change.subject.kind).same?.(after.known, found.known) ?? fits(after.known, found.known)
}
