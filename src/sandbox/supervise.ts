// Sees to it that the supervisor of a sandbox runs and listens for every host.
import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { error, Mistake } from '../base/diagnostic.ts'
import { living } from './identity.ts'
import { hostPlace, place } from './place.ts'
import { endStrays } from './strays.ts'

const PATIENCE = 30_000
/** How long a supervisor may take to say that it lives. */
const GRACE = 5_000

/** The supervisor's program, compiled or not as we are. */
const program = (): string =>
  fileURLToPath(new URL(`supervisor${extname(import.meta.url)}`, import.meta.url))

const start = (dir: string): void => {
  const log = openSync(place(dir).log, 'a', 0o600)
  const { PATH, HOME } = process.env
  spawn(process.execPath, [program(), dir], {
    detached: true,
    cwd: '/',
    stdio: ['ignore', log, log],
    env: { PATH: `${PATH}:/usr/sbin:/sbin`, HOME, home: dir },
  }).unref()
  closeSync(log)
}

/** The port of a host, once this supervisor listens on it. */
const portOf = (dir: string, name: string, supervisor: number): number | undefined => {
  try {
    const [port, pid] = readFileSync(hostPlace(dir, name).port, 'utf8').split(' ').map(Number)
    return pid === supervisor ? port : undefined
  } catch {
    return undefined
  }
}

/** Makes the supervisor look again, if there is one. */
export const wake = (dir: string): boolean => {
  const pid = living(place(dir).supervisor)
  if (pid !== undefined) process.kill(pid, 'SIGHUP')
  return pid !== undefined
}

/** Ports of hosts, by name, when all of them are listened for. */
export const listen = async (
  dir: string,
  names: readonly string[],
): Promise<Map<string, number>> => {
  if (!wake(dir)) {
    await endStrays([dir])
    start(dir)
  }
  let begun = Date.now()
  for (const until = begun + PATIENCE; Date.now() < until; await sleep(5)) {
    const pid = living(place(dir).supervisor)
    if (pid === undefined) {
      // The one that was there may have been on its way out.
      if (Date.now() - begun < GRACE) continue
      start(dir)
      begun = Date.now()
      continue
    }
    const ports = new Map(
      names.flatMap(name => {
        const port = portOf(dir, name, pid)
        return port === undefined ? [] : [[name, port] as const]
      }),
    )
    if (ports.size === names.length) return ports
  }
  throw new Mistake(
    error('sandbox/no-supervisor', 'the process that listens for the hosts did not start', {
      hint: `its log: ${place(dir).log}`,
    }),
  )
}
