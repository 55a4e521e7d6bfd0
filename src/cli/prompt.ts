// Asking the person at the terminal; what is typed can stay unseen.
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { error, Mistake } from '../base/diagnostic.ts'

/** Asks, if there is a terminal. */
export const asker = (input: NodeJS.ReadStream, output: NodeJS.WriteStream): ((question: string, how: { readonly echo: boolean }) => Promise<string>) | undefined => {
  if (!input.isTTY) return undefined
  return (question, { echo }) =>
    new Promise(resolve => {
      output.write(question.endsWith(' ') ? question : `${question} `)
      const quiet = new Writable({ write: (chunk: Buffer, _encoding, done) => (echo ? output.write(chunk, done) : done()) as void })
      const lines = createInterface({ input, output: quiet, terminal: true })
      lines.once('line', line => {
        lines.close()
        if (!echo) output.write('\n')
        resolve(line)
      })
      lines.once('close', () => resolve(''))
    })
}

/** A password for -K or -k. */
export const askPassword = async (what: string, ask: ReturnType<typeof asker>, flag: string): Promise<string> => {
  if (!ask) throw new Mistake(error('cli/no-terminal', `${flag} asks for a password, and there is no terminal to ask at`, { hint: 'set it in the inventory, or leave the flag out' }))
  return ask(`${what} password: `, { echo: false })
}
