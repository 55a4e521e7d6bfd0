// A program that runs playbooks by the dozen: jobs go in as lines of JSON, exit codes come out as such. What a job
// wrote lies beside its folder. Knows nothing of either engine.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

export type Job = {
  readonly folder: string
  readonly home: string
  readonly words: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** After so many it is ended. */
  readonly seconds: number
}

export type Outcome = {
  readonly code: number
  readonly out: string
  readonly err: string
  /** Lines of JSON. */
  readonly events: readonly unknown[]
}

export type Many = { readonly run: (job: Job) => Promise<Outcome>; readonly end: () => void }

/** Starts the program; it ends when nothing is left to do and `end` was called. */
export const many = (argv: readonly string[], env: Readonly<Record<string, string>>): Many => {
  const [program = '', ...words] = argv
  const child = spawn(program, words, { env, stdio: ['pipe', 'pipe', 'pipe'] })
  const waiting = new Map<
    number,
    { job: Job; done: (of: Outcome) => void; fail: (of: Error) => void }
  >()
  let [next, said] = [0, '']
  child.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString('utf8')))
  child.stdin.on('error', () => {})
  const stopped = (why: string): void => {
    for (const { fail } of waiting.values()) fail(new Error(`${program} ${why}: ${said}`))
    waiting.clear()
  }
  child.once('error', error => stopped(error.message))
  child.once('close', code => stopped(`ended with ${code}`))
  createInterface({ input: child.stdout }).on('line', line => {
    const { id, code } = JSON.parse(line) as { id: number; code: number }
    const { job, done } = waiting.get(id)!
    waiting.delete(id)
    done({ code, ...written(job.folder) })
  })
  return {
    run: job =>
      new Promise((done, fail) => {
        const id = next++
        waiting.set(id, { job, done, fail })
        if (child.exitCode === null) child.stdin.write(`${JSON.stringify({ id, ...job })}\n`)
        else stopped(`ended with ${child.exitCode}`)
      }),
    end: () => void child.stdin.end(),
  }
}

const written = (folder: string): Omit<Outcome, 'code'> => {
  const read = (name: string): string => {
    const path = `${folder}.${name}`
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }
  return { out: read('out'), err: read('err'), events: read('events').split('\n').flatMap(parsed) }
}

const parsed = (line: string): unknown[] => (line === '' ? [] : [JSON.parse(line)])
