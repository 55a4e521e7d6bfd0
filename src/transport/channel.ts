// One program running somewhere with its three streams. Where it runs is of no interest from here
// on.
import type { Readable, Writable } from 'node:stream'

export interface Channel {
  readonly input: Writable
  readonly out: Readable
  readonly err: Readable
  /** The program has ended; what it wrote may still be on the way. */
  readonly ended: Promise<void>
  /** Nothing more will come. Never rejects. */
  readonly closed: Promise<void>
  /** Lets go at once. */
  destroy(): void
}

/**
 * Writes and waits until there is room for more. A broken stream is found out by `closed`, not
 * here.
 */
export const write = (channel: Channel, bytes: Uint8Array | string): Promise<void> =>
  new Promise(resolve => {
    if (channel.input.destroyed || channel.input.writableEnded) return resolve()
    if (channel.input.write(bytes)) return resolve()
    const done = (): void => {
      channel.input.off('drain', done)
      channel.input.off('close', done)
      resolve()
    }
    channel.input.once('drain', done)
    channel.input.once('close', done)
    void channel.closed.then(done)
  })
