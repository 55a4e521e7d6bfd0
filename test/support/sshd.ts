// A real OpenSSH server on loopback, with a configuration, host key and key for logging in of its
// own.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Address } from '../../src/model/inventory.ts'

const SSHD = '/usr/sbin/sshd'

/** Why there can be no sshd here, or false. */
export const noSshd: string | false =
  process.getuid?.() !== 0 ? 'sshd needs root' : existsSync(SSHD) ? false : 'sshd is not installed'

export type Sshd = {
  readonly port: number
  readonly pid: number
  readonly folder: string
  /** The line for known_hosts. */
  readonly hostKey: string
  /** How to get there, with the key that may log in and the host key known. */
  readonly address: Address
  /** What it has written so far. */
  log(): string
  stop(): Promise<void>
}

/** Where it listens, and the words of a command that runs it somewhere else than here. */
export type SshdPlace = { readonly host: string; readonly inside: readonly string[] }

const HERE: SshdPlace = { host: '127.0.0.1', inside: [] }

/** Starts one; `config` are further lines for sshd_config, and win. Every user may log in with the key. */
export const startSshd = async (
  config: readonly string[] = [],
  { host, inside }: SshdPlace = HERE,
): Promise<Sshd> => {
  const folder = mkdtempSync(join(tmpdir(), 'mokt-sshd-'))
  chmodSync(folder, 0o755)
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  for (const name of ['host', 'login']) {
    execFileSync('ssh-keygen', [
      '-q',
      '-t',
      'ed25519',
      '-N',
      '',
      '-C',
      'mokt',
      '-f',
      join(folder, name),
    ])
  }
  writeFileSync(join(folder, 'authorized'), readFileSync(join(folder, 'login.pub')))
  const port = await freePort()
  const lines = [
    `Port ${port}`,
    `ListenAddress ${host}`,
    `HostKey ${join(folder, 'host')}`,
    `AuthorizedKeysFile ${join(folder, 'authorized')}`,
    `PidFile ${join(folder, 'pid')}`,
    // The first of two lines counts.
    ...config,
    'StrictModes no',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'UsePAM no',
  ]
  writeFileSync(join(folder, 'config'), `${lines.join('\n')}\n`)
  const [program = '', ...words] = [...inside, SSHD, '-D', '-e', '-f', join(folder, 'config')]
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  child.stderr.on('data', chunk => (log += chunk))
  await answers({ host, port }, () => (child.exitCode === null ? undefined : log))
  const [type, key] = readFileSync(join(folder, 'host.pub'), 'utf8').split(' ')
  const hostKey = `[${host}]:${port} ${type} ${key}`
  writeFileSync(join(folder, 'known_hosts'), `${hostKey}\n`)
  const address: Address = {
    via: 'ssh',
    host,
    port,
    user: userInfo().username,
    keyFiles: [join(folder, 'login')],
    checkHostKey: 'strict',
    knownHosts: [join(folder, 'known_hosts')],
    timeout: 10,
  }
  const stop = async (): Promise<void> => {
    const ended = child.exitCode === null && child.signalCode === null && once(child, 'exit')
    child.kill('SIGCONT')
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true })
  }
  return { port, pid: child.pid ?? 0, folder, hostKey, address, log: () => log, stop }
}

/** A port that nobody listens on. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const answers = async (
  at: { host: string; port: number },
  failed: () => string | undefined,
): Promise<void> => {
  for (;;) {
    const reason = failed()
    if (reason !== undefined) throw new Error(`sshd did not start: ${reason}`)
    const socket = connect(at)
    const up = await new Promise<boolean>(resolve => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.destroy()
    if (up) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
