// The program's surroundings as its commands see them: streams, edges, interruptions, exit code.
import { homedir } from 'node:os'
import type { Out } from '../report/out.ts'
import type { ProjectEdges } from '../project/open.ts'
import { clock, env, exec, files, random, save, write } from './edges/node.ts'
import { fetchNow } from './edges/fetch.ts'
import { asker, type Ask } from './prompt.ts'

export type Shell = {
  readonly edges: ProjectEdges
  readonly out: Out
  readonly err: (text: string) => void
  readonly ask: Ask | undefined
  readonly home: string
  readonly exit: (code: number) => void
  /** Ctrl-C and its like, from here on until `done`. */
  readonly interruption: () => Interruption
}

export type Interruption = {
  readonly signal: AbortSignal
  onSecond(act: () => void): void
  done(): void
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The first signal cancels, the second one hurries. */
const interruption = (err: (text: string) => void): Interruption => {
  const stop = new AbortController()
  let second = (): void => {}
  const onSignal = (): void => {
    if (stop.signal.aborted) return second()
    err('\nmokplay: stopping what runs on the hosts; once more to stop at once\n')
    stop.abort()
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return {
    signal: stop.signal,
    onSecond: act => void (second = act),
    done: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal)
    },
  }
}

/** Writes while somebody reads. A run does not stop half way because its output finds no place. */
const writer = (
  stream: NodeJS.WriteStream,
  said: (text: string) => void,
): ((text: string) => void) => {
  let isBroken = false
  stream.on('error', (problem: NodeJS.ErrnoException) => {
    if (!isBroken && problem.code !== 'EPIPE')
      said(`the output cannot be written: ${problem.message}; the run goes on\n`)
    isBroken = true
  })
  return text => {
    if (!isBroken) stream.write(text)
  }
}

/** What Ctrl-C does: at once where somebody listens, for a signal of the system's own comes later. */
const interrupt = (): void => {
  if (!process.emit('SIGINT', 'SIGINT')) process.kill(process.pid, 'SIGINT')
}

/** The surroundings of this process. */
export const thisShell = (): Shell => {
  const err = writer(process.stderr, () => {})
  return {
    edges: { files, exec, clock, random, env, cwd: process.cwd(), save, write, fetch: fetchNow },
    out: {
      write: writer(process.stdout, err),
      warn: err,
      isTTY: process.stdout.isTTY === true,
      columns: () => process.stdout.columns ?? 80,
      rows: () => process.stdout.rows ?? 24,
      env: name => process.env[name],
    },
    err,
    // Not into what goes to a file.
    ask: asker(process.stdin, process.stdout.isTTY ? process.stdout : process.stderr, interrupt),
    home: homedir(),
    exit: code => void (process.exitCode = code),
    interruption: () => interruption(err),
  }
}
