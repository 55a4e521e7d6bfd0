// Python's random.Random with a seed: the Mersenne Twister, so that what playbooks seed comes out as it always did.
import { createHash } from 'node:crypto'

const N = 624
const M = 397

/** The seed of a text: its bytes and their SHA-512, as one number (version 2 of Python's seeding). */
const ofText = (text: string): bigint => {
  const bytes = Buffer.from(text)
  const whole = Buffer.concat([bytes, createHash('sha512').update(bytes).digest()])
  return BigInt(`0x${whole.toString('hex')}`)
}

const words = (seed: bigint): number[] => {
  const made: number[] = []
  for (let rest = seed < 0n ? -seed : seed; rest > 0n; rest >>= 32n)
    made.push(Number(rest & 0xffffffffn))
  return made.length > 0 ? made : [0]
}

export class Mersenne {
  readonly #state = new Uint32Array(N)
  #at = N

  constructor(seed: string | bigint) {
    const state = this.#state
    const key = words(typeof seed === 'string' ? ofText(seed) : seed)
    state[0] = 19650218
    for (let i = 1; i < N; i++) state[i] = this.#mixed(i, 1812433253) + i
    let i = 1
    for (let k = 0; k < Math.max(N, key.length); k++) {
      const j = k % key.length
      state[i] = (state[i]! ^ this.#mixed(i, 1664525)) + key[j]! + j
      i = this.#after(i)
    }
    for (let k = N - 1; k > 0; k--) {
      state[i] = (state[i]! ^ this.#mixed(i, 1566083941)) - i
      i = this.#after(i)
    }
    state[0] = 0x80000000
  }

  #mixed(i: number, factor: number): number {
    const before = this.#state[i - 1]!
    return Math.imul(before ^ (before >>> 30), factor)
  }

  /** The place behind this one; the first word becomes the last where it starts anew. */
  #after(i: number): number {
    if (i + 1 < N) return i + 1
    this.#state[0] = this.#state[N - 1]!
    return 1
  }

  #twist(): void {
    const state = this.#state
    for (let i = 0; i < N; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % N]! & 0x7fffffff)
      state[i] = state[(i + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    this.#at = 0
  }

  /** 32 bits. */
  #next(): number {
    if (this.#at >= N) this.#twist()
    let y = this.#state[this.#at++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  bits(count: number): bigint {
    let made = 0n
    for (let from = 0; from < count; from += 32) {
      const wanted = Math.min(32, count - from)
      made |= BigInt(this.#next() >>> (32 - wanted)) << BigInt(from)
    }
    return made
  }

  /** A whole number from 0 up to, not including, a bound. */
  below(bound: bigint): bigint {
    const count = bound.toString(2).length
    for (;;) {
      const drawn = this.bits(count)
      if (drawn < bound) return drawn
    }
  }
}
