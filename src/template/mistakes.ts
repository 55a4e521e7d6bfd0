// A problem inside a template → a Mistake with a place in the user's file, and the values of the
// names it used.
import { error, Mistake } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { Problem, type Place } from './problem.ts'
import { Located, type Frame } from './run.ts'
import { placeOf, walk, type Node } from './tree.ts'
import { repr } from './print.ts'
import { findUnknown } from '../base/unknown.ts'

/** A place inside a template's text as a span of its file. */
export const spanOf = (
  place: Place | undefined,
  text: string,
  at: Span | undefined,
): Span | undefined => {
  if (!at || !place) return at
  const room = at.to - at.from
  // The same length: the text stands there as it is. Two more: in quotes, without escapes.
  const skip = room === text.length ? 0 : room === text.length + 2 ? 1 : undefined
  if (skip === undefined) return at
  const from = at.from + skip + Math.min(place.from, text.length)
  return {
    file: at.file,
    from,
    to: Math.max(from, at.from + skip + Math.min(place.to, text.length)),
  }
}

const SHOWN = 60
const MOST = 4

const short = (value: unknown): string | undefined => {
  if (findUnknown(value)) return undefined
  try {
    const text = repr(value)
    return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
  } catch {
    return undefined
  }
}

/** `where x = 5, y = 'a'`: what the failing expression worked on, but for hidden values. */
const valuesOf = (node: Node, frame: Frame): string | undefined => {
  const shown = new Map<string, string>()
  for (const part of walk(node)) {
    if (part.typename !== 'Symbol' || shown.has(part.value) || shown.size >= MOST) continue
    const name = part.value
    const own = frame.local(name)
    const value = own ?? (frame.run.scope.has(name) ? frame.run.scope.get(name) : undefined)
    if (value === undefined || typeof value === 'function') continue
    // A local name may hold what came out of a hidden variable: shown only where the scope hides
    // nothing.
    const text =
      frame.run.scope.hides?.(name) || (own !== undefined && frame.run.scope.hides)
        ? undefined
        : short(value)
    if (text !== undefined && !frame.run.edges.vault?.hides(text)) shown.set(name, text)
  }
  return shown.size > 0
    ? `where ${[...shown].map(([name, text]) => `${name} = ${text}`).join(', ')}`
    : undefined
}

const hintOf = (problem: Problem, node: Node, frame: Frame): string | undefined => {
  const like =
    problem.code === 'template/undefined' && node.typename === 'Symbol'
      ? frame.like(node.value)
      : undefined
  const parts = [problem.hint, like, valuesOf(node, frame)].filter(part => part !== undefined)
  return parts.length > 0 ? parts.join('; ') : undefined
}

/** Turns what was thrown inside a template into a Mistake; bugs stay what they are. */
export const mistakeOf = (thrown: unknown, text: string, at: Span | undefined): unknown => {
  if (thrown instanceof Problem)
    return new Mistake(
      error(thrown.code, thrown.message, {
        span: spanOf(thrown.place, text, at),
        hint: thrown.hint,
      }),
    )
  if (thrown instanceof RangeError && /call stack/i.test(thrown.message))
    return new Mistake(error('template/budget', 'template is nested too deeply', { span: at }))
  if (!(thrown instanceof Located)) return thrown
  const { cause, node, frame } = thrown
  if (!(cause instanceof Problem)) return cause
  const { origin } = frame
  const place = cause.place ?? placeOf(node)
  // Included files are read as they are; their places need no span of a caller.
  const file =
    origin.text === text
      ? at
      : origin.file === undefined
        ? at
        : { file: origin.file, from: 0, to: origin.text.length }
  return new Mistake(
    error(cause.code, cause.message, {
      span: spanOf(place, origin.text, file),
      hint: hintOf(cause, node, frame),
    }),
  )
}
