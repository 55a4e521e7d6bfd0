// A limit of steps and of sizes per render, so that a template ends: with an error, not by hanging.
import { Problem } from './problem.ts'

const STEPS = 8_000_000
const LARGEST = 16 * 1024 * 1024

export class Budget {
  #left = STEPS

  /** Pays for some work. */
  spend(steps: number): void {
    this.#left -= steps
    if (this.#left < 0)
      throw new Problem('template/budget', 'template does not end: it took too many steps', {
        hint: 'make the loops or ranges smaller',
      })
  }

  /** Pays for a text or list of a size before it is made. */
  room(size: number): void {
    if (size > LARGEST)
      throw new Problem('template/budget', `value would grow too large (${size} parts)`)
    this.spend(size >> 3)
  }
}
