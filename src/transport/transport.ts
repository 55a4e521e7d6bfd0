// The way to hosts: shells by address and user, shared and kept. Joins the parts of this room,
// decides little.
import { setMaxListeners } from 'node:events'
import { homedir, userInfo } from 'node:os'
import type { Session, Transport } from '../model/edge.ts'
import { Cancelled } from '../model/edge.ts'
import type { Address, Become } from '../model/inventory.ts'
import type { Agent } from './agent.ts'
import { entry } from './become.ts'
import { launch } from './launch.ts'
import { openLocal } from './local.ts'
import { bootstrap } from './loop.ts'
import { hex, LIMITS, type Tools, type TransportOptions } from './options.ts'
import { addressKey, Pool } from './pool.ts'
import { AgentSession } from './session.ts'

/**
 * A transport over SSH and local shells. Nothing is opened, and ssh2 not even loaded, before it is
 * needed.
 */
export const createTransport = (options: TransportOptions): Transport => {
  const { limits, home, ...rest } = options
  return new ShellTransport({ ...rest, limits: { ...LIMITS, ...limits }, home: home ?? homedir() })
}

class ShellTransport implements Transport {
  readonly #tools: Tools
  readonly #pool: Pool
  readonly #sessions = new Map<string, AgentSession>()
  readonly #stop = new AbortController()
  #closing: Promise<void> | undefined

  constructor(tools: Tools) {
    this.#tools = { ...tools, signal: this.#stop.signal }
    this.#pool = new Pool(this.#tools)
    // Every host under way listens: more than ten are no leak.
    setMaxListeners(0, this.#stop.signal)
    const stop = (): void => this.#stop.abort()
    tools.signal?.addEventListener('abort', stop, { once: true })
    if (tools.signal?.aborted) stop()
  }

  async open(address: Address, become?: Become): Promise<Session> {
    if (this.#closing) throw new Cancelled()
    const key = `${addressKey(address)} ${JSON.stringify(become ?? null)}`
    const session = this.#sessions.get(key) ?? this.#session(address, become)
    this.#sessions.set(key, session)
    await session.ready()
    return session
  }

  async reset(address: Address): Promise<void> {
    const key = addressKey(address)
    await this.#pool.drop(address)
    const sessions = [...this.#sessions].filter(([name]) => name.startsWith(`${key} `))
    await Promise.all(sessions.map(([, session]) => session.drop()))
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    // What runs is cancelled; what is idle is ended by the end of its input.
    this.#stop.abort()
    await Promise.all([...this.#sessions.values()].map(session => session.close()))
    await this.#pool.close()
  }

  #session(address: Address, become?: Become): AgentSession {
    const onSend = (): void => this.#tools.count?.(address, 'send')
    return new AgentSession(() => this.#start(address, become), this.#stop.signal, onSend)
  }

  async #start(address: Address, become?: Become): Promise<Agent> {
    const tools = this.#tools
    const hello = hex(tools.random, 8)
    const way = entry(bootstrap(hello), hex(tools.random, 4), become)
    const seconds = address.timeout
    if (address.via === 'local') {
      tools.count?.(address, 'open')
      const channel = await openLocal(way.line)
      return launch(channel, tools, {
        way,
        hello,
        login: userInfo().username,
        seconds,
        lost: () => undefined,
      })
    }
    const { channel, connection } = await this.#pool.exec(address, way.line)
    return launch(channel, tools, {
      way,
      hello,
      login: connection.user,
      seconds,
      lost: connection.lost,
    })
  }
}
