// What the engine holds: a shell that is there whenever it is needed. Queues requests; starts its
// agent anew when the last one is gone, but never sends a request twice.
import type { Reply, SendOptions, Session } from '../model/edge.ts'
import { Cancelled } from '../model/edge.ts'
import type { Agent } from './agent.ts'
import { unlessStopped } from './deadline.ts'

export class AgentSession implements Session {
  readonly #start: () => Promise<Agent>
  readonly #onSend: () => void
  readonly #signal: AbortSignal
  #agent: Agent | undefined
  #starting: Promise<Agent> | undefined
  #last: Promise<unknown> = Promise.resolve()
  #closed = false

  /** `signal` stops everything at once, whatever the request's own says. */
  constructor(start: () => Promise<Agent>, signal: AbortSignal, onSend: () => void) {
    this.#start = start
    this.#signal = signal
    this.#onSend = onSend
  }

  /**
   * There is a shell: at once, or after having started it. Who asks meanwhile waits for the same
   * start.
   */
  ready(): Promise<Agent> {
    this.#starting ??= this.#renew().finally(() => {
      this.#starting = undefined
    })
    return this.#starting
  }

  send(script: string, how: SendOptions = {}): Promise<Reply> {
    const signal = how.signal ? AbortSignal.any([how.signal, this.#signal]) : this.#signal
    const turn = this.#last.then(() => this.#send(script, { ...how, signal }))
    this.#last = turn.catch(() => {})
    return turn
  }

  /** Lets the shell go; the next request starts another. */
  async drop(): Promise<void> {
    const agent = this.#agent
    this.#agent = undefined
    await agent?.close()
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#starting?.catch(() => {})
    await this.#agent?.close()
  }

  async #renew(): Promise<Agent> {
    if (this.#closed) throw new Cancelled()
    if (!this.#agent?.alive) this.#agent = await this.#start()
    return this.#agent
  }

  async #send(script: string, how: SendOptions & { signal: AbortSignal }): Promise<Reply> {
    if (this.#closed || how.signal.aborted) throw new Cancelled()
    // Connecting may take its time; who was told to stop does not wait for it.
    const agent = await unlessStopped(this.ready(), how.signal)
    this.#onSend()
    return agent.run(script, how)
  }
}
