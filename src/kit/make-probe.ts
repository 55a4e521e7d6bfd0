// A question as data: what all constructors of questions are made of.
import type { Probe } from '../model/module.ts'

/** A question of a kind about one subject; `ask` says how much of it is wanted. */
export const make = <A>(
  kind: string,
  id: string,
  ask?: Readonly<Record<string, unknown>>,
): Probe<A> => ({
  kind,
  id,
  ...(ask && Object.keys(ask).length > 0 && { ask }),
})
