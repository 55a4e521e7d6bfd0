// The way into a running host: the command line that joins its namespaces, without what no host may have.
import { spawn, type SpawnOptions } from 'node:child_process'
import { error, Mistake } from '../base/diagnostic.ts'
import { WITHOUT_CAPABILITIES } from './boot-script.ts'
import { living, parentOf } from './identity.ts'
import { hostNames, hostPlace } from './place.ts'

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** All that a process started in a host learns of its starter's environment: nothing. */
export const CLEAN_ENV = {
  PATH,
  HOME: '/root',
  USER: 'root',
  LOGNAME: 'root',
  SHELL: '/bin/sh',
} as const

/** Number of a host's first process as the machine counts; undefined when it does not run. */
export const initOf = (dir: string, host: string): number | undefined =>
  living(hostPlace(dir, host).ready)

/**
 * The way in for a user without root: only root of the user's own namespace may enter the host's, and the parent
 * of its first process is there.
 */
const asOuterRoot = (init: number): string[] =>
  process.getuid?.() === 0 ? [] : ['--target', String(parentOf(init)), '--user', '--', 'nsenter']

/** The command that runs `argv` inside the host whose first process is `init`. */
export const enterArgv = (init: number, argv: readonly string[]): [string, ...string[]] => [
  'nsenter',
  ...asOuterRoot(init),
  ...['--target', String(init), '--user', '--mount', '--pid', '--net', '--uts', '--ipc', '--'],
  ...WITHOUT_CAPABILITIES,
  '--',
  ...argv,
]

/** Starts a command inside a host, as its root, past ssh. */
export const enter = (
  dir: string,
  host: string,
  argv: readonly string[],
  options: SpawnOptions,
) => {
  const init = initOf(dir, host)
  if (init === undefined) throw new Mistake(missing(dir, host))
  const [command, ...rest] = enterArgv(init, argv)
  return spawn(command, rest, { env: CLEAN_ENV, ...options })
}

/** Why there is no such running host, and what to do. */
export const missing = (dir: string, host: string) => {
  const names = hostNames(dir)
  if (names.includes(host))
    return error('sandbox/host-off', `${host} does not run`, {
      hint: `start it again: mokplay sandbox reset ${host}`,
    })
  return error('sandbox/no-host', `${host} is no host of the sandbox in ${dir}`, {
    hint: names.length > 0 ? `its hosts: ${names.join(', ')}` : 'start some: mokplay sandbox up 3',
  })
}
