// Where the parts of a mapping or list were written, always with an answer: what came by a merge key (`<<`) has no
// place of its own and stands where its container does.
import type { Span } from '../base/source.ts'
import { placeOfKey, placeOfValue, placesOf, setPlaces } from '../base/span.ts'
import { dict } from '../base/value.ts'
import type { Located } from '../model/playbook.ts'

/** The place of a key. */
export const keySpan = (container: object, key: string, otherwise: Span): Span =>
  placeOfKey(container, key) ?? placesOf(container)?.self ?? otherwise

/** The place of a value. */
export const valueSpan = (container: object, key: string | number, otherwise: Span): Span =>
  placeOfValue(container, key) ?? placesOf(container)?.self ?? otherwise

/** The parts of a list, or the one thing that stands for a list; nothing for null. */
export const partsOf = ({ value, span }: Located): readonly Located[] => {
  if (value === null || value === undefined) return []
  if (!Array.isArray(value)) return [{ value, span }]
  return value.map((part: unknown, index) => ({ value: part, span: valueSpan(value, index, span) }))
}

/** Located parts as one list that knows their places. */
export const listOfParts = (parts: readonly Located[], span: Span): Located<readonly unknown[]> => {
  const values = new Map(parts.map((part, index) => [String(index), part.span]))
  return {
    value: setPlaces(
      parts.map(part => part.value),
      { self: span, keys: new Map(), values },
    ),
    span,
  }
}

/** Several mappings as one: the later wins, and each part keeps its place. */
export const mergeMappings = (
  mappings: readonly Readonly<Record<string, unknown>>[],
): Record<string, unknown> => {
  const merged = dict()
  const keys = new Map<string, Span>()
  const values = new Map<string, Span>()
  let self: Span | undefined
  for (const mapping of mappings) {
    Object.assign(merged, mapping)
    const places = placesOf(mapping)
    self = places?.self ?? self
    for (const key of Object.keys(mapping)) {
      keys.delete(key)
      values.delete(key)
      const keyPlace = places?.keys.get(key)
      const valuePlace = places?.values.get(key)
      if (keyPlace) keys.set(key, keyPlace)
      if (valuePlace) values.set(key, valuePlace)
    }
  }
  return self ? setPlaces(merged, { self, keys, values }) : merged
}

/** A short span for a long thing: the first line of it. */
export const firstLine = (span: Span, text: string): Span => {
  const end = text.indexOf('\n', span.from)
  return end === -1 || end > span.to ? span : { ...span, to: Math.max(end, span.from + 1) }
}

/** A part of a container, with the places of the whole. */
export const withPlacesOf = (
  from: object,
  part: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const places = placesOf(from)
  const own = dict(Object.entries(part))
  return places ? setPlaces(own, places) : own
}
