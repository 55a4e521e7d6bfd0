// What the transport is given, and its limits. Nothing here decides anything.
import type { Clock, Random } from '../model/edge.ts'
import type { Address, Login } from '../model/inventory.ts'

export type Limits = {
  /** Seconds until a channel must be open. */
  readonly channel: number
  /** Seconds until a shell must be there: busy hosts, PAM, names that do not resolve take their time. */
  readonly shell: number
  /** Bytes of one reply, both streams together. */
  readonly reply: number
  /** Shells on one connection; OpenSSH's MaxSessions is 10 unless set. */
  readonly channels: number
  /** Seconds a job that was told to stop has, until its channel is closed. */
  readonly grace: number
  /** Seconds after which a host that hears nothing ends what runs there; it hears of us six times as often. */
  readonly orphan: number
  /** Seconds between signs of life, and how many may go unanswered: a silent host is found out in half a minute. */
  readonly keepalive: number
  readonly missed: number
}

export const LIMITS: Limits = {
  channel: 10,
  shell: 30,
  reply: 64 * 2 ** 20,
  channels: 8,
  grace: 4,
  orphan: 60,
  keepalive: 7,
  missed: 3,
}

/** What takes a turn on the wire. */
export type Turn = 'connect' | 'open' | 'send'

export type TransportOptions = {
  readonly clock: Clock
  readonly random: Random
  readonly limits?: Partial<Limits>
  /** A host key was accepted for the first time and written down. */
  readonly onHostKey?: (
    address: Address,
    key: { readonly type: string; readonly print: string; readonly file: string },
  ) => void
  /** Cancels everything under way, once and for all. */
  readonly signal?: AbortSignal
  /** Called once per turn on the wire. */
  readonly count?: (address: Address, what: Turn) => void
  /** What the inventory says of a jump host. */
  readonly login?: (host: string) => Login | undefined
  /** Where "~" is, and known_hosts and the user's own keys are looked for. */
  readonly home?: string
}

/** The options with nothing left open. */
export type Tools = Omit<TransportOptions, 'limits' | 'home'> & {
  readonly limits: Limits
  readonly home: string
}

export const hex = (random: Random, bytes: number): string =>
  Buffer.from(random(bytes)).toString('hex')
