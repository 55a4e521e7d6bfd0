// An address, and what OpenSSH's configuration adds to it → the address that is gone to, with its jump hosts. Connects to
// nothing.
import { hostname, userInfo } from 'node:os'
import { basename, join } from 'node:path'
import { tunnelOf } from '../base/ssh-tunnel.ts'
import { Lost } from '../model/edge.ts'
import type { Address, Login } from '../model/inventory.ts'
import { homePath } from './home.ts'
import { type Dump, SshConfig, valueIn } from './openssh-config.ts'
import { wantsOpenssh } from './openssh-need.ts'
import type { Tools } from './options.ts'

const MOST_JUMPS = 8

const CHECK: Readonly<Record<string, Address['checkHostKey']>> = {
  true: 'strict',
  yes: 'strict',
  'accept-new': 'accept-new',
  off: 'off',
  no: 'off',
  false: 'off',
}

/** What one is named when nobody names any. */
const USUAL_KEY = /^~\/\.ssh\/id_(?:rsa|dsa|ecdsa|ed25519|xmss)(?:_sk)?$/

/** Resolves addresses, each once. */
export class Resolver {
  readonly #tools: Tools
  readonly #config = new SshConfig()
  readonly #known = new Map<string, Promise<Address>>()

  constructor(tools: Tools) {
    this.#tools = tools
  }

  /** Where an address leads in the end. */
  resolve(address: Address): Promise<Address> {
    if (address.via !== 'ssh' && address.via !== 'openssh') return Promise.resolve(address)
    const key = JSON.stringify(address)
    const known = this.#known.get(key) ?? this.#resolve(address, MOST_JUMPS)
    this.#known.set(key, known)
    // What was wrong may have been mended when it is asked again.
    known.catch(() => this.#known.delete(key))
    return known
  }

  async #resolve(
    address: Address,
    left: number,
    mend = (full: Address): Address => full,
  ): Promise<Address> {
    if (!address.openssh?.ask) return this.#choose(address)
    const dump = await this.#config.ask(address.program ?? ['ssh'], address.openssh.words)
    const jump = await this.#jump(dump, address, left)
    return this.#choose(mend(fill(address, dump, jump, this.#tools.home)), dump)
  }

  async #choose(address: Address, dump?: Dump): Promise<Address> {
    if (address.via === 'openssh') return address
    return (await wantsOpenssh(address, dump, this.#tools)) ?? address
  }

  /** The last of the hosts on the way. The others are options of it, as for OpenSSH. */
  async #jump(dump: Dump, target: Address, left: number): Promise<Address | undefined> {
    const words = this.#wordsOfJump(dump, target)
    if (!words) return undefined
    if (left === 0)
      throw new Lost('unreachable', `the jump host "${words.at(-1)}" is one jump too many`)
    const said = await this.#config.ask(target.program ?? ['ssh'], words)
    const host = valueIn(said, 'host') ?? valueIn(said, 'hostname') ?? ''
    const { password: _, keyPassphrase: __, jump: ___, proxy: ____, ...rest } = target
    const openssh = { ...target.openssh, words, ask: true } as const
    const way: Address = { ...rest, via: 'ssh', openssh }
    return this.#resolve(way, left - 1, full =>
      withLogin({ ...full, ...keysOf(full, target) }, this.#tools.login?.(host) ?? {}),
    )
  }

  /** How OpenSSH would be called for the jump host. */
  #wordsOfJump(dump: Dump, target: Address): readonly string[] | undefined {
    const file = target.openssh?.file
    const before = file === undefined ? [] : ['-F', file]
    const command = valueIn(dump, 'proxycommand')
    const tunnel = command === undefined ? undefined : tunnelOf(command)
    if (tunnel) return [...before, ...tunnel]
    const hops = valueIn(dump, 'proxyjump')?.split(',') ?? []
    const last = hops.pop()
    if (last === undefined || isItself(last, dump)) return undefined
    const url = last.startsWith('ssh://') ? last : `ssh://${last}`
    return [...before, ...(hops.length > 0 ? ['-J', hops.join(',')] : []), url]
  }
}

