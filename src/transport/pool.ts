// Connections that are shared: one per host as long as its shells fit, more when the host grants no
// further ones.
import { userInfo } from 'node:os'
import type { Duplex } from 'node:stream'
import type { Address } from '../model/inventory.ts'
import { Cancelled, Lost } from '../model/edge.ts'
import type { Channel } from './channel.ts'
import { dial, place } from './dial.ts'
import type { Connection } from './connection.ts'
import { unlessStopped } from './deadline.ts'
import { connectOpenssh } from './openssh.ts'
import { connectSsh } from './ssh.ts'
import { HungUp } from './ssh-error.ts'
import type { Tools } from './options.ts'

/** A channel with the connection it is on. */
export type Opened = { readonly channel: Channel; readonly connection: Connection }

/** One connection to be, and how many channels it has and may have. */
type Lane = { readonly connection: Promise<Connection>; used: number; most: number }

/**
 * Times to connect to a host that hangs up at once, and milliseconds before the second, doubled
 * each time.
 */
const ATTEMPTS = 5
const PAUSE = 50

export class Pool {
  readonly #tools: Tools
  readonly #lanes = new Map<string, Lane[]>()
  #closed = false

  constructor(tools: Tools) {
    this.#tools = tools
  }

  /** Runs a command line on a host, on the connection that has room. */
  async exec(address: Address, line: string): Promise<Opened> {
    for (;;) {
      const lane = this.#lane(address)
      lane.used += 1
      const opened = await this.#try(lane, address, line).catch(error => {
        lane.used -= 1
        throw error
      })
      if (opened) return opened
      lane.used -= 1
      // The host grants fewer channels than thought. Others may be on their way, so what is open is
      // the measure.
      if (lane.used === 0)
        throw new Lost('unreachable', `${place(address)} lets no program be started`)
      lane.most = Math.min(lane.most, lane.used)
    }
  }

  /** Ends the connections to a host. */
  async drop(address: Address): Promise<void> {
    await endAll(this.#lanes.get(addressKey(address))?.splice(0) ?? [])
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    this.#closed = true
    const lanes = [...this.#lanes.values()].flat()
    this.#lanes.clear()
    await endAll(lanes)
  }

  async #try(lane: Lane, address: Address, line: string): Promise<Opened | undefined> {
    const connection = await lane.connection
    this.#tools.count?.(address, 'open')
    const channel = await connection.exec(line)
    if (!channel) return undefined
    void channel.closed.then(() => {
      lane.used -= 1
    })
    return { channel, connection }
  }

  #lane(address: Address): Lane {
    const key = addressKey(address)
    const lanes = this.#lanes.get(key) ?? []
    this.#lanes.set(key, lanes)
    const free = lanes.find(lane => lane.used < lane.most)
    if (free) return free
    const connection = this.#connect(address)
    const lane: Lane = { connection, used: 0, most: this.#tools.limits.channels }
    const drop = (): void => {
      const at = lanes.indexOf(lane)
      if (at !== -1) lanes.splice(at, 1)
    }
    connection.then(({ closed }) => closed.then(drop), drop)
    lanes.push(lane)
    return lane
  }

  /** Connects; again after a while where the host is too busy to talk. */
  async #connect(address: Address): Promise<Connection> {
    for (let attempt = 1; ; attempt += 1) {
      if (this.#closed) throw new Cancelled()
      try {
        return await this.#logIn(address)
      } catch (error) {
        if (!(error instanceof HungUp) || attempt === ATTEMPTS) throw error
        // Not all at the same time again.
        const [chance = 0] = this.#tools.random(1)
        const pause = this.#tools.clock.sleep(PAUSE * 2 ** attempt * (1 + chance / 256))
        await unlessStopped(pause, this.#tools.signal)
      }
    }
  }

  async #logIn(address: Address): Promise<Connection> {
    const user = address.user ?? userInfo().username
    const stream = address.via === 'openssh' ? undefined : await this.#stream(address)
    this.#tools.count?.(address, 'connect')
    const connection = stream
      ? await connectSsh(address, user, stream, this.#tools)
      : await connectOpenssh(address, user, this.#tools)
    if (this.#closed) connection.end()
    return connection
  }

  #stream(address: Address): Promise<Duplex> {
    const { jump } = address
    if (!jump) return dial(address, this.#tools)
    // Forwarded streams do not count as sessions for sshd: the first connection takes them all.
    return this.#any(jump).then(connection => connection.forward(address))
  }

  #any(address: Address): Promise<Connection> {
    const [lane] = this.#lanes.get(addressKey(address)) ?? []
    return (lane ?? this.#lane(address)).connection
  }
}

const endAll = async (lanes: readonly Lane[]): Promise<void> => {
  const end = (lane: Lane): Promise<void> =>
    lane.connection.then(
      connection => connection.end(),
      () => {},
    )
  await Promise.all(lanes.map(end))
}

/** Addresses that are reached in the same way share a key. */
export const addressKey = (address: Address): string => JSON.stringify(address)
