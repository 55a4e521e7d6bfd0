// An SSH server inside the test, by ssh2: every command becomes a child of ours. No root, no sshd
// needed.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import ssh2, {
  type AuthContext,
  type Connection,
  type KeyboardAuthContext,
  type Server,
  type ServerChannel,
} from 'ssh2'
import type { Address } from '../../src/model/inventory.ts'

export type SshServerOptions = {
  /** The login shell; it is given `-c` and the command line. */
  readonly shell?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** What a profile prints before anything else. */
  readonly noise?: string
  readonly banner?: string
  /** Takes a login or not; the right key only, unless set. */
  readonly login?: (attempt: AuthContext) => boolean
  /** What it says that it takes. */
  readonly methods?: readonly ('publickey' | 'password' | 'keyboard-interactive')[]
  /** Rounds of questions to who comes by keyboard-interactive, and what was answered. A wrong answer is an empty one. */
  readonly ask?: {
    readonly questions: readonly (readonly string[])[]
    readonly answers: (readonly string[])[]
  }
  /** Private host key; one of its own unless given. */
  readonly hostKey?: string
  readonly hostKeyType?: 'ed25519' | 'ecdsa' | 'rsa'
  /** Channels granted per connection. */
  readonly channels?: number
}

export type SshServer = {
  readonly address: Address
  readonly folder: string
  readonly hostKey: string
  /** Key type and base64, as known_hosts has them. */
  readonly publicKey: string
  /** Methods of all attempts to log in, in turn. */
  readonly attempts: readonly string[]
  /** Connections that were made. */
  readonly connections: () => number
  /** Breaks every connection at once. */
  cut(): void
  stop(): Promise<void>
}

export const startSshServer = async (options: SshServerOptions = {}): Promise<SshServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'mokt-server-'))
  const pair = makeKeys(options.hostKeyType ?? 'ed25519')
  const hostKey = options.hostKey ?? pair.private
  const publicKey = blobOf(hostKey)
  const login = makeKeys('ed25519')
  writeFileSync(join(folder, 'login'), login.private)
  chmodSync(join(folder, 'login'), 0o600)
  const attempts: string[] = []
  const sockets = new Set<Connection>()
  let count = 0
  const allowed =
    options.login ?? (attempt => attempt.method === 'publickey' && sameKey(attempt, login.public))
  const server: Server = new ssh2.Server(
    { hostKeys: [hostKey], ...(options.banner === undefined ? {} : { banner: options.banner }) },
    client => {
      count += 1
      sockets.add(client)
      socketOf(client).setNoDelay(true)
      client.on('error', () => {})
      client.on('close', () => sockets.delete(client))
      client.on('authentication', attempt => {
        attempts.push(attempt.method)
        const methods = [...(options.methods ?? METHODS)]
        if (!allowed(attempt)) attempt.reject(methods)
        else if (attempt.method === 'keyboard-interactive' && options.ask)
          askAll(attempt, options.ask, () => attempt.reject(methods))
        else attempt.accept()
      })
      client.on('ready', () => serve(client, options))
    },
  )
  server.listen(0, '127.0.0.1')
  await once(server as never, 'listening')
  const { port } = server.address() as AddressInfo
  writeFileSync(join(folder, 'known_hosts'), `[127.0.0.1]:${port} ${publicKey}\n`)
  const address: Address = {
    via: 'ssh',
    host: '127.0.0.1',
    port,
    user: 'deploy',
    keyFiles: [join(folder, 'login')],
    checkHostKey: 'strict',
    knownHosts: [join(folder, 'known_hosts')],
    timeout: 10,
  }
  const cut = (): void => {
    for (const client of sockets) socketOf(client).destroy()
  }
  const stop = async (): Promise<void> => {
    cut()
    server.close()
    await once(server as never, 'close')
    rmSync(folder, { recursive: true })
  }
  return { address, folder, hostKey, publicKey, attempts, connections: () => count, cut, stop }
}

const METHODS = ['publickey', 'password', 'keyboard-interactive'] as const

