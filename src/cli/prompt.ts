// Asking the person at the terminal; what is typed can stay unseen.
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { error, Mistake } from '../base/diagnostic.ts'
import { Cancelled } from '../model/edge.ts'

/** Asks one question; rejects with Cancelled when it is not answered. */
export type Ask = (question: string, how: { readonly echo: boolean }) => Promise<string>

/** Asks, if there is a terminal. While it asks, Ctrl-C is a key like others: `interrupt` makes it what it was. */
export const asker = (
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  interrupt: () => void,
): Ask | undefined => {
  if (!input.isTTY) return undefined
  return (question, { echo }) =>
    new Promise((resolve, reject) => {
      const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
      // Before the question is shown: from now on the terminal itself shows nothing that is typed.
      const lines = createInterface({ input, output: echo ? output : unseen, terminal: true })
      let answer: string | undefined
      lines.once('line', line => {
        answer = line
        lines.close()
      })
      lines.once('close', () => {
        if (answer === undefined || !echo) output.write('\n')
        if (answer !== undefined) return resolve(answer)
        // First, so that who is told of the cancelling knows of the interruption already.
        interrupt()
        reject(new Cancelled())
      })
      lines.setPrompt(question.endsWith(' ') ? question : `${question} `)
      if (echo) lines.prompt()
      else output.write(lines.getPrompt())
    })
}

/** A password for -K or -k. */
export const askPassword = async (
  what: string,
  ask: Ask | undefined,
  flag: string,
): Promise<string> => {
  if (!ask)
    throw new Mistake(
      error('cli/no-terminal', `${flag} asks for a password, and there is no terminal to ask at`, {
        hint: 'set it in the inventory, or leave the flag out',
      }),
    )
  return ask(`${what} password: `, { echo: false })
}
