// The controller's side of one running loop: one request, one reply, in turn. Queues nothing,
// reopens nothing.
import type { Reply, SendOptions } from '../model/edge.ts'
import { Cancelled, Lost } from '../model/edge.ts'
import { type Channel, write } from './channel.ts'
import { after, within } from './deadline.ts'
import { feed } from './feed.ts'
import { hex, type Tools } from './options.ts'
import { Gathering, requestBytes } from './request.ts'
import { Tail } from './tail.ts'

/** How long after its limit a script may take to be ended, before the host counts as stuck. */
const LATEST = 10

/** Seconds until the host first hears that somebody waits: most scripts are over by then. */
const SOON = 1

/** One request under way. */
class Job {
  readonly reply: Promise<Reply>
  /** What to say instead of a reply. */
  stop: Error | undefined
  resolve!: (reply: Reply) => void
  reject!: (error: Error) => void
  /** To be called when it is over. */
  readonly finally: (() => void)[] = []

  constructor() {
    this.reply = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }
}

export class Agent {
  readonly #channel: Channel
  readonly #tools: Tools
  /** Why there is no reply, once the channel has closed; given the last noise. */
  readonly #why: (noise: string) => Lost
  readonly #noise = new Tail(2048)
  #job: Job | undefined
  #gathering: Gathering | undefined
  #alive = true

  constructor(channel: Channel, tools: Tools, why: (noise: string) => Lost) {
    this.#channel = channel
    this.#tools = tools
    this.#why = why
    channel.out.on('data', (chunk: Uint8Array) => this.#read('out', chunk))
    channel.err.on('data', (chunk: Uint8Array) => this.#read('err', chunk))
    void channel.ended.then(() => this.#retire())
    void channel.closed.then(() => this.#closed())
  }

  /** Takes requests. */
  get alive(): boolean {
    return this.#alive
  }

  /** Runs a script; the one before must be done. */
  async run(script: string, how: SendOptions = {}): Promise<Reply> {
    if (how.signal?.aborted) throw new Cancelled()
    const nonce = hex(this.#tools.random, 8)
    const bytes = requestBytes(nonce, script, how)
    const job = new Job()
    this.#job = job
    this.#gathering = this.#gather(job, nonce, how)
    this.#watch(job, how)
    void this.#write(job, bytes, how)
    try {
      return await job.reply
    } finally {
      for (const act of job.finally) act()
      this.#job = undefined
      this.#gathering = undefined
    }
  }

  /** Ends the loop, and what still runs under it, within a few seconds. */
  async close(): Promise<void> {
    this.#alive = false
    this.#channel.input.end()
    const { ended, closed } = this.#channel
    const over = Promise.race([ended, closed])
    await within(
      { clock: this.#tools.clock },
      this.#tools.limits.grace,
      over,
      () => new Error('late'),
    ).catch(() => {})
    this.#channel.destroy()
  }

  #gather(job: Job, nonce: string, how: SendOptions): Gathering {
    return new Gathering(nonce, {
      most: this.#tools.limits.reply,
      onMark: () => this.#settle(job),
      onNoise: bytes => this.#noise.push(bytes),
      onOverflow: error => this.#stop(job, error),
      onOut: how.onOut,
    })
  }

  #watch(job: Job, how: SendOptions): void {
    const { signal, seconds } = how
    // Who is fed hears enough, and could not tell our words from those it has not taken yet.
    if (!how.stdin) this.#beat(job)
    const onAbort = (): void => this.#stop(job, new Cancelled())
    signal?.addEventListener('abort', onAbort)
    job.finally.push(() => signal?.removeEventListener('abort', onAbort))
    if (seconds === undefined) return
    const stuck = new Lost('timeout', `a script could not be ended at its limit of ${seconds} s`)
    job.finally.push(after(this.#tools.clock, seconds + LATEST, () => this.#giveUp(job, stuck)))
  }

  /** Tells the host again and again that somebody still waits for it. */
  #beat(job: Job): void {
    const { orphan } = this.#tools.limits
    let quiet = (): void => {}
    const next = (seconds: number): void => {
      quiet = after(this.#tools.clock, seconds, () => {
        void write(this.#channel, `beat ${orphan}\n`)
        next(orphan / 6)
      })
    }
    next(Math.min(SOON, orphan / 6))
    job.finally.push(() => quiet())
  }

  async #write(job: Job, bytes: Uint8Array, how: SendOptions): Promise<void> {
    try {
      await write(this.#channel, bytes)
      const enough = (): boolean => job !== this.#job || job.stop !== undefined
      if (how.stdin) await feed(this.#channel, how.stdin, enough)
    } catch (error) {
      this.#stop(job, error as Error)
    }
  }

  #read(from: 'out' | 'err', chunk: Uint8Array): void {
    if (this.#gathering) this.#gathering[from].cutter.push(chunk)
    else this.#noise.push(chunk)
  }

  #settle(job: Job): void {
    const gathering = this.#gathering
    if (!gathering?.done || this.#job !== job) return
    if (job.stop) {
      if (gathering.gone) job.reject(job.stop)
      return
    }
    this.#job = undefined
    void write(this.#channel, 'ok\n')
    // What the job left behind would write into the next reply: that one gets a channel of its own.
    if (gathering.left) void this.close()
    job.resolve(gathering.reply())
  }

  #stop(job: Job, why: Error): void {
    if (this.#job !== job || job.stop) return
    job.stop = why
    void write(this.#channel, 'cancel\n')
    job.finally.push(
      after(this.#tools.clock, this.#tools.limits.grace, () => this.#giveUp(job, why)),
    )
  }

  #giveUp(job: Job, why: Error): void {
    this.#alive = false
    this.#channel.destroy()
    job.reject(job.stop ?? why)
  }

  /** The loop is gone, though somebody may still hold its streams open. */
  #retire(): void {
    this.#alive = false
    const timer = after(this.#tools.clock, 1, () => this.#channel.destroy())
    void this.#channel.closed.then(timer)
  }

  #closed(): void {
    this.#alive = false
    this.#job?.reject(this.#job.stop ?? this.#why(this.#noise.text))
  }
}
