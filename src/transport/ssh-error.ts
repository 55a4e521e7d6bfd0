// What went wrong with an SSH connection, in one sentence.
import { Lost } from '../model/edge.ts'
import type { Address } from '../model/inventory.ts'
import { place } from './dial.ts'

/** The host hung up before the handshake: sshd does so when too many are logging in at once. */
export class HungUp extends Lost {}

/**
 * ssh2's error as the reason why a host is lost; `tried` are the keys and passwords that were
 * offered.
 */
export const explainSsh = (
  error: Error & { level?: string },
  address: Address,
  user: string,
  tried: readonly string[],
): Lost => {
  const where = place(address)
  const refused =
    error.level === 'client-authentication' || /authentication failures/i.test(error.message)
  if (refused) {
    const what =
      tried.length > 0 ? tried.join(', ') : 'nothing, as there is no key, agent or password'
    return new Lost(
      'auth',
      `${where} refused every key and password offered for user ${user} (tried: ${what})`,
    )
  }
  switch (error.level) {
    case 'client-timeout':
      return new Lost('timeout', `${where} gave no sign of life any more`)
    case 'handshake':
      return new Lost(
        'unreachable',
        `${where} and mokplay have no cipher or key type in common: ${error.message}`,
      )
    case 'protocol':
      return error.message === 'Connection lost before handshake'
        ? new HungUp(
            'unreachable',
            `${where} hung up before the handshake: it is no SSH server, or too many log in at once (MaxStartups)`,
          )
        : new Lost('unreachable', `${where} did not answer as an SSH server does: ${error.message}`)
    default:
      return new Lost('lost', `the connection to ${where} was lost`)
  }
}
