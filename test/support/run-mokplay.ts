// Runs the whole program inside the test: the words of a command line in, what it wrote and its exit code out.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { clock, env, exec, files, random, save, write } from '../../src/cli/edges/node.ts'
import { main } from '../../src/cli/program.ts'
import type { RunEvent } from '../../src/model/event.ts'

export type Ran = { readonly code: number; readonly out: string; readonly err: string }

export type How = {
  /** The controller's environment beside the test's own. */
  readonly env?: Readonly<Record<string, string>>
  /** The home folder; root's if not said. */
  readonly home?: string
  /** Answers of the person at the terminal; without it there is no terminal. */
  readonly ask?: (question: string) => Promise<string>
  /** The output is a terminal's. */
  readonly tty?: boolean
  /** Aborts as Ctrl-C does. */
  readonly signal?: AbortSignal
  /** Sees what is written when it is written. */
  readonly onOut?: (text: string) => void
}

/** `mokplay WORDS…` in a folder. */
export const runMokplay = async (
  folder: string,
  words: readonly string[],
  how: How = {},
): Promise<Ran> => {
  let [code, out, err] = [0, '', '']
  const variables = { ...env.all(), ...how.env }
  await main(words, {
    edges: {
      files,
      exec,
      clock,
      random,
      env: { get: name => variables[name], all: () => variables },
      cwd: folder,
      save,
      write,
    },
    out: {
      write: text => {
        out += text
        how.onOut?.(text)
      },
      warn: text => void (err += text),
      isTTY: how.tty ?? false,
      columns: () => 100,
      rows: () => 24,
      env: () => undefined,
    },
    err: text => void (err += text),
    ask: how.ask,
    home: how.home ?? '/root',
    exit: given => void (code = given),
    interruption: () => ({
      signal: how.signal ?? new AbortController().signal,
      onSecond: () => {},
      done: () => {},
    }),
  })
  return { code, out, err }
}

/** The events that `--output jsonl` wrote. */
export const eventsOf = (ran: Ran): readonly RunEvent[] =>
  ran.out
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as RunEvent)

/** A folder that is gone after the work. Paths may have folders in them. */
export const inFolder = async <T>(
  content: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<T>,
): Promise<T> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mokt-run-')))
  try {
    writeFiles(folder, content)
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Puts files into a folder. */
export const writeFiles = (folder: string, content: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(content)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
