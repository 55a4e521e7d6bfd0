// Booted hosts: systemd, sshd and a network each. What callers outside this folder use; README.md says what such a host is.
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { error, Mistake } from '../../base/diagnostic.ts'
import { locked } from '../lock.ts'
import { unplugOthers } from './cables.ts'
import { publish } from './ground.ts'
import { addressIn, type BootedHost } from './network.ts'
import { isBooted, place } from './place.ts'
import { CONSOLE_ENV, consoleArgv, initOf, isOn } from './power.ts'
import { removeHosts, removeSandbox } from './remove.ts'
import { hostOf, readState, writeState } from './state.ts'
import { attempt, type Ended } from './tools.ts'
import { yardOf } from './yard.ts'

export { check } from './check.ts'
export type { Client } from './clients.ts'
export { cut, delay, heal, off, on, reset } from './faults.ts'
export type { BootedInfo } from './ground.ts'
export { hasImage, image, isImage, RECIPES, type ImageName, type Patron } from './image.ts'
export { isBooted } from './place.ts'
export { up, type UpOptions } from './up.ts'

/** Removes these hosts, or the whole sandbox when none is named. Nothing there is no mistake. */
export const down = async (dir: string, names: readonly string[] = []): Promise<string[]> =>
  await locked(dir, async () => {
    for (const name of names) hostOf(dir, name)
    if (!isBooted(dir)) return []
    const state = readState(dir)
    const { number, hosts } = state
    const gone = names.length > 0 ? [...names] : hosts.map(host => host.name)
    const left = hosts.filter(host => !gone.includes(host.name))
    const stranded = left.find(host => gone.includes(host.behind ?? ''))
    if (stranded)
      throw new Mistake(
        error(
          'sandbox/leads-on',
          `${stranded.behind} leads to ${stranded.name}: take that down as well, or first`,
        ),
      )
    await removeHosts(dir, gone)
    writeState(dir, { ...state, hosts: left })
    const yard = yardOf(dir)
    if (left.length === 0) await removeSandbox(dir)
    else publish(dir)
    if (left.length > 0 && yard !== undefined && number !== undefined)
      await unplugOthers({ dir, yard, sandbox: number, hosts: left })
    return gone
  })

export type HostStatus = BootedHost & { readonly address: string; readonly running: boolean }

/** The hosts of a sandbox, and how they are. */
export const status = (dir: string): readonly HostStatus[] => {
  const { number = 0, hosts } = readState(dir)
  return hosts.map(host => ({
    ...host,
    address: addressIn(number, host),
    running: isOn(dir, host.name),
  }))
}

const consoleOf = (dir: string, name: string, argv: readonly string[]): [string, ...string[]] => {
  const init = initOf(dir, hostOf(dir, name).name)
  if (init !== undefined) return consoleArgv(init, argv)
  throw new Mistake(
    error('sandbox/host-off', `${name} is off`, {
      hint: `switch it on: mokplay sandbox on ${name}`,
    }),
  )
}

/** Starts a command on a host as root, as at its console. */
export const enter = (
  dir: string,
  name: string,
  argv: readonly string[],
  options: SpawnOptions,
): ChildProcess => {
  const [command, ...words] = consoleOf(dir, name, argv)
  const { TERM } = process.env
  const env = { ...CONSOLE_ENV, ...(TERM !== undefined && { TERM }) }
  return spawn(command, words, { env, ...options })
}

/** The same, to its end. */
export const exec = async (
  dir: string,
  name: string,
  argv: readonly string[],
  input = '',
): Promise<Ended> =>
  await attempt(consoleOf(dir, name, ['env', '-i', ...environment, ...argv]), input)

const environment = Object.entries(CONSOLE_ENV).map(([name, value]) => `${name}=${value}`)

/** The system's ssh to a host, on this terminal. */
export const ssh = (dir: string, name: string, argv: readonly string[]): ChildProcess => {
  hostOf(dir, name.replace(/-(?:deploy|ops|guest|password)$/, ''))
  return spawn('ssh', ['-F', place(dir).sshConfig, name, ...argv], { stdio: 'inherit' })
}
