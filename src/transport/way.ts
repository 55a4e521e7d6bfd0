// A program on a host, over whatever leads there. The only place that knows all ways.
import { userInfo } from 'node:os'
import { Lost } from '../model/edge.ts'
import type { Address } from '../model/inventory.ts'
import type { Channel } from './channel.ts'
import { openInside } from './container.ts'
import { place } from './dial.ts'
import type { Started } from './enter.ts'
import { openLocal } from './local.ts'
import type { Tools } from './options.ts'
import { Pool } from './pool.ts'
import { Resolver } from './resolve.ts'
import { expiredPassword } from './ssh-error.ts'
import { Tail } from './tail.ts'

export class Ways {
  readonly #tools: Tools
  readonly #pool: Pool
  readonly #resolver: Resolver

  constructor(tools: Tools) {
    this.#tools = tools
    this.#pool = new Pool(tools)
    this.#resolver = new Resolver(tools)
  }

  /** Runs a command line. */
  async open(address: Address, line: string): Promise<Started> {
    switch (address.via) {
      case 'ssh':
      case 'openssh': {
        const there = await this.#resolver.resolve(address)
        const { channel, connection } = await this.#pool.exec(there, line)
        const expired = unlessIn(channel, said => mustChange(said, there, connection.user))
        return { channel, login: connection.user, lost: () => connection.lost() ?? expired() }
      }
      case 'local': {
        this.#tools.count?.(address, 'open')
        const channel = await openLocal(line)
        return { channel, login: userInfo().username, lost: () => undefined }
      }
      default: {
        this.#tools.count?.(address, 'open')
        const { channel, refused } = await openInside(address, line)
        return { channel, login: address.user ?? 'root', lost: unlessIn(channel, refused) }
      }
    }
  }

  /** Ends the connections to a host. */
  async drop(address: Address): Promise<void> {
    await this.#pool.drop(await this.#resolver.resolve(address))
  }

  close(): Promise<void> {
    return this.#pool.close()
  }
}

/** sshd lets in who has to give a new password first, to nothing but that. */
const mustChange = (said: string, address: Address, user: string): Lost | undefined =>
  /password change required/i.test(said)
    ? new Lost('auth', expiredPassword(user, place(address)))
    : undefined

/** What a program said before the first word from inside. Later its errors are those of scripts. */
const unlessIn = (
  channel: Channel,
  refused: (said: string) => Lost | undefined,
): (() => Lost | undefined) => {
  const said = new Tail(2048)
  let isIn = false
  const listen = (chunk: Uint8Array): void => said.push(chunk)
  channel.err.on('data', listen)
  channel.out.once('data', () => {
    isIn = true
    channel.err.off('data', listen)
  })
  return () => (isIn ? undefined : refused(said.text))
}
