// Passwords that were given once. One that was refused is not given again, whatever asks for it: the account might be
// locked at the third time.
import { Refusal } from './refusal.ts'

export class Passwords {
  /** By use: whether it was taken, as soon as that is known; false when nothing was learnt. */
  readonly #verdicts = new Map<string, Promise<boolean>>()

  /** Does what gives a password away. The first of many goes ahead; if it was refused, so are all others. */
  async use<T>(key: string, work: () => Promise<T>): Promise<T> {
    const verdict = this.#verdicts.get(key)
    if (verdict && !(await verdict)) {
      if (this.#verdicts.get(key) === verdict) this.#verdicts.delete(key)
      return this.use(key, work)
    }
    const attempt = work()
    const isTaken = attempt.then(
      () => true,
      error => {
        if (error instanceof Refusal && error.isWrongPassword) throw error
        return false
      },
    )
    // Nobody may ever ask again.
    isTaken.catch(() => {})
    this.#verdicts.set(key, isTaken)
    return attempt
  }

  /** They may have been changed on the host. */
  forget(host: string): void {
    for (const key of this.#verdicts.keys()) if (key.startsWith(host)) this.#verdicts.delete(key)
  }
}
