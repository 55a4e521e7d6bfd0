// A transport with real edges, and ways to see what runs on the machine.
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Clock, Transport } from '../../src/model/edge.ts'
import type { Address } from '../../src/model/inventory.ts'
import type { TransportOptions } from '../../src/transport/options.ts'
import { createTransport } from '../../src/transport/transport.ts'

export const clock: Clock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms)
      signal?.addEventListener('abort', () => {
        clearTimeout(timer)
        reject(new Error('aborted'))
      })
    }),
}

export const newTransport = (options: Partial<TransportOptions> = {}): Transport =>
  createTransport({ clock, random: bytes => randomBytes(bytes), ...options })

export const LOCAL: Address = {
  via: 'local',
  host: 'localhost',
  port: 22,
  keyFiles: [],
  checkHostKey: 'strict',
  knownHosts: [],
  timeout: 10,
}

export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

/** Processes whose arguments or environment hold a text; the dead that nobody has fetched have none. */
export const running = (marker: string): readonly string[] =>
  processes().filter(pid =>
    ['cmdline', 'environ'].some(file => read(`/proc/${pid}/${file}`).includes(marker)),
  )

/** Children of a process that are alive. */
export const childrenOf = (parent: string): readonly string[] =>
  processes().filter(pid => {
    const [state, ppid] = read(`/proc/${pid}/stat`)
      .replace(/^.*\) /, '')
      .split(' ')
    return ppid === parent && state !== 'Z'
  })

const processes = (): readonly string[] => readdirSync('/proc').filter(name => /^\d+$/.test(name))

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Waits until something holds; says whether it did before a generous end. */
export const eventually = async (holds: () => boolean, seconds = 20): Promise<boolean> => {
  for (const end = performance.now() + seconds * 1000; performance.now() < end;) {
    if (holds()) return true
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return holds()
}

/** A number of seconds that no other process sleeps for. */
export const oddSleep = (): string =>
  `${50_000 + randomBytes(2).readUInt16BE()}.${randomBytes(4).readUInt32BE()}`

export const chunked = async function* (
  bytes: Uint8Array,
  size: number,
): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Ends the children of a process at once; who has gone meanwhile is gone. */
export const killChildren = (pid: number | undefined): void => {
  for (const child of childrenOf(String(pid)))
    try {
      process.kill(Number(child), 'SIGKILL')
    } catch (error) {
      if ((error as { code?: string }).code !== 'ESRCH') throw error
    }
}
