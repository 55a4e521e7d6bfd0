// The program as people start it: a process of its own, with a home of its own, from words to output and exit code.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { command, quote } from '../../src/base/shell.ts'
import type { Recap, RunEvent, Status } from '../../src/model/event.ts'

/** Where the compiled program lies. */
export const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url))

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

export type Running = {
  readonly pid: number
  readonly child: ChildProcess
  /** Both streams so far. */
  seen(): string
  /** Waits until it has said something; throws when it ends before. */
  says(sign: RegExp | string): Promise<void>
  readonly ended: Promise<Ended>
}

export type Desk = {
  readonly folder: string
  /** The home of whoever runs it. */
  readonly home: string
  write(files: Readonly<Record<string, string>>): void
  start(words: readonly string[], env?: Readonly<Record<string, string>>): Running
  /** The same at a terminal: what is written to its input is typed. Its stdout may be a file. */
  startAtTerminal(words: readonly string[], to?: string): Running
  run(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>
  /** Ends what still runs, too. */
  remove(): void
}

type Env = Readonly<Record<string, string | undefined>>

/** What of our own surroundings the program may see: no keys, no agent, no wishes about its output. */
const surroundings = (home: string, more: Env): Env => ({
  PATH: process.env['PATH'],
  LC_ALL: 'C.UTF-8',
  HOME: home,
  ...more,
})

/** A folder with a playbook and an inventory to run the program in. */
export const desk = (files: Readonly<Record<string, string>>): Desk => {
  const folder = mkdtempSync(join(tmpdir(), 'mokt-desk-'))
  const home = join(folder, 'home')
  const write = (more: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(more)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
  }
  const running = new Set<ChildProcess>()
  const begin = (program: string, words: readonly string[], env: Env): Running => {
    const begun = startProgram(program, words, folder, surroundings(home, env))
    running.add(begun.child)
    void begun.ended.then(() => running.delete(begun.child))
    return begun
  }
  const start: Desk['start'] = (words, env = {}) => begin(process.execPath, [MAIN, ...words], env)
  const startAtTerminal: Desk['startAtTerminal'] = (words, to) => {
    const line = `exec ${command([process.execPath, MAIN, ...words])}`
    const whole = to === undefined ? line : `${line} >${quote(to)}`
    const env = { TERM: 'xterm', SHELL: '/bin/sh' }
    return begin('script', ['-qec', whole, '/dev/null'], env)
  }
  const remove = (): void => {
    for (const child of running) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  write({ 'home/.ssh/config': '', ...files })
  const run: Desk['run'] = (words, env) => start(words, env).ended
  return { folder, home, write, start, startAtTerminal, run, remove }
}

const startProgram = (
  program: string,
  words: readonly string[],
  cwd: string,
  env: Env,
): Running => {
  const child = spawn(program, words, { cwd, env, stdio: 'pipe' })
  let [out, err] = ['', '']
  const waiting = new Set<() => void>()
  const wake = (): void => waiting.forEach(look => look())
  child.stdout.on('data', chunk => (out += chunk))
  child.stderr.on('data', chunk => (err += chunk))
  for (const stream of [child.stdout, child.stderr]) stream.on('data', wake)
  const ended = new Promise<Ended>(resolve =>
    child.once('close', code => resolve({ code, out, err })),
  )
  const seen = (): string => out + err
  const says = (sign: RegExp | string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (typeof sign === 'string' ? !seen().includes(sign) : !sign.test(seen())) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
      void ended.then(() => reject(new Error(`it never said ${sign}, but: ${seen()}`)))
    })
  return { pid: child.pid ?? 0, child, seen, says, ended }
}

/** The events of a run with `--output jsonl`; lines of others are left out. */
export const eventsIn = (out: string): readonly RunEvent[] =>
  out.split('\n').flatMap(line => (line.startsWith('{') ? [JSON.parse(line) as RunEvent] : []))

export const recapIn = (out: string): Recap => {
  const end = eventsIn(out).find(event => event.type === 'run.end')
  if (end?.type !== 'run.end') throw new Error(`the run did not end: ${out}`)
  return end.recap
}

/** How the last task of each host ended, and why. */
export const endsIn = (
  out: string,
): Readonly<Record<string, { readonly status: Status; readonly reason: string }>> =>
  Object.fromEntries(
    eventsIn(out).flatMap(event =>
      event.type === 'task.end'
        ? [[event.host, { status: event.result.status, reason: event.result.reason ?? '' }]]
        : [],
    ),
  )
