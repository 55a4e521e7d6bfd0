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
import { ONE_SERVER, ONE_WAY, Turns, type TurnsOptions } from './turns.ts'

/** A channel with the connection it is on. */
export type Opened = { readonly channel: Channel; readonly connection: Connection }

/** One connection to be, and how many channels it has and may have. */
type Lane = { readonly connection: Promise<Connection>; used: number; most: number }

/**
 * Times to connect to a host that hangs up at once, and milliseconds before the second, doubled each time up to some
 * seconds. All together they outlast the shortest penalty of newer sshds.
 */
const ATTEMPTS = 9
const PAUSE = 100
const LONGEST_PAUSE = 4000

export class Pool {
  readonly #tools: Tools
  readonly #lanes = new Map<string, Lane[]>()
  readonly #turns = new Map<string, Turns>()
  #closed = false

  constructor(tools: Tools) {
    this.#tools = tools
  }

  /** Runs a command line on a host, on the connection that has room. */
  async exec(address: Address, line: string): Promise<Opened> {
    for (;;) {
      const before = new Set(this.#lanes.get(addressKey(address)))
      const lane = this.#lane(address)
      lane.used += 1
      const opened = await this.#try(lane, address, line).catch((error: unknown) => {
        lane.used -= 1
        // That an old connection is gone may come out only now; nothing has begun on it.
        if (!before.has(lane) || !(error instanceof Lost) || error.kind !== 'lost') throw error
        this.#remove(lane, address)
        return 'gone' as const
      })
      if (opened === 'gone') continue
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
    endAll(this.#lanes.get(addressKey(address))?.splice(0) ?? [])
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    this.#closed = true
    const lanes = [...this.#lanes.values()].flat()
    this.#lanes.clear()
    endAll(lanes)
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
    const drop = (): void => this.#remove(lane, address)
    connection.then(({ closed }) => closed.then(drop), drop)
    lanes.push(lane)
    return lane
  }

  #remove(lane: Lane, address: Address): void {
    const lanes = this.#lanes.get(addressKey(address)) ?? []
    const at = lanes.indexOf(lane)
    if (at !== -1) lanes.splice(at, 1)
  }

  /** Connects when its turn has come; again after a while where the host is too busy to talk. */
  async #connect(address: Address): Promise<Connection> {
    const { host, port, jump, proxy } = address
    const way = JSON.stringify([jump, proxy])
    const byServer = this.#turnsAt(`${host} ${port} ${way}`, ONE_SERVER)
    const byWay = this.#turnsAt(way, ONE_WAY)
    for (let attempt = 0; ; attempt += 1) {
      try {
        const turn = byServer.take(() => byWay.take(() => this.#logIn(address)))
        return await unlessStopped(turn, this.#tools.signal)
      } catch (error) {
        if (!(error instanceof HungUp) || attempt + 1 === ATTEMPTS) throw error
        // Not all at the same time again.
        const [chance = 0] = this.#tools.random(1)
        const pause = Math.min(PAUSE * 2 ** attempt, LONGEST_PAUSE) * (1 + chance / 256)
        await unlessStopped(this.#tools.clock.sleep(pause), this.#tools.signal)
      }
    }
  }

  #turnsAt(key: string, options: TurnsOptions): Turns {
    const turns = this.#turns.get(key) ?? new Turns(this.#tools.clock, options)
    this.#turns.set(key, turns)
    return turns
  }

  async #logIn(address: Address): Promise<Connection> {
    if (this.#closed) throw new Cancelled()
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

/** One that is still on its way is ended when it is there. */
const endAll = (lanes: readonly Lane[]): void => {
  for (const { connection } of lanes)
    connection.then(
      there => there.end(),
      () => {},
    )
}

/** Addresses that are reached in the same way share a key. */
export const addressKey = (address: Address): string => JSON.stringify(address)
