// Where the parts of a value were written. The places travel with the containers themselves, under a symbol
// that neither JSON nor a template nor a loop over the keys can see, so that plain data stays plain.
import type { Span } from './source.ts'

const PLACES = Symbol('places')

/** The places of one container: of its keys and of its values, by key (by index for lists). */
export type Places = {
  readonly self: Span
  readonly keys: ReadonlyMap<string, Span>
  readonly values: ReadonlyMap<string, Span>
}

/** Notes on a container where it and its parts were written. */
export const setPlaces = <T extends object>(container: T, places: Places): T =>
  Object.defineProperty(container, PLACES, { value: places, enumerable: false, configurable: true })

/** The places of a container, if it was written by a user. */
export const placesOf = (container: unknown): Places | undefined =>
  typeof container === 'object' && container !== null
    ? (container as { [PLACES]?: Places })[PLACES]
    : undefined

/** Where the value under a key of a container was written. */
export const placeOfValue = (container: unknown, key: string | number): Span | undefined =>
  placesOf(container)?.values.get(String(key))

/** Where a key of a container was written. */
export const placeOfKey = (container: unknown, key: string): Span | undefined =>
  placesOf(container)?.keys.get(key)