/** `Host *` sends all hosts over a jump host, and does not mean the jump host itself. */
const isItself = (hop: string, dump: Dump): boolean => {
  const [, host, port] = /^(?:ssh:\/\/)?(?:[^@]*@)?(.*?)(?::(\d+))?$/.exec(hop) ?? []
  return host === valueIn(dump, 'host') && (port ?? valueIn(dump, 'port')) === valueIn(dump, 'port')
}

/** A jump host that names no keys gets the target's. */
const keysOf = (jump: Address, target: Address): Pick<Address, 'keyFiles'> => ({
  keyFiles: (jump.keyFiles.length > 0 ? jump : target).keyFiles,
})

/** What the inventory says of a jump host counts where OpenSSH was told nothing. */
const withLogin = (jump: Address, { user, port, ...login }: Login): Address => ({
  ...jump,
  ...login,
  ...(user !== undefined && jump.user === userInfo().username && { user }),
  ...(port !== undefined && jump.port === 22 && { port }),
})

const fill = (address: Address, dump: Dump, jump: Address | undefined, home: string): Address => {
  const value = (name: string): string | undefined => valueIn(dump, name)
  const host = value('hostname') ?? address.host
  const user = value('user')
  const port = Number(value('port') ?? address.port)
  const seconds = Number(value('connecttimeout'))
  const tokens: Readonly<Record<string, string>> = {
    '%': '%',
    d: home,
    h: host,
    i: String(userInfo().uid),
    l: hostname(),
    n: value('host') ?? host,
    p: String(port),
    r: user ?? '',
    u: userInfo().username,
  }
  const path = (text: string): string =>
    homePath(text, home).replaceAll(/%([%dhilnpru])/g, (_, letter: string) => tokens[letter] ?? '')
  const named = dump.get('identityfile') ?? []
  const command = value('proxycommand')
  const { jump: _, proxy: __, agent: ___, ...rest } = address
  return {
    ...rest,
    host,
    port,
    ...(user !== undefined && { user }),
    keyFiles: named.every(file => USUAL_KEY.test(file)) ? [] : named.map(path),
    ...(value('identitiesonly') === 'yes' && { onlyKeyFiles: true }),
    ...agentOf(dump.get('identityagent')?.[0], address, path),
    checkHostKey: CHECK[value('stricthostkeychecking') ?? ''] ?? address.checkHostKey,
    knownHosts: [
      ...ownFiles(value('userknownhostsfile'), home),
      ...wordsOf(value('globalknownhostsfile')),
    ].map(path),
    timeout: seconds > 0 ? seconds : address.timeout,
    ...aliveOf(Number(value('serveraliveinterval')), Number(value('serveralivecountmax'))),
    ...(jump && { jump }),
    ...(!jump && command !== undefined && { proxy: command }),
  }
}

/** Without an interval of one's own the count is but OpenSSH's default. */
const aliveOf = (seconds: number, missed: number): Pick<Address, 'alive'> =>
  seconds > 0 ? { alive: { seconds, ...(missed > 0 && { missed }) } } : {}

const wordsOf = (text = ''): readonly string[] => text.split(' ').filter(word => word !== '')

/** OpenSSH does not care for HOME, and we do. */
const ownFiles = (text: string | undefined, home: string): readonly string[] => {
  const theirs = join(userInfo().homedir, '.ssh/')
  const isUsual = text === `${theirs}known_hosts ${theirs}known_hosts2`
  return wordsOf(text).map(file => (isUsual ? join(home, '.ssh', basename(file)) : file))
}

const agentOf = (
  said: string | undefined,
  { agent: usual }: Address,
  path: (text: string) => string,
): Pick<Address, 'agent'> => {
  const variable = /^\$(?:\{(\w+)\}|(\w+))$/.exec(said ?? '')
  const named = variable ? process.env[variable[1] ?? variable[2] ?? ''] : path(said ?? '')
  const agent = said === undefined || said === 'SSH_AUTH_SOCK' ? usual : named
  if (agent === 'none') return {}
  return agent === undefined ? {} : { agent }
}
