// The words that OpenSSH is called with: our rules first, since of what is said twice it takes the first. Calls nothing.
import type { Address } from '../model/inventory.ts'
import type { Tools } from './options.ts'

const CHECK = { strict: 'yes', 'accept-new': 'accept-new', off: 'no' } as const

/** What the program says as soon as others may use its connection. */
export const READY = 'mokplay is in'

export const programOf = (address: Address): readonly string[] => address.program ?? ['ssh']

/** Logs in, and takes others' sessions at the socket. */
export const masterWords = (
  address: Address,
  socket: string,
  asks: boolean,
  { limits }: Tools,
): readonly string[] => [
  ...programOf(address),
  '-N',
  '-T',
  ...options({
    ControlMaster: 'yes',
    ControlPath: quoted(socket),
    ControlPersist: 'no',
    PermitLocalCommand: 'yes',
    LocalCommand: `echo ${READY}`,
    RemoteCommand: 'none',
    LogLevel: 'ERROR',
    BatchMode: asks ? 'no' : 'yes',
    NumberOfPasswordPrompts: '1',
    StrictHostKeyChecking: CHECK[address.checkHostKey],
    UserKnownHostsFile: address.knownHosts.map(quoted).join(' ') || 'none',
    UpdateHostKeys: 'no',
    ConnectTimeout: String(address.timeout),
    ServerAliveInterval: String(address.alive?.seconds ?? limits.keepalive),
    ServerAliveCountMax: String(address.alive?.missed ?? limits.missed),
  }),
  ...(address.openssh?.words ?? wordsOf(address)),
]

/** One of the others. It never connects by itself, whatever becomes of the socket. */
export const sessionWords = (address: Address, socket: string): readonly string[] => [
  ...programOf(address),
  '-F',
  '/dev/null',
  '-T',
  ...options({
    ControlMaster: 'no',
    ControlPath: quoted(socket),
    ProxyCommand: 'false',
    BatchMode: 'yes',
    LogLevel: 'ERROR',
  }),
]

/** For an address that came without: what it says itself. */
const wordsOf = ({ user, port, keyFiles, host }: Address): readonly string[] => [
  ...options({ User: user, Port: String(port) }),
  ...keyFiles.flatMap(file => options({ IdentityFile: quoted(file) })),
  host,
]

const options = (table: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.entries(table).flatMap(([name, value]) =>
    value === undefined ? [] : ['-o', `${name}=${value}`],
  )

/** A path in an option: blanks would part it, and a % stand for something. */
const quoted = (path: string): string => `"${path.replaceAll('%', '%%')}"`
