// Addresses: which host has which. They lie in 198.18.0.0/15, which is set aside for tests, so no network of the user's is hidden.
// Each sandbox has eight networks: 0 is the machine's, each other one begins at a host that others stand behind.
import { error, Mistake } from '../../base/diagnostic.ts'
import type { ImageName } from './image.ts'

export type BootedHost = {
  readonly name: string
  /** Last part of its addresses, but for the ten that are left out. */
  readonly number: number
  readonly image: ImageName
  /** The network that it is in. */
  readonly network: number
  /** The host that leads to it, where it does not stand in the machine's network. */
  readonly behind?: string
  /** Its cable is cut. */
  readonly cut?: true
  /** Milliseconds for which each frame is held back. */
  readonly delay?: number
}

/** How many sandboxes can be on a machine, and how many hidden networks one can have. */
export const MOST_SANDBOXES = 64
export const MOST_HIDDEN_NETWORKS = 7
export const MOST_HOSTS = 200

const NETWORKS = MOST_HIDDEN_NETWORKS + 1

/** The first three parts of a network's addresses. */
const start = (sandbox: number, network: number): string => {
  const index = sandbox * NETWORKS + network
  return `198.${18 + (index >> 8)}.${index & 255}`
}

/** The machine's own address in a sandbox: the network's width lets nothing of it leave the machine. */
export const machineAddress = (sandbox: number): string => `${start(sandbox, 0)}.1`
export const SANDBOX_BITS = 21

/** A host's address in a network, its own if none is named. */
export const addressIn = (sandbox: number, host: BootedHost, network = host.network): string =>
  `${start(sandbox, network)}.${10 + host.number}`

/** The networks that a host is in: its own, and that of those behind it. */
export const networksOf = (host: BootedHost, all: readonly BootedHost[]): readonly number[] => {
  const behind = all.find(other => other.behind === host.name)
  return behind ? [host.network, behind.network] : [host.network]
}

/** The hosts that lead to one, the one next to the machine first. */
export const wayTo = (host: BootedHost, all: readonly BootedHost[]): readonly BootedHost[] => {
  const last = all.find(other => other.name === host.behind)
  return last ? [...wayTo(last, all), last] : []
}

export type Wish = {
  readonly count: number
  readonly prefix: string
  readonly image: ImageName
  /** How many of the last ones stand behind the first. */
  readonly hidden: number
  /** They stand one behind the other. */
  readonly chain: boolean
}

/** The hosts that are wanted. Those that are there already keep their networks and what was done to them. */
export const wantedHosts = (wish: Wish, there: readonly BootedHost[]): readonly BootedHost[] => {
  const { count, prefix, image, hidden, chain } = wish
  const open = count - hidden
  const made: BootedHost[] = []
  for (let number = 1; number <= count; number++) {
    const name = `${prefix}${number}`
    const before = chain && number > open + 1 ? number - 1 : 1
    const behind = number > open ? `${prefix}${before}` : undefined
    const old = there.find(host => host.name === name)
    if (old && old.image === image && old.behind === behind) made.push(old)
    else {
      const network = behind === undefined ? 0 : networkBehind(behind, [...there, ...made])
      made.push({ name, number, image, network, ...(behind !== undefined && { behind }) })
    }
  }
  return made
}

const networkBehind = (jump: string, hosts: readonly BootedHost[]): number => {
  const neighbour = hosts.find(host => host.behind === jump)
  if (neighbour) return neighbour.network
  const taken = new Set(hosts.map(host => host.network))
  for (let network = 1; network <= MOST_HIDDEN_NETWORKS; network++)
    if (!taken.has(network)) return network
  throw new Mistake(
    error(
      'sandbox/too-deep',
      `${hosts.at(-1)?.name} would be hidden too deep: a sandbox has at most ${MOST_HIDDEN_NETWORKS} networks behind others`,
    ),
  )
}
