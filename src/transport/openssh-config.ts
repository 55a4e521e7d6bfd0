// What OpenSSH's configuration says of a host, by asking the program itself: Match, Include and tokens come out as its
// users know them. Asks each question once.
import { execFile } from 'node:child_process'
import { Lost } from '../model/edge.ts'
import { notThere } from './child.ts'

/** Its answer: options in lower case, each with all its values. */
export type Dump = ReadonlyMap<string, readonly string[]>

/** A `Match exec` may take its time, but not for ever. */
const SECONDS = 10

/** Questions under way at once: each is a process. */
const MOST = 8

/** Asks `ssh -G`. */
export class SshConfig {
  readonly #answers = new Map<string, Promise<Dump>>()
  readonly #waiting: (() => void)[] = []
  #running = 0

  /** What `program` would do with these words. Throws Lost where it does not take them. */
  ask(program: readonly string[], words: readonly string[]): Promise<Dump> {
    const key = JSON.stringify([program, words])
    const answer = this.#answers.get(key) ?? this.#run([...program, '-T', '-G', ...words])
    this.#answers.set(key, answer)
    return answer
  }

  async #run(argv: readonly string[]): Promise<Dump> {
    if (this.#running >= MOST) await new Promise<void>(resolve => this.#waiting.push(resolve))
    this.#running += 1
    try {
      return await dumpOf(argv)
    } finally {
      this.#running -= 1
      this.#waiting.shift()?.()
    }
  }
}

const dumpOf = ([program = '', ...words]: readonly string[]): Promise<Dump> =>
  new Promise((resolve, reject) => {
    const child = execFile(program, words, { timeout: SECONDS * 1000 }, (error, out, err) => {
      if (error) reject(refused(program, words, error, err))
      else resolve(read(out))
    })
    child.stdin?.end()
  })

const refused = (
  program: string,
  words: readonly string[],
  error: Error & { killed?: boolean; code?: number | string | null },
  said: string,
): Lost => {
  const host = words.at(-1) ?? ''
  if (error.code === 'ENOENT') return notThere(program)
  if (error.killed)
    return new Lost(
      'timeout',
      `${program} -G ${host} gave no answer within ${SECONDS} s: a "Match exec" in its configuration may hang`,
    )
  const line = said
    .trim()
    .split('\n')
    .findLast(text => !text.includes('terminating'))
  return new Lost(
    'unreachable',
    `${program} does not take its configuration for ${host}: ${line?.trim()}`,
  )
}

const read = (text: string): Dump => {
  const dump = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const at = line.indexOf(' ')
    if (at === -1) continue
    const name = line.slice(0, at).toLowerCase()
    dump.set(name, [...(dump.get(name) ?? []), line.slice(at + 1)])
  }
  return dump
}

/** The only or first value; "none" is none. */
export const valueIn = (dump: Dump, name: string): string | undefined => {
  const value = dump.get(name)?.[0]
  return value === undefined || value.toLowerCase() === 'none' ? undefined : value
}
