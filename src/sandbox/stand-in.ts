// An ssh server for hosts without sshd: ssh2's, which starts each command inside the host. It knows commands and
// shells; no file transfer, no forwarding.
import { existsSync, readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { timingSafeEqual } from 'node:crypto'
import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2'
import { command } from '../base/shell.ts'
import { hostAccounts } from './files.ts'
import { OPS_PASSWORD } from './accounts.ts'
import { enter } from './enter.ts'
import { hostPlace, place } from './place.ts'

const { Server, utils } = ssh2

const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

const mayEnter = (context: AuthContext, publicKey: string): boolean => {
  if (context.method === 'password')
    return (
      context.username === 'ops' && same(Buffer.from(context.password), Buffer.from(OPS_PASSWORD))
    )
  if (context.method !== 'publickey') return false
  const key = utils.parseKey(publicKey)
  if (key instanceof Error || Array.isArray(key)) return false
  if (!same(key.getPublicSSH(), context.key.data)) return false
  if (!context.signature || !context.blob) return true
  return key.verify(context.blob, context.signature, context.hashAlgo) === true
}

/** What becomes the user with a home as login does; the shell's `-c` takes the command. */
const START = 'cd "$HOME" 2>/dev/null; exec "$SHELL" "$@"'

type Wish = {
  readonly user: string
  readonly terminal: boolean
  readonly env: Readonly<Record<string, string>>
}

const commandLine = (line: string | undefined, { user, terminal, env }: Wish): string[] => {
  const become =
    user === 'root' ? [] : ['setpriv', '--reuid', user, '--regid', user, '--init-groups', '--']
  const home = user === 'root' ? '/root' : `/home/${user}`
  const shell = existsSync('/bin/bash') ? '/bin/bash' : '/bin/sh'
  const own = { ...env, HOME: home, USER: user, LOGNAME: user, SHELL: shell }
  const words = Object.entries(own).map(([name, value]) => `${name}=${value}`)
  const start = ['sh', '-c', START, 'sh', ...(line === undefined ? ['-l'] : ['-c', line])]
  const onTerminal = terminal && existsSync('/usr/bin/script')
  return [
    ...become,
    'env',
    ...words,
    ...(onTerminal
      ? ['script', '--quiet', '--return', '--command', command(start), '/dev/null']
      : start),
  ]
}

const run = (dir: string, host: string, channel: ServerChannel, argv: readonly string[]): void => {
  const child = enter(dir, host, argv, { stdio: 'pipe', cwd: '/' })
  child.on('error', () => channel.close())
  child.stdin?.on('error', () => {})
  channel.on('error', () => {})
  channel.pipe(child.stdin!)
  child.stdout?.pipe(channel, { end: false })
  child.stderr?.pipe(channel.stderr, { end: false })
  child.once('close', (code, signal) => {
    if (signal) channel.exit(signal.replace('SIG', ''))
    else channel.exit(code ?? 255)
    channel.end()
  })
}

const serve = (dir: string, host: string, client: Connection): void => {
  const publicKey = readFileSync(`${place(dir).key}.pub`, 'utf8')
  const users = ['root', ...hostAccounts().users.map(user => user.name)]
  let user = ''
  client.on('error', () => {})
  client.on('authentication', context => {
    if (!users.includes(context.username) || !mayEnter(context, publicKey))
      return context.reject(['publickey', 'password'])
    user = context.username
    context.accept()
  })
  client.on('session', accept => {
    const session = accept()
    const env: Record<string, string> = {}
    let terminal = false
    session.on('pty', ok => {
      terminal = true
      ok?.()
    })
    session.on('env', (ok, _reject, { key, val }) => {
      if (/^(LANG|LC_\w+)$/.test(key)) env[key] = val
      ok?.()
    })
    session.on('exec', (ok, _reject, info) =>
      run(dir, host, ok(), commandLine(info.command, { user, terminal, env })),
    )
    session.on('shell', ok => run(dir, host, ok(), commandLine(undefined, { user, terminal, env })))
  })
}

/** Takes connections for a host. */
export const standIn = (dir: string, host: string): ((socket: Socket) => void) => {
  const hostKeys = [readFileSync(hostPlace(dir, host).hostKey, 'utf8')]
  const server = new Server({ hostKeys }, client => serve(dir, host, client))
  return socket => server.injectSocket(socket)
}
