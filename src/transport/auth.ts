// Logging in: what is offered, in which order, and what to say when all was refused.
import type { AnyAuthMethod, AuthenticationType } from 'ssh2'
import type { Address } from '../model/inventory.ts'
import { keysFor } from './auth-keys.ts'
import { Questions } from './questions.ts'

/** One thing to try, and how to call it. */
export type Attempt = {
  readonly name: string
  readonly needs: AuthenticationType
  readonly method: AnyAuthMethod
}

/** sshd ends the connection at its sixth failure, and newer ones hold failures against us. */
const MOST_KEYS = 5
/** Where a password is at hand it shall have its turn, also on hosts that allow but three. */
const MOST_BEFORE_PASSWORD = 2

/** Offers what there is, one after another; remembers what was refused. */
export class Login {
  /** Names of what was tried, and of what could not be. */
  readonly tried: string[]
  readonly questions: Questions | undefined
  /** The host asked for a new password in place of the one it was given. */
  expired = false
  /** The host wanted to know who is there: from then on it had time for us. */
  begun = false
  readonly #user: string
  readonly #attempts: Attempt[]
  #last: Attempt | undefined

  constructor(
    user: string,
    attempts: readonly Attempt[],
    unusable: readonly string[],
    questions?: Questions,
  ) {
    this.#user = user
    this.#attempts = [...attempts]
    this.tried = [...unusable]
    this.questions = questions
  }

  /** The next method for ssh2, or false when there is none left. `partial`: the last one was right, and not enough. */
  next(
    left: readonly AuthenticationType[] | null,
    partial?: boolean | null,
  ): AnyAuthMethod | false {
    this.begun = true
    // Before its first answer nobody knows what the host takes; a key is a good guess, and costs no turn.
    if (!left && this.#attempts[0] && this.#attempts[0].needs !== 'publickey')
      return { type: 'none', username: this.#user }
    // A password that was refused is not tried again by other means: hosts count, and lock out.
    const isRefused = this.#last?.needs === 'password' && !partial
    const at = this.#attempts.findIndex(
      ({ needs }) =>
        (!left || left.includes(needs)) && !(isRefused && needs === 'keyboard-interactive'),
    )
    const [attempt] = at === -1 ? [] : this.#attempts.splice(at, 1)
    this.#last = attempt
    if (!attempt) return false
    this.tried.push(attempt.name)
    return attempt.method
  }
}

/** All that can be offered to an address: keys, then the password. */
export const prepareLogin = async (
  ssh2: typeof import('ssh2'),
  address: Address,
  user: string,
  home: string,
): Promise<Login> => {
  const { password, keyFiles } = address
  const { attempts, unusable } = await keysFor(ssh2, address, user, home)
  const most = password === undefined || keyFiles.length > 0 ? MOST_KEYS : MOST_BEFORE_PASSWORD
  const keys = attempts.slice(0, most)
  const more = attempts.length - keys.length
  const left =
    more > 0 ? [...unusable, `${more} more keys not offered, for hosts count them`] : unusable
  if (password === undefined) return new Login(user, keys, left)
  const questions = new Questions(password)
  const passwords: readonly Attempt[] = [
    { name: 'password', needs: 'password', method: { type: 'password', username: user, password } },
    {
      name: 'password (keyboard-interactive)',
      needs: 'keyboard-interactive',
      method: questions.method(user),
    },
  ]
  return new Login(user, [...keys, ...passwords], left, questions)
}
