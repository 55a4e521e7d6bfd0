// What a sandbox of booted hosts consists of, as its folder remembers it.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { error, Mistake } from '../../base/diagnostic.ts'
import type { BootedHost } from './network.ts'
import { isBooted, place } from './place.ts'

export type State = {
  /** Tells this sandbox from the others on the machine: its interface and subnets hang on it. */
  readonly number: number | undefined
  readonly hosts: readonly BootedHost[]
  /** It ends with the process that starts it; for tests. */
  readonly leashed?: boolean
}

/** The state of a sandbox; of none, that there is nothing. */
export const readState = (dir: string): State =>
  isBooted(dir)
    ? (JSON.parse(readFileSync(place(dir).state, 'utf8')) as State)
    : { number: undefined, hosts: [] }

export const writeState = (dir: string, state: State): void =>
  writeWhole(place(dir).state, `${JSON.stringify(state, undefined, 1)}\n`)

/** Replaces what is known of one host. */
export const changeHost = (
  dir: string,
  name: string,
  change: (host: BootedHost) => BootedHost,
): void => {
  const state = readState(dir)
  const hosts = state.hosts.map(host => (host.name === name ? change(host) : host))
  writeState(dir, { ...state, hosts })
}

/** The host of that name. */
export const hostOf = (dir: string, name: string): BootedHost => {
  const { hosts } = readState(dir)
  const found = hosts.find(host => host.name === name)
  if (found) return found
  throw new Mistake(
    error('sandbox/no-host', `${name} is no host of the sandbox in ${dir}`, {
      hint:
        hosts.length > 0
          ? `its hosts: ${hosts.map(host => host.name).join(', ')}`
          : 'start some: mokplay sandbox up 3 --boot',
    }),
  )
}

/** A file that is never seen half written. */
export const writeWhole = (file: string, text: string, mode = 0o600): void => {
  writeFileSync(`${file}.new`, text, { mode })
  renameSync(`${file}.new`, file)
}
