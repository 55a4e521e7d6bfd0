// How a host is reached, from its connection variables, the command line and ~/.ssh/config. Opens nothing.
import { error, Mistake } from '../base/diagnostic.ts'
import { CONNECTION_VARIABLES as NAMES } from '../lang/connection-variables.ts'
import { isIpv6 } from '../lang/ranges.ts'
import type { Address, Login } from '../model/inventory.ts'
import { programOf } from './program.ts'
import { flagSetting, NO_HOST, NO_USER, numberSetting, oneWord, PORTS } from './settings.ts'
import { textSetting, TIMEOUTS, type Get } from './settings.ts'
import { inHome, mergeOptions, sshOptions, type Hop, type SshOptions } from './ssh-arguments.ts'
import { sshCall } from './ssh-call.ts'
import { configOptions, type SshConfig } from './ssh-config.ts'

/** What holds for hosts that say nothing themselves. */
export type AddressDefaults = {
  readonly user?: string | undefined
  readonly keyFile?: string | undefined
  readonly connection?: string | undefined
  /** Seconds. */
  readonly timeout?: number | undefined
  readonly port?: number | undefined
  readonly sshArgs?: string | undefined
  readonly sshCommonArgs?: string | undefined
  readonly sshExtraArgs?: string | undefined
  readonly password?: string | undefined
  readonly checkHostKey?: Address['checkHostKey'] | undefined
  /** The socket of the user's ssh agent. */
  readonly agent?: string | undefined
  /** ~/.ssh/config where there is no ssh program to ask: what it says counts least. */
  readonly sshConfig?: SshConfig | undefined
  readonly ssh?: SshProgram | undefined
  /** What the inventory says of a jump host. */
  readonly login?: ((host: string) => Login | undefined) | undefined
  /** The user's home folder, for ~ in paths. */
  readonly home: string
}

/** The ssh program of this machine. */
export type SshProgram = {
  /** Its configuration says something of hosts. */
  readonly isConfigured: boolean
  /** The user's configuration, where it is another than the program would look for. */
  readonly file?: string
}

const SECONDS = 10
const PORT = 22
const MOST_JUMPS = 8
const BY_SSH = ['ssh', 'smart', 'paramiko', 'paramiko_ssh']
const OTHERS = ['openssh', 'local', 'docker', 'podman', 'chroot'] as const
/** New keys go into the first. */
const KNOWN_HOSTS = ['~/.ssh/known_hosts', '~/.ssh/known_hosts2']
const GLOBAL_KNOWN_HOSTS = ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']

/**
 * The address of a host. Variables win over defaults. Throws Mistake for what is wrong or not done yet, and
 * UnknownRead when a variable is only known in the run.
 */
