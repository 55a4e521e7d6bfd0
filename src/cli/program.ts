// The program: its commands, and what becomes of wrong words, mistakes and bugs.
import { Command, CommanderError } from 'commander'
import { Mistake } from '../base/diagnostic.ts'
import { frame } from '../base/frame.ts'
import { addDoc } from './commands/doc.ts'
import { addInventory } from './commands/inventory.ts'
import { addRun } from './commands/run.ts'
import { addSandbox } from './commands/sandbox.ts'
import { EXIT } from './exit-code.ts'
import type { Shell } from './shell.ts'

/** Runs the program for these words; the exit code is set, never taken. */
export const main = async (words: readonly string[], shell: Shell): Promise<void> => {
  const program = new Command('mokplay')
    .description('Make servers as a playbook says: look first, show the difference, change only that.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: shell.out.write, writeErr: shell.err })
    .showSuggestionAfterError()
    .enablePositionalOptions()
  addRun(program, shell)
  addInventory(program, { ...shell.edges, out: shell.out.write, err: shell.err, exit: shell.exit })
  addDoc(program, shell)
  addSandbox(program, shell.out.write)
  for (const command of program.commands) command.exitOverride()
  try {
    await program.parseAsync([...words], { from: 'user' })
  } catch (problem) {
    if (problem instanceof CommanderError) shell.exit(problem.exitCode === 0 ? EXIT.done : EXIT.wrongInput)
    else if (problem instanceof Mistake) {
      shell.err(`${frame(problem.diagnostic, () => undefined)}\n`)
      shell.exit(EXIT.wrongInput)
    } else {
      shell.err(bugText(problem))
      shell.exit(EXIT.bug)
    }
  }
}

const VERSION = '0.1.0'

const bugText = (problem: unknown): string =>
  `this is a bug in mokplay ${VERSION}: report it with these lines and the playbook\n${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}\n`
