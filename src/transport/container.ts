// Shells inside containers and other roots of this machine, by the program that enters them. One entry a way.
import { Lost } from '../model/edge.ts'
import type { Address } from '../model/inventory.ts'
import type { Channel } from './channel.ts'
import { asChannel, start } from './child.ts'

type Way = {
  readonly argv: (program: readonly string[], address: Address) => readonly string[]
  /** What its refusals mean. */
  readonly signs: readonly (readonly [RegExp, (address: Address) => string])[]
}

const NO_SHELL = /(?:"sh"|'sh'|\/sh).*(?:not found|no such file)|executable file .*not found/i

const container: Way = {
  argv: (program, { user, host }) => [
    ...program,
    'exec',
    '-i',
    ...(user === undefined ? [] : ['-u', user]),
    host,
  ],
  signs: [
    [NO_SHELL, ({ host }) => `there is no sh in the container ${host}, and mokplay needs one`],
    [
      /no such container|no container with name/i,
      ({ host, via }) => `there is no container ${host}: ${via} ps --all shows those that are`,
    ],
    [
      /is not running|running containers|is paused/i,
      ({ host, via }) => `the container ${host} does not run: start it with ${via} start ${host}`,
    ],
    [
      /unable to find user|no matching entries in passwd/i,
      ({ host, user = '' }) => `there is no user ${user} in the container ${host}`,
    ],
    [
      /cannot connect to|permission denied while trying to connect/i,
      ({ via }) => `${via} cannot be used: its service does not run, or you may not talk to it`,
    ],
  ],
}

const WAYS: Readonly<Record<string, Way>> = {
  docker: container,
  podman: container,
  chroot: {
    argv: (program, { host }) => [...program, host],
    signs: [
      [
        /cannot change root directory|can't change root directory/i,
        ({ host }) =>
          `the folder ${host} cannot become the root: it is not there, or you are not root`,
      ],
      [
        /failed to run command|can't execute/i,
        ({ host }) => `there is no sh below ${host}, and mokplay needs one`,
      ],
    ],
  },
}

/** A shell inside, and what its silence means. */
export const openInside = async (
  address: Address,
  line: string,
): Promise<{ channel: Channel; refused: (said: string) => Lost | undefined }> => {
  const way = WAYS[address.via]
  if (!way) throw new RangeError(`no container: ${address.via}`)
  const argv = [...way.argv(address.program ?? [address.via], address), 'sh', '-c', line]
  const refused = (said: string): Lost | undefined => {
    const found = way.signs.find(([sign]) => sign.test(said))
    return found && new Lost('unreachable', found[1](address))
  }
  return { channel: asChannel(await start(argv)), refused }
}
