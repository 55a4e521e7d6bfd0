// A TCP connection to a host, or the sentence that says why there is none.
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { Cancelled, Lost } from '../model/edge.ts'
import type { Address } from '../model/inventory.ts'
import { within } from './deadline.ts'
import type { Tools } from './options.ts'
import { dialCommand } from './proxy.ts'

/** How errors and people name where we connect to. */
export const place = (address: Address): string => `${address.host} port ${address.port}`

/** A stream to the host, or to the command that leads there. */
export const dial = async (
  address: Address,
  tools: Pick<Tools, 'clock' | 'signal'>,
): Promise<Duplex> => {
  if (address.proxy !== undefined) return dialCommand(address, address.proxy, tools)
  // Nagle against delayed ACK costs 40 ms per request.
  const socket = connect({ host: address.host, port: address.port, noDelay: true, keepAlive: true })
  const connected = new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    // Stays for good: an unheard 'error' would end the process.
    socket.on('error', reject)
  })
  try {
    await within(tools, address.timeout, connected, () => noAnswer(address))
    return socket
  } catch (error) {
    socket.destroy()
    const told = error instanceof Lost || error instanceof Cancelled
    throw told ? error : explain(address, error as NodeJS.ErrnoException)
  }
}

export const noAnswer = (address: Address): Lost =>
  new Lost('timeout', `no answer from ${place(address)} within ${address.timeout} s`)

/** The sentence for an error of the network. */
export const explain = (
  address: Address,
  error: NodeJS.ErrnoException & { errors?: readonly NodeJS.ErrnoException[] },
): Lost => {
  const code = error.code ?? error.errors?.[0]?.code
  switch (code) {
    case 'ECONNREFUSED':
      return new Lost('unreachable', `connection refused by ${place(address)}`)
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Lost('unreachable', `the name ${address.host} does not resolve`)
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new Lost('unreachable', `no route to ${place(address)}`)
    case 'ETIMEDOUT':
      return noAnswer(address)
    default:
      return new Lost('unreachable', `no connection to ${place(address)}: ${code ?? error.message}`)
  }
}
