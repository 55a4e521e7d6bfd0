// The way to hosts: shells by address and user, shared and kept. Joins the parts of this room,
// decides little.
import { setMaxListeners } from 'node:events'
import { homedir } from 'node:os'
import type { Session, Transport } from '../model/edge.ts'
import { Cancelled } from '../model/edge.ts'
import type { Address, Become } from '../model/inventory.ts'
import type { Agent } from './agent.ts'
import { enter, type Started } from './enter.ts'
import { LIMITS, type Tools, type TransportOptions } from './options.ts'
import { Passwords } from './passwords.ts'
import { addressKey } from './pool.ts'
import { AgentSession } from './session.ts'
import { Ways } from './way.ts'

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
  readonly #ways: Ways
  readonly #passwords = new Passwords()
  readonly #sessions = new Map<string, AgentSession>()
  readonly #stop = new AbortController()
  #closing: Promise<void> | undefined

  constructor(tools: Tools) {
    this.#tools = { ...tools, signal: this.#stop.signal }
    this.#ways = new Ways(this.#tools)
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
    this.#passwords.forget(`${key} `)
    await this.#ways.drop(address)
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
    await this.#ways.close()
  }

  #session(address: Address, become?: Become): AgentSession {
    const onSend = (): void => this.#tools.count?.(address, 'send')
    return new AgentSession(() => this.#enter(address, become), this.#stop.signal, onSend)
  }

  #enter(address: Address, become?: Become): Promise<Agent> {
    const start = (line: string): Promise<Started> => this.#ways.open(address, line)
    const work = (): Promise<Agent> => enter(start, this.#tools, become)
    if (become?.password === undefined) return work()
    // sudo and doas ask for one's own, whoever is to be become.
    const { method, password } = become
    const whose = method === 'su' ? become.user : ''
    return this.#passwords.use(
      `${addressKey(address)} ${JSON.stringify([method, whose, password])}`,
      work,
    )
  }
}