/** One round after another. Who answers a question for a code or a password with nothing is refused at the end. */
const askAll = (
  attempt: KeyboardAuthContext,
  { questions, answers }: NonNullable<SshServerOptions['ask']>,
  refuse: () => void,
  round = 0,
): void => {
  const prompts = questions[round]
  if (!prompts) {
    const given = questions.flatMap((asked, at) =>
      asked.map((text, index) => [text, answers[at]?.[index]]),
    )
    const isWrong = given.some(([text = '', answer]) => /password|code/i.test(text) && !answer)
    return isWrong ? refuse() : attempt.accept()
  }
  attempt.prompt(
    prompts.map(prompt => ({ prompt, echo: false })),
    given => {
      answers.push(given)
      askAll(attempt, { questions, answers }, refuse, round + 1)
    },
  )
}

/** ssh2 has no public way to it. */
const socketOf = (client: Connection): Socket => (client as Connection & { _sock: Socket })._sock

const serve = (client: Connection, options: SshServerOptions): void => {
  let open = 0
  client.on('session', (accept, reject) => {
    if (open >= (options.channels ?? 10)) return reject()
    open += 1
    const session = accept()
    session.on('close', () => (open -= 1))
    session.on('exec', (acceptExec, _, info) => run(acceptExec(), info.command, client, options))
  })
  client.on('tcpip', (accept, reject, info) => {
    const socket = connect(info.destPort, info.destIP)
    socket.once('error', () => reject())
    socket.once('connect', () => {
      const stream = accept()
      stream.on('error', () => {})
      socket.on('error', () => stream.close())
      socket.pipe(stream).pipe(socket)
    })
  })
}

const run = (
  channel: ServerChannel,
  line: string,
  client: Connection,
  options: SshServerOptions,
): void => {
  const [shell = '/bin/sh', ...flags] = options.shell ?? []
  const child: ChildProcess = spawn(shell, [...flags, '-c', line], {
    detached: true,
    env: { ...process.env, ...options.env },
    stdio: 'pipe',
  })
  const { stdin, stdout, stderr } = child
  for (const stream of [stdin, stdout, stderr, channel, channel.stderr])
    stream?.on('error', () => {})
  if (options.noise !== undefined) channel.write(options.noise)
  // Without waiting for the child to read: a closed channel would be noticed only after all data
  // was taken.
  channel.on('data', (chunk: Buffer) => stdin!.write(chunk))
  channel.once('end', () => stdin!.end())
  stdout!.pipe(channel, { end: false })
  void pumpErrors(stderr!, channel)
  child.once('exit', code => channel.exit(code ?? 255))
  child.once('close', () => channel.end())
  const drop = (): void => {
    for (const stream of [stdin, stdout, stderr]) stream?.destroy()
  }
  channel.once('close', drop)
  client.once('close', drop)
}

/**
 * ssh2's server forgets what waits on stderr for room when stdout waits too: so only one may wait.
 */
const pumpErrors = async (
  from: Readable,
  channel: ServerChannel & { _waitWindow?: boolean },
): Promise<void> => {
  try {
    for await (const chunk of from) {
      while (channel._waitWindow && channel.writable)
        await new Promise(resolve => setTimeout(resolve, 2))
      channel.stderr.write(chunk)
    }
  } catch {
    // Destroyed with the channel.
  }
}

const makeKeys = (type: 'ed25519' | 'ecdsa' | 'rsa'): { private: string; public: string } => {
  const bits = { ed25519: undefined, ecdsa: 256, rsa: 2048 }[type]
  const { utils } = ssh2
  for (;;) {
    const pair = utils.generateKeyPairSync(
      type as 'rsa',
      bits === undefined ? (undefined as never) : { bits },
    )
    // Now and then ssh2 makes an ed25519 key that it cannot read.
    if (!(utils.parseKey(pair.private) instanceof Error)) return pair
  }
}

const blobOf = (privateKey: string): string => {
  const key = ssh2.utils.parseKey(privateKey)
  if (key instanceof Error) throw key
  return `${key.type} ${key.getPublicSSH().toString('base64')}`
}

const sameKey = (attempt: AuthContext, publicKey: string): boolean => {
  if (attempt.method !== 'publickey') return false
  const key = ssh2.utils.parseKey(publicKey)
  if (key instanceof Error || !key.getPublicSSH().equals(attempt.key.data)) return false
  if (!attempt.signature || !attempt.blob) return true
  return key.verify(attempt.blob, attempt.signature, attempt.hashAlgo) === true
}
