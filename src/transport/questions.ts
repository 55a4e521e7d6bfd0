// The questions a host asks while one logs in (keyboard-interactive). The password is the answer to one of them, once;
// whatever else is asked is remembered for the error.
import type { AnyAuthMethod } from 'ssh2'

type Prompt = { readonly prompt: string; readonly echo?: boolean }

/** Asked for what is no password: a code of the hour, a piece of hardware. */
const CODE = /verification|one.?time|\bcode\b|\botp\b|token|passcode|\bpin\b|challenge|duo/i
/** Asked for a new password, which nobody but its owner gives. */
const NEW_PASSWORD = /\bnew\b.*password|current password|\(current\)|password.*(?:expired|change)/i

/** What a question is about. */
export const subjectOf = (question: string): 'new password' | 'code' | 'password' =>
  NEW_PASSWORD.test(question) ? 'new password' : CODE.test(question) ? 'code' : 'password'

export class Questions {
  /** The first question that nobody here can answer. */
  asked: string | undefined
  /** A new password is wanted before anyone is let in. */
  expired = false
  readonly #password: string
  #isGiven = false

  constructor(password: string) {
    this.#password = password
  }

  /** As ssh2 takes it. */
  method(user: string): AnyAuthMethod {
    const prompt = (
      name: string,
      instructions: string,
      _language: string,
      prompts: readonly Prompt[],
      finish: (answers: string[]) => void,
    ): void => {
      if (subjectOf(`${name} ${instructions}`) === 'new password') this.expired = true
      finish(prompts.map(question => this.#answer(question)))
    }
    return { type: 'keyboard-interactive', username: user, prompt: prompt as never }
  }

  #answer({ prompt, echo }: Prompt): string {
    const subject = subjectOf(prompt)
    if (subject === 'new password') this.expired = true
    // A question whose answer may be seen is not asking for the password.
    else if (!echo && !this.#isGiven && subject === 'password') {
      this.#isGiven = true
      return this.#password
    } else this.asked ??= prompt.trim()
    return ''
  }
}
