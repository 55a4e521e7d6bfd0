// One SSH connection by ssh2: handshake, host key, login; then channels over it. Shares and reopens nothing.
import type { Duplex } from 'node:stream'
import type { Client, ClientChannel, ConnectConfig } from 'ssh2'
import { Cancelled, Lost } from '../model/edge.ts'
import type { Address } from '../model/inventory.ts'
import { type Login, prepareLogin } from './auth.ts'
import type { Channel } from './channel.ts'
import { within } from './deadline.ts'
import { noAnswer, place } from './dial.ts'
import { homePath } from './home.ts'
import type { Tools } from './options.ts'
import { fingerprint, Trust, typeOf } from './trust.ts'

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

/** curve25519 and aes128-gcm first: the cheapest of the good ones. SHA-1 and CBC are not offered. */
const KEX = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group-exchange-sha256',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group18-sha512',
  'diffie-hellman-group14-sha256',
] as const
const CIPHERS = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'chacha20-poly1305@openssh.com',
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
] as const

/** Logs in over a connected stream. */
export const connectSsh = async (
  address: Address,
  user: string,
  socket: Duplex,
  tools: Tools,
): Promise<Connection> => {
  // Loading ssh2 takes as long as all the rest of us: only who needs it pays.
  const { default: ssh2 } = await import('ssh2')
  const files = address.knownHosts.map(file => homePath(file, tools.home))
  const trust = new Trust(address, files)
  const login = await prepareLogin(ssh2, address, user, tools.home)
  const client = new ssh2.Client()
  const end: { reason?: Lost } = {}
  const config: ConnectConfig = {
    sock: socket as never,
    username: user,
    readyTimeout: 0,
    keepaliveInterval: tools.limits.keepalive * 1000,
    keepaliveCountMax: tools.limits.missed,
    algorithms: { kex: [...KEX], cipher: [...CIPHERS], serverHostKey: trust.algorithms() as never },
    hostVerifier: (key: Buffer) => {
      const verdict = trust.judge(key)
      if (verdict.type === 'refused') end.reason = new Lost('host-key', verdict.reason)
      if (verdict.type === 'new') remember(key, verdict.file, trust, address, tools)
      return verdict.type !== 'refused'
    },
    authHandler: (left, _, next) => next(login.next(left) as never),
  }
  const ready = new Promise<void>((resolve, reject) => {
    const fail = (error: Error & { level?: string }): void => {
      end.reason ??= explain(error, address, user, login)
      reject(end.reason)
    }
    client.once('ready', resolve)
    // Stays for good: an unheard 'error' would end the process.
    client.on('error', fail)
    client.once('close', () => fail(new Error('closed')))
    client.connect(config)
  })
  try {
    await within(tools, address.timeout, ready, () => noAnswer(address))
  } catch (error) {
    client.destroy()
    socket.destroy()
    throw error
  }
  return connection(client, address, user, tools, () => end.reason)
}

const remember = (
  key: Buffer,
  file: string,
  trust: Trust,
  address: Address,
  tools: Tools,
): void => {
  trust.accept(key, file)
  tools.onHostKey?.(address, { type: typeOf(key), print: fingerprint(key), file })
}

const explain = (
  error: Error & { level?: string },
  address: Address,
  user: string,
  login: Login,
): Lost => {
  const where = place(address)
  switch (error.level) {
    case 'client-authentication': {
      const tried =
        login.tried.length > 0
          ? login.tried.join(', ')
          : 'nothing, as there is no key, agent or password'
      return new Lost(
        'auth',
        `${where} refused every key and password offered for user ${user} (tried: ${tried})`,
      )
    }
    case 'client-timeout':
      return new Lost('timeout', `${where} gave no sign of life any more`)
    case 'handshake':
      return new Lost(
        'unreachable',
        `${where} and mokplay have no cipher or key type in common: ${error.message}`,
      )
    case 'protocol':
      return new Lost(
        'unreachable',
        `${where} did not answer as an SSH server does: ${error.message}`,
      )
    default:
      return new Lost('lost', `the connection to ${where} was lost`)
  }
}

const connection = (
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
        throw new Lost(
          'unreachable',
          `${place(address)} lets no connection through to ${place(to)}: ${(error as Error).message}`,
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
