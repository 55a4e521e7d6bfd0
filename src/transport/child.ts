// Programs on the controller whose streams lead to a shell: as a channel, or as a stream of bytes. Knows none of them
// by name.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { Duplex, type Readable } from 'node:stream'
import { Lost } from '../model/edge.ts'
import type { Channel } from './channel.ts'
import { Tail } from './tail.ts'

/** A running program, its errors kept. */
export type Program = {
  readonly child: ChildProcessWithoutNullStreams
  /** Resolves when it has ended and all it wrote is there. Never rejects. */
  readonly closed: Promise<void>
  readonly ended: Promise<void>
}

/** Starts a program in a session of its own, so that no signal of the terminal reaches it. */
export const start = async (
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Program> => {
  const [name = '', ...words] = argv
  const child = spawn(name, words, {
    detached: true,
    stdio: 'pipe',
    env: { ...process.env, ...env },
  })
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {})
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()))
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.on('error', (error: NodeJS.ErrnoException) => reject(notStarted(name, error)))
  })
  return { child, closed, ended }
}

const notStarted = (name: string, error: NodeJS.ErrnoException): Lost =>
  error.code === 'ENOENT'
    ? notThere(name)
    : new Lost('unreachable', `${name} could not be started: ${error.message}`)

/** The sentence for a program that is missing. */
export const notThere = (name: string): Lost =>
  new Lost(
    'unreachable',
    `there is no program ${name} on this machine, and the connection asks for it: install it`,
  )

/** Its three streams. `kills`: it is to be ended when it is let go, since the end of its input does not end it. */
export const asChannel = (
  { child, closed, ended }: Program,
  how: { readonly kills?: boolean } = {},
): Channel => {
  const { stdin, stdout, stderr } = child
  const destroy = (): void => {
    for (const stream of [stdin, stdout, stderr]) stream.destroy()
    if (how.kills) child.kill()
  }
  return { input: stdin, out: stdout, err: stderr, ended, closed, destroy }
}

/** Input and output as one stream, once the first byte is there; `explain` says why it never came. */
export const asStream = async (
  { child, closed }: Program,
  explain: (said: string) => Error,
): Promise<Duplex> => {
  const errors = new Tail(2048)
  child.stderr.on('data', chunk => errors.push(chunk))
  if (!(await speaks(child.stdout))) {
    await closed
    throw explain(errors.text)
  }
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin })
  stream.on('error', () => {})
  stream.once('close', () => child.kill('SIGHUP'))
  return stream
}

/** Whether bytes came before the end; they stay to be read. */
export const speaks = (stream: Readable): Promise<boolean> =>
  new Promise(resolve => {
    const done = (): void => {
      for (const event of ['readable', 'end', 'close']) stream.off(event, look)
      resolve(stream.readableLength > 0)
    }
    const look = (): void => {
      // Only who reads is told of the end.
      if (stream.readableLength > 0 || stream.readableEnded || stream.destroyed) done()
      else stream.read()
    }
    for (const event of ['readable', 'end', 'close']) stream.on(event, look)
  })
