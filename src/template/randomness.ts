// Chance: from the edge, or repeatable from a seed (the same seed, the same choice on every run of
// mokplay).
import { createHash } from 'node:crypto'
import { str } from './print.ts'
import type { Run } from './run.ts'

/** Whole numbers from 0 up to, not including, a bound. */
export const randomBelow = (seed: unknown, run: Run): ((bound: number) => number) => {
  let turn = 0
  const bytes = (): Uint8Array =>
    seed === null || seed === undefined
      ? run.edges.random(6)
      : createHash('sha256')
          .update(`${str(seed)}\0${turn++}`)
          .digest()
  return bound => {
    const drawn = bytes()
    let number = 0
    for (let index = 0; index < 6; index++) number = number * 256 + (drawn[index] ?? 0)
    return number % bound
  }
}
