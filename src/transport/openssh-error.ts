// What OpenSSH had to say when it gave up, in one sentence of ours. Reads texts, asks nobody.
import { Lost } from '../model/edge.ts'
import type { Address } from '../model/inventory.ts'
import { notThere } from './child.ts'
import { explain, noAnswer, place } from './dial.ts'
import { knownName } from './known-hosts.ts'
import { subjectOf } from './questions.ts'
import { expiredPassword, HungUp } from './ssh-error.ts'

type Sign = readonly [RegExp, (address: Address, match: RegExpExecArray) => Lost]

const user = (address: Address): string => address.user ?? 'who runs mokplay'

/** The first that is found counts. */
const SIGNS: readonly Sign[] = [
  [/exec: (\S+): .*(?:not found|no such file)/i, (_, [, name = 'ssh']) => notThere(name)],
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED[^]*?(SHA256:[\w+/=]+)[^]*?Offending \S+ key in (\S+):(\d+)/,
    (address, [, print = '', file = '', line = '']) =>
      new Lost(
        'host-key',
        `the host key of ${place(address)} (${print}) is not the one expected: ${file} line ${line} has another. Somebody may be in between; if the host was rebuilt, run ssh-keygen -R '${knownName(address.host, address.port)}' -f ${file}`,
      ),
  ],
  [
    /REVOKED HOST KEY/,
    address =>
      new Lost(
        'host-key',
        `the host key of ${place(address)} is revoked: find out why before going on`,
      ),
  ],
  [
    /No \S+ host key is known for|Host key verification failed/,
    address => {
      const [file = '~/.ssh/known_hosts'] = address.knownHosts
      return new Lost(
        'new-host-key',
        `the host key of ${place(address)} is not known to ${address.knownHosts.join(' or ') || 'any file'}: compare it with the host's own, then run ssh-keyscan -p ${address.port} ${address.host} >> ${file}`,
      )
    },
  ],
  [
    /Too many authentication failures/i,
    address =>
      new Lost(
        'auth',
        `${place(address)} ended the login of user ${user(address)} after too many keys: name the right one with --private-key or ansible_ssh_private_key_file`,
      ),
  ],
  [
    /Permission denied \(([^)]*)\)/,
    (address, [, methods = '']) =>
      new Lost(
        'auth',
        `${place(address)} refused everything that ssh offered for user ${user(address)} (it takes ${methods})`,
      ),
  ],
  [/Could not resolve hostname/i, address => explain(address, failure('ENOTFOUND'))],
  [/Connection refused/i, address => explain(address, failure('ECONNREFUSED'))],
  [
    /No route to host|Network is unreachable/i,
    address => explain(address, failure('EHOSTUNREACH')),
  ],
  [/timed out/i, address => noAnswer(address)],
  [
    /no matching (.*) found/,
    (address, [, what = 'cipher']) =>
      new Lost('unreachable', `${place(address)} and ssh have no ${what} in common`),
  ],
  [
    /(?:kex_exchange_identification|banner exchange|ssh_exchange_identification).*/,
    address =>
      new HungUp(
        'unreachable',
        `${place(address)} hung up before the handshake: it is no SSH server, or too many log in at once (MaxStartups)`,
      ),
  ],
  [
    /(?:Bad configuration option|keyword \S+ extra arguments|command-line(?: line \d+)?:|: line \d+:).*/,
    (_, [words = '']) =>
      new Lost('unreachable', `ssh does not take its arguments or configuration: ${words.trim()}`),
  ],
]

const failure = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code })

/** Why there is no connection; `vain` are questions that nobody could answer. */
export const explainOpenssh = (said: string, vain: readonly string[], address: Address): Lost => {
  const [asked] = vain
  const [, stranger] = /authenticity of host '([^' ]+)/.exec(asked ?? '') ?? []
  if (stranger !== undefined)
    return new Lost(
      'new-host-key',
      `the host key of ${stranger}, on the way to ${place(address)}, is not known: log in there with ssh once, and compare it`,
    )
  const found = SIGNS.map(([sign, sentence]) => [sign.exec(said), sentence] as const).find(
    ([match]) => match,
  )
  const lost = found?.[0] ? found[1](address, found[0]) : undefined
  if (vain.some(question => subjectOf(question) === 'new password'))
    return new Lost('auth', expiredPassword(user(address), place(address)))
  if (asked !== undefined && (!lost || lost.kind === 'auth'))
    return new Lost(
      'auth',
      `${place(address)} asks user ${user(address)} for "${asked}", and mokplay has no answer, or the one it gave was wrong`,
    )
  if (lost) return lost
  const last = said.trim().split('\n').at(-1)?.trim().slice(0, 200)
  return new Lost(
    'unreachable',
    `ssh brought no connection to ${place(address)}${last ? `: ${last}` : ''}`,
  )
}