export const addressOf = (name: string, get: Get, defaults: AddressDefaults): Address => {
  const via = viaOf(name, textSetting(get, NAMES.connection) ?? defaults.connection ?? 'ssh')
  const written = hostOf(name, get)
  // What OpenSSH is given first counts: Ansible puts these before the other variables, the rest after them.
  const before = argumentsOf(get, defaults, NAMES.sshArgs, defaults.sshArgs)
  const common = argumentsOf(get, defaults, NAMES.sshCommonArgs, defaults.sshCommonArgs)
  const extra = argumentsOf(get, defaults, NAMES.sshExtraArgs, defaults.sshExtraArgs)
  const after = mergeOptions(common, extra)
  const config = configOptions(defaults.sshConfig, written, defaults.home)
  const said = mergeOptions(mergeOptions(before, after), config)
  const names = via === 'docker' ? NAMES.dockerUser : NAMES.user
  const user = before.user ?? textSetting(get, names) ?? defaults.user ?? said.user
  const keyFile = textSetting(get, NAMES.keyFile) ?? defaults.keyFile
  const password = textSetting(get, NAMES.password) ?? defaults.password
  const keyPassphrase = textSetting(get, NAMES.keyPassphrase)
  const port = before.port ?? numberSetting(get, NAMES.port, PORTS)
  const timeout = before.timeout ?? numberSetting(get, NAMES.timeout, TIMEOUTS)
  const bySsh = via === 'ssh' || via === 'openssh'
  const address: Address = {
    via: bySsh && said.foreign !== undefined ? 'openssh' : via,
    host: said.hostName ?? written,
    port: port ?? after.port ?? defaults.port ?? said.port ?? PORT,
    ...(user !== undefined && { user: oneWord(`the user of "${name}",`, user, NO_USER) }),
    ...(password !== undefined && { password }),
    ...(keyPassphrase !== undefined && { keyPassphrase }),
    ...agentOf(said, defaults),
    keyFiles: [
      ...(keyFile === undefined ? [] : [inHome(keyFile, defaults.home)]),
      ...said.keyFiles,
    ],
    ...(said.onlyKeyFiles && { onlyKeyFiles: true }),
    checkHostKey: hostKeyCheck(get, before, after, config, defaults),
    knownHosts: knownHostsOf(said, defaults.home),
    timeout: timeout ?? after.timeout ?? defaults.timeout ?? said.timeout ?? SECONDS,
    ...aliveOf(said),
    ...programOf(get, via),
  }
  if (!bySsh) return address
  if (said.file !== undefined && !defaults.ssh) throw noProgram(said.file)
  const jump = jumpOf(hopsTo(written, address.port, said), address, defaults)
  return {
    ...address,
    ...sshCall(get, defaults, written, said.file),
    ...(jump && { jump }),
    ...(said.proxy !== undefined && { proxy: said.proxy }),
  }
}

/** What the variables of a host say of logging in there, and no more. */
export const loginOf = (name: string, get: Get, home: string): Login => {
  const port = numberSetting(get, NAMES.port, PORTS)
  const user = textSetting(get, NAMES.user)
  const password = textSetting(get, NAMES.password)
  const keyFile = textSetting(get, NAMES.keyFile)
  const keyPassphrase = textSetting(get, NAMES.keyPassphrase)
  return {
    host: hostOf(name, get),
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user: oneWord(`the user of "${name}",`, user, NO_USER) }),
    ...(password !== undefined && { password }),
    ...(keyFile !== undefined && { keyFiles: [inHome(keyFile, home)] }),
    ...(keyPassphrase !== undefined && { keyPassphrase }),
  }
}

const COLLECTIONS =
  /^(?:ansible\.(?:builtin|legacy)|community\.(?:docker|general)|containers\.podman)\./

const viaOf = (name: string, written: string): Address['via'] => {
  const connection = written.replace(COLLECTIONS, '')
  if (BY_SSH.includes(connection)) return 'ssh'
  const via = OTHERS.find(other => other === connection)
  if (via) return via
  throw new Mistake(
    error(
      'connection/kind',
      `mokplay does not do the connection "${connection}" of "${name}" yet`,
      {
        hint: `it does ssh, ${OTHERS.join(', ')}`,
      },
    ),
  )
}

const noProgram = (file: string): Mistake =>
  new Mistake(
    error('connection/ssh-option', `-F ${file} is for the program ssh, and there is none here`, {
      hint: "install OpenSSH's client, or write into ~/.ssh/config",
    }),
  )

const hostOf = (name: string, get: Get): string => {
  const host = textSetting(get, NAMES.host) ?? name
  if (host.includes('@') && !host.startsWith('-'))
    throw new Mistake(
      error('connection/user-in-host', `the address "${host}" of "${name}" must be a host alone`, {
        hint: 'the user belongs into ansible_user',
      }),
    )
  // A zone (fe80::1%eth0) is the only use of % in an address; elsewhere ssh would expand it.
  const isZoned = isIpv6(host.replace(/%\w+$/, ''))
  return oneWord('the address', host, isZoned ? /[\s\p{Cc}]/u : NO_HOST)
}

