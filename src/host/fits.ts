// Whether a value is what was promised, at any depth.
import { Unknown } from '../base/unknown.ts'
import { equal } from '../base/value.ts'

/** Everything that was promised is there; more may be there. */
export const fits = (promised: unknown, found: unknown): boolean => {
  if (promised instanceof Unknown || promised === undefined) return true
  if (typeof promised !== 'object' || promised === null) return equal(promised, found)
  if (Array.isArray(promised))
    return (
      Array.isArray(found) &&
      promised.length === found.length &&
      promised.every((part, index) => fits(part, found[index]))
    )
  if (typeof found !== 'object' || found === null) return false
  return Object.entries(promised).every(([key, part]) =>
    fits(part, (found as Record<string, unknown>)[key]),
  )
}
