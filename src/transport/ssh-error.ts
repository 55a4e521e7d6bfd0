// What went wrong with an SSH connection, in one sentence.
import { Lost } from '../model/edge.ts'
import type { Address } from '../model/inventory.ts'
import type { Login } from './auth.ts'
import { place } from './dial.ts'

/** The host hung up before the handshake: sshd does so when too many are logging in at once. */
export class HungUp extends Lost {}

/** ssh2's error as the reason why a host is lost. */
export const explainSsh = (
  error: Error & { level?: string },
  address: Address,
  user: string,
  login: Login,
): Lost => {
  const where = place(address)
  const tooMany = /authentication failures/i.test(error.message)
  if (tooMany || login.expired || error.level === 'client-authentication')
    return new Lost('auth', refused(where, user, login, tooMany))
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
        ? hungUp(where)
        : new Lost('unreachable', `${where} did not answer as an SSH server does: ${error.message}`)
    default:
      // What it has not read yet makes a reset of its hanging up.
      return login.begun ? new Lost('lost', `the connection to ${where} was lost`) : hungUp(where)
  }
}

const hungUp = (where: string): HungUp =>
  new HungUp(
    'unreachable',
    `${where} hung up before the handshake: it is no SSH server, or too many log in at once (MaxStartups)`,
  )

const refused = (
  where: string,
  user: string,
  { tried, questions, expired }: Login,
  tooMany: boolean,
): string => {
  if (expired || questions?.expired) return expiredPassword(user, where)
  if (questions?.asked !== undefined)
    return `${where} asks user ${user} for "${questions.asked}", which is for a person to answer: let the user in by a key, or keep a connection of ssh open (ControlMaster)`
  const what =
    tried.length > 0 ? tried.join(', ') : 'nothing, as there is no key, agent or password'
  if (tooMany)
    return `${where} takes no more keys and passwords of user ${user} (tried: ${what}): name the right key with --private-key or ansible_ssh_private_key_file`
  return `${where} refused every key and password offered for user ${user} (tried: ${what})`
}

/** The sentence for a password that its owner has to change first. */
export const expiredPassword = (user: string, where: string): string =>
  `the password of ${user} on ${where} has expired: log in with ssh once, and give a new one`
