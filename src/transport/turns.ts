// Turns to log in. An sshd turns away, at random, who comes while too many are at it (MaxStartups), and newer ones hold
// it against them; and nobody may connect early and wait. So whoever has no turn has no connection yet.
import PQueue from 'p-queue'
import type { Clock } from '../model/edge.ts'
import { HungUp } from './ssh-error.ts'

export type TurnsOptions = {
  /** Together, at first and when many were turned away. */
  readonly most: number
  readonly least: number
  /** Seconds after which a slow one leaves its place to the next. */
  readonly patience: number
}

/** At one server. By itself, sshd takes ten before it turns anybody away. */
export const ONE_SERVER: TurnsOptions = { most: 8, least: 1, patience: 60 }

/** Through one bastion, or through none, to many servers, of which some may be dead and hold nobody up. */
export const ONE_WAY: TurnsOptions = { most: 40, least: 4, patience: 0.25 }

/** Those who are let in together: half as many each time that one of them is turned away. */
export class Turns {
  readonly #queue: PQueue
  readonly #clock: Clock
  readonly #options: TurnsOptions

  constructor(clock: Clock, options: TurnsOptions) {
    this.#clock = clock
    this.#options = options
    this.#queue = new PQueue({ concurrency: options.most })
  }

  /** Does the work that logs in when its turn has come. */
  take<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      void this.#queue.add(async () => {
        const together = this.#queue.concurrency
        const done = work()
        done.then(resolve, reject)
        const timer = new AbortController()
        const slow = this.#clock.sleep(this.#options.patience * 1000, timer.signal)
        slow.catch(() => {})
        await Promise.race([done, slow]).catch(error => {
          if (error instanceof HungUp) this.#fewer(together)
        })
        timer.abort()
      })
    })
  }

  /** Those of one crowd are turned away together: only the first of them counts. */
  #fewer(together: number): void {
    const fewer = Math.max(this.#options.least, Math.floor(together / 2))
    this.#queue.concurrency = Math.min(this.#queue.concurrency, fewer)
  }
}
