// The program: its commands, and what becomes of wrong words, mistakes and bugs.
import { Command, CommanderError } from 'commander'
import { Mistake } from '../base/diagnostic.ts'
import { frame } from '../base/frame.ts'
import { shownSource } from '../lang/vault-files.ts'
import { EXIT } from './exit-code.ts'
import { renamed } from './idle-flags.ts'
import type { Shell } from './shell.ts'

type Part = {
  readonly names: readonly string[]
  readonly add: (program: Command, shell: Shell) => Promise<void>
}

/** The commands, each loaded only when it is wanted: most of the time to start is loading. */
const PARTS: readonly Part[] = [
  {
    names: ['run', 'plan', 'check'],
    add: async (program, shell) => (await import('./commands/run.ts')).addRun(program, shell),
  },
  {
    names: ['inventory'],
    add: async (program, shell) =>
      (await import('./commands/inventory.ts')).addInventory(program, {
        ...shell.edges,
        out: shell.out.write,
        err: shell.err,
        exit: shell.exit,
        home: shell.home,
        ask: shell.ask,
      }),
  },
  {
    names: ['exec'],
    add: async (program, shell) => (await import('./commands/exec.ts')).addExec(program, shell),
  },
  {
    names: ['vars'],
    add: async (program, shell) => (await import('./commands/vars.ts')).addVars(program, shell),
  },
  {
    names: ['doc'],
    add: async (program, shell) => (await import('./commands/doc.ts')).addDoc(program, shell),
  },
  {
    names: ['config'],
    add: async (program, shell) => (await import('./commands/config.ts')).addConfig(program, shell),
  },
  {
    names: ['vault'],
    add: async (program, shell) => (await import('./commands/vault.ts')).addVault(program, shell),
  },
  {
    names: ['sandbox'],
    add: async (program, shell) =>
      (await import('./commands/sandbox.ts')).addSandbox(program, shell.out.write),
  },
]

/** The parts that these words need: the named one, none to tell the version, all of them for help. */
const wantedBy = ([first = '']: readonly string[]): readonly Part[] => {
  if (first === '--version' || first === '-V') return []
  const named = PARTS.filter(({ names }) => names.includes(first))
  return named.length > 0 ? named : PARTS
}

/** Runs the program for these words; the exit code is set, never taken. */
export const main = async (words: readonly string[], shell: Shell): Promise<void> => {
  const program = new Command('mokplay')
    .description(
      'Make servers as a playbook says: look first, show the difference, change only that.',
    )
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: shell.out.write, writeErr: shell.err })
    .showSuggestionAfterError()
    .enablePositionalOptions()
  for (const { add } of wantedBy(words)) await add(program, shell)
  for (const command of program.commands) command.exitOverride()
  try {
    await program.parseAsync([...renamed(words)], { from: 'user' })
  } catch (problem) {
    if (problem instanceof CommanderError)
      shell.exit(problem.exitCode === 0 ? EXIT.done : EXIT.wrongInput)
    else if (problem instanceof Mistake) {
      shell.err(`${frame(problem.diagnostic, file => shownSource(file, undefined, shell.edges))}\n`)
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
