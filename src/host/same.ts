// Whether an answer is what a change promised. Unknown parts of the promise fit anything.
import { equal } from '../base/value.ts'
import type { Answer, Change } from '../model/change.ts'
import { fits } from './fits.ts'
import { kindOf } from './kinds.ts'

/** Whether the answer after the act keeps the change's promise. */
export const keepsPromise = (change: Change, found: Answer): boolean => {
  const { after, before } = change
  if (after === 'must differ') return 'known' in found && !equal(found, before)
  if ('unknown' in after) return true
  if ('absent' in after) return 'absent' in found
  if ('failed' in after || !('known' in found)) return false
  return (
    kindOf(change.subject.kind).same?.(after.known, found.known) ?? fits(after.known, found.known)
  )
}
