// Channels over an SSH connection that is logged in. Shares and reopens nothing.
import type { Duplex } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'
import { Cancelled, Lost } from '../model/edge.ts'
import type { Address } from '../model/inventory.ts'
import type { Channel } from './channel.ts'
import { within } from './deadline.ts'
import { place } from './dial.ts'
import type { Tools } from './options.ts'
import { HungUp } from './ssh-error.ts'

export interface Connection {
  readonly user: string
  /** Why it is over; undefined while it lives. */
  lost(): Lost | undefined
  /** A channel with a program on it; undefined when the host grants no more of them. */
  exec(line: string): Promise<Channel | undefined>
  /** A stream to another host, as seen from this one. */
  forward(to: Address): Promise<Duplex>
  readonly closed: Promise<void>
  end(): void
}

/** What a client that is logged in can do. */
export const connection = (
  client: Client,
  address: Address,
  user: string,
  tools: Tools,
  reason: () => Lost | undefined,
): Connection => {
  const closed = new Promise<void>(resolve => client.once('close', () => resolve()))
  const late = (): Lost => {
    client.destroy()
    return new Lost(
      'timeout',
      `${place(address)} opened no channel within ${tools.limits.channel} s`,
    )
  }
  const open = <T>(
    work: (done: (error: Error | undefined, stream: T) => void) => void,
  ): Promise<T> => {
    const opened = new Promise<T>((resolve, reject) => {
      void closed.then(() => reject(reason()))
      work((error, stream) => (error ? reject(error) : resolve(stream)))
    })
    return within(tools, tools.limits.channel, opened, late)
  }
  return {
    user,
    closed,
    lost: reason,
    end: () => client.destroy(),
    exec: async line => {
      try {
        return asChannel(await open<ClientChannel>(done => client.exec(line, done)))
      } catch (error) {
        if (reason() || isFinal(error)) throw reason() ?? error
        return undefined
      }
    },
    forward: async to => {
      try {
        return await open<ClientChannel>(done =>
          client.forwardOut('127.0.0.1', 0, to.host, to.port, done),
        )
      } catch (error) {
        if (reason() || isFinal(error)) throw reason() ?? error
        const { message } = error as Error
        // What is short now may be there again in a moment.
        const Kind = /resource shortage/i.test(message) ? HungUp : Lost
        throw new Kind(
          'unreachable',
          `${place(address)} lets no connection through to ${place(to)}: ${message}`,
        )
      }
    },
  }
}

const isFinal = (error: unknown): boolean => error instanceof Lost || error instanceof Cancelled

const asChannel = (stream: ClientChannel): Channel => {
  stream.on('error', () => {})
  stream.stderr.on('error', () => {})
  return {
    input: stream,
    out: stream,
    err: stream.stderr,
    ended: new Promise(resolve => stream.once('exit', () => resolve())),
    closed: new Promise(resolve => stream.once('close', () => resolve())),
    destroy: () => stream.close(),
  }
}
