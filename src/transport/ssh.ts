// The SSH handshake by ssh2: host key, login. What comes after it is a Connection.
import type { Duplex } from 'node:stream'
import type { ConnectConfig } from 'ssh2'
import { Lost } from '../model/edge.ts'
import type { Address } from '../model/inventory.ts'
import { prepareLogin } from './auth.ts'
import { type Connection, connection } from './connection.ts'
import { within } from './deadline.ts'
import { noAnswer, place } from './dial.ts'
import { homePath } from './home.ts'
import type { Tools } from './options.ts'
import { explainSsh } from './ssh-error.ts'
import { fingerprint, Trust, typeOf } from './trust.ts'

/**
 * curve25519 and aes128-gcm first: the cheapest of the good ones. SHA-1 and CBC are not offered.
 */
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
  const end: { reason: Lost | undefined } = { reason: undefined }
  const config: ConnectConfig = {
    sock: socket as never,
    username: user,
    readyTimeout: 0,
    keepaliveInterval: (address.alive?.seconds ?? tools.limits.keepalive) * 1000,
    keepaliveCountMax: address.alive?.missed ?? tools.limits.missed,
    algorithms: { kex: [...KEX], cipher: [...CIPHERS], serverHostKey: trust.algorithms() as never },
    hostVerifier: (key: Buffer) => {
      end.reason = checkKey(key, trust, address, tools)
      return end.reason === undefined
    },
    authHandler: (left, partial, next) => next(login.next(left, partial) as never),
  }
  const ready = new Promise<void>((resolve, reject) => {
    const fail = (error: Error & { level?: string }): void => {
      // One key of an agent that cannot sign: the next is tried.
      if (error.level === 'agent') return
      end.reason ??= explainSsh(error, address, user, login)
      reject(end.reason)
    }
    client.once('ready', resolve)
    // Stays for good: an unheard 'error' would end the process.
    client.on('error', fail)
    // Who has no new password to give lets it be.
    client.once('change password', () => {
      login.expired = true
      fail(new Error('a new password is wanted'))
    })
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

/** Why a host's key is refused; undefined when it is not. A new one is written down. */
const checkKey = (key: Buffer, trust: Trust, address: Address, tools: Tools): Lost | undefined => {
  const verdict = trust.judge(key)
  if (verdict.type === 'refused')
    return new Lost(verdict.isNew ? 'new-host-key' : 'host-key', verdict.reason)
  if (verdict.type === 'known') return undefined
  try {
    trust.accept(key, verdict.file)
  } catch (error) {
    return new Lost(
      'host-key',
      `the host key of ${place(address)} cannot be written down: ${(error as Error).message}`,
    )
  }
  tools.onHostKey?.(address, { type: typeOf(key), print: fingerprint(key), file: verdict.file })
  return undefined
}
