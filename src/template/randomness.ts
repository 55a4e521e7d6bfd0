// Chance: from the edge, or repeatable from a seed, as Python's generator has it.
import { Mersenne } from './mersenne.ts'
import { typeProblem } from './problem.ts'
import type { Run } from './run.ts'
import { isInteger, typeName } from './values.ts'

const seeded = (seed: unknown): Mersenne => {
  if (typeof seed === 'string') return new Mersenne(seed)
  if (typeof seed === 'boolean' || isInteger(seed)) return new Mersenne(BigInt(seed))
  throw typeProblem(`a seed is a text or a whole number, not '${typeName(seed)}'`)
}

/** Whole numbers from 0 up to, not including, a bound. */
export const randomBelow = (seed: unknown, run: Run): ((bound: number) => number) => {
  if (seed !== null && seed !== undefined) {
    const generator = seeded(seed)
    return bound => Number(generator.below(BigInt(bound)))
  }
  return bound => {
    const drawn = run.edges.random(6)
    let number = 0
    for (let index = 0; index < 6; index++) number = number * 256 + (drawn[index] ?? 0)
    return number % bound
  }
}
