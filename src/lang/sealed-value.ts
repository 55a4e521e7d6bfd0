// Vaulted and unsafe values in YAML. What is wrong with the paper around it is said when it is read; whether a password opens
// it, when it is used.
import { Sealed, Unsafe } from '../base/sealed.ts'
import type { Source, Span } from '../base/source.ts'
import { placeOfValue, placesOf, setPlaces } from '../base/span.ts'
import { dict, isDict } from '../base/value.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import { envelopeProblem } from '../base/vault/envelope.ts'
import { vaultDiagnostic } from '../base/vault/mistake.ts'

/** The value whose text stands between two offsets, in a block of its own or not. */
export const sealedValue = (
  source: Source,
  text: string,
  at: { readonly from: number; readonly to: number; readonly isBlock: boolean },
): { readonly sealed: Sealed; readonly problem: Diagnostic | undefined } => {
  const from = at.isBlock ? source.text.indexOf('\n', at.from) + 1 : at.from
  const where = { file: source.file, from, written: source.text.slice(from, at.to) }
  const problem = envelopeProblem(text)
  return {
    sealed: new Sealed(text, where),
    problem: problem && { ...vaultDiagnostic(problem, 'the value', where), severity: 'warning' },
  }
}

/** A value in which no text is a template. */
export const unsafeValue = (value: unknown, { file, from, to }: Span): unknown => {
  if (typeof value === 'string') return new Unsafe(value, { file, from, written: '' })
  const places = placesOf(value)
  const inside = (part: unknown, key: string | number): unknown =>
    unsafeValue(part, placeOfValue(value, key) ?? { file, from, to })
  const made = Array.isArray(value)
    ? value.map(inside)
    : isDict(value)
      ? dict(Object.entries(value).map(([key, part]) => [key, inside(part, key)] as const))
      : value
  return places && typeof made === 'object' && made !== null ? setPlaces(made, places) : made
}
