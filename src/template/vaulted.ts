// Vaulted values on their way in and out of templates: inside they stay closed until they are used, and who takes a
// value out gets the text in it.
import { Sealed } from '../base/sealed.ts'
import { placesOf, setPlaces } from '../base/span.ts'
import { isDict } from '../base/value.ts'
import type { Vault } from '../model/edge.ts'

export type Vaulted = {
  /** A value that can be opened from now on. */
  readonly ready: (sealed: Sealed) => Sealed
  /** All that is closed in a value, opened. */
  readonly open: (value: unknown) => unknown
}

/** Most runs have nothing vaulted in them: values are searched only once something was seen. */
export const vaultedBy = (vault: Vault | undefined): Vaulted => {
  let seen = false
  return {
    ready: sealed => {
      seen = true
      return vault ? sealed.with(each => vault.open(each)) : sealed
    },
    open: value => (seen ? openAll(value) : value),
  }
}

const openAll = (value: unknown, depth = 0): unknown => {
  if (value instanceof Sealed) return value.open()
  if (typeof value !== 'object' || value === null || depth > 100) return value
  const places = placesOf(value)
  if (Array.isArray(value)) {
    const items = value.map(item => openAll(item, depth + 1))
    if (items.every((item, index) => item === value[index])) return value
    return places ? setPlaces(items, places) : items
  }
  if (!isDict(value)) return value
  // What reading a part would make is none of the closed values here: hostvars and their like.
  const made = Object.create(null) as Record<string, unknown>
  let same = true
  for (const [key, { value: part, get }] of Object.entries(
    Object.getOwnPropertyDescriptors(value),
  )) {
    if (get) return value
    made[key] = openAll(part, depth + 1)
    same &&= made[key] === part
  }
  if (same) return value
  return places ? setPlaces(made, places) : made
}