const argumentsOf = (
  get: Get,
  { home }: AddressDefaults,
  names: readonly [string],
  otherwise = '',
): SshOptions => sshOptions(names[0], textSetting(get, names) ?? otherwise, home)

/** "Yes, check" is only the default's opposite; ssh arguments may still loosen it. */
const hostKeyCheck = (
  get: Get,
  before: SshOptions,
  after: SshOptions,
  config: SshOptions,
  defaults: AddressDefaults,
): Address['checkHostKey'] => {
  const check = flagSetting(get, NAMES.checkHostKey)
  if (before.checkHostKey) return before.checkHostKey
  if (check === false) return 'off'
  if (after.checkHostKey) return after.checkHostKey
  const otherwise = check === true ? undefined : defaults.checkHostKey
  return otherwise ?? config.checkHostKey ?? 'strict'
}

const agentOf = (said: SshOptions, defaults: AddressDefaults): { agent?: string } => {
  const agent = said.agent ?? defaults.agent
  return agent === undefined || agent === 'none' ? {} : { agent }
}

/** OpenSSH takes 0 for never, which is its default, and no wish: a host that is gone must be found out. */
const aliveOf = ({ aliveSeconds, aliveMissed }: SshOptions): Pick<Address, 'alive'> =>
  aliveSeconds || aliveMissed
    ? {
        alive: {
          ...(aliveSeconds && { seconds: aliveSeconds }),
          ...(aliveMissed && { missed: aliveMissed }),
        },
      }
    : {}

const knownHostsOf = (said: SshOptions, home: string): readonly string[] => [
  ...(said.knownHosts.length > 0 ? said.knownHosts : KNOWN_HOSTS.map(path => inHome(path, home))),
  ...(said.globalKnownHosts.length > 0 ? said.globalKnownHosts : GLOBAL_KNOWN_HOSTS),
]

/**
 * `Host *` sends all hosts over a jump host, and does not mean the jump host itself. At another port
 * the same address may be another host.
 */
const hopsTo = (host: string, port: number, { jump = [] }: SshOptions): readonly Hop[] =>
  jump.some(hop => hop.host === host && (hop.options.port ?? port) === port) ? [] : jump

/** The way over jump hosts: the last one stands next to the target. They get its keys, but no password but their own. */
const jumpOf = (
  hops: readonly Hop[],
  target: Address,
  defaults: AddressDefaults,
  left = MOST_JUMPS,
): Address | undefined => {
  let way: Address | undefined
  for (const { host, options } of hops) {
    const said = mergeOptions(options, configOptions(defaults.sshConfig, host, defaults.home))
    const login = defaults.login?.(host) ?? {}
    if (left === 0)
      throw new Mistake(error('connection/jumps', `the jump host "${host}" is one jump too many`))
    // Only the first is reached by what its own configuration says; the others stand behind the one before.
    const before = way ?? jumpOf(hopsTo(host, said.port ?? PORT, said), target, defaults, left - 1)
    const user = options.user ?? login.user ?? said.user
    way = {
      via: 'ssh',
      host: login.host ?? said.hostName ?? host,
      port: options.port ?? login.port ?? said.port ?? PORT,
      ...(user !== undefined && { user }),
      ...agentOf(said, defaults),
      ...(login.password !== undefined && { password: login.password }),
      ...(login.keyPassphrase !== undefined && { keyPassphrase: login.keyPassphrase }),
      keyFiles:
        [login.keyFiles ?? [], said.keyFiles, target.keyFiles].find(keys => keys.length > 0) ?? [],
      checkHostKey: said.checkHostKey ?? target.checkHostKey,
      knownHosts: [...new Set([...target.knownHosts, ...knownHostsOf(said, defaults.home)])],
      timeout: said.timeout ?? target.timeout,
      ...(before && { jump: before }),
    }
  }
  return way
}
