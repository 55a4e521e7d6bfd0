// How a host is reached, from its connection variables and the command line. Opens nothing.
import { error, Mistake } from '../base/diagnostic.ts'
import { CONNECTION_VARIABLES as NAMES } from '../lang/connection-variables.ts'
import { isIpv6 } from '../lang/ranges.ts'
import type { Address } from '../model/inventory.ts'
import { flagSetting, numberSetting, oneWord, textSetting, type Get } from './settings.ts'
import { inHome, sshOptions, type Hop, type SshOptions } from './ssh-arguments.ts'

/** What holds for hosts that say nothing themselves. */
export type AddressDefaults = {
  readonly user?: string | undefined
  readonly keyFile?: string | undefined
  readonly connection?: string | undefined
  /** Seconds. */
  readonly timeout?: number | undefined
  readonly port?: number | undefined
  readonly sshCommonArgs?: string | undefined
  readonly password?: string | undefined
  readonly checkHostKey?: Address['checkHostKey'] | undefined
  /** The user's home folder, for ~ in paths. */
  readonly home: string
}

const SECONDS = 10
const PORT = 22
const BY_SSH = ['ssh', 'smart', 'paramiko', 'paramiko_ssh']

/**
 * The address of a host. Variables win over defaults. Throws Mistake for what is wrong or not done yet, and
 * UnknownRead when a variable is only known in the run.
 */
export const addressOf = (name: string, get: Get, defaults: AddressDefaults): Address => {
  const connection = textSetting(get, NAMES.connection) ?? defaults.connection ?? 'ssh'
  const via = viaOf(name, connection.replace(/^ansible\.(?:builtin|legacy)\./, ''))
  const host = hostOf(name, get)
  // What OpenSSH is given first counts: Ansible puts these before the other variables, the rest after them.
  const before = argumentsOf(get, defaults, [NAMES.sshArgs])
  const after = argumentsOf(get, defaults, [NAMES.sshCommonArgs, NAMES.sshExtraArgs])
  const user = before.user ?? textSetting(get, NAMES.user) ?? defaults.user ?? after.user
  const keyFile = textSetting(get, NAMES.keyFile) ?? defaults.keyFile
  const password = textSetting(get, NAMES.password) ?? defaults.password
  const keyPassphrase = textSetting(get, NAMES.keyPassphrase)
  const address: Address = {
    via,
    host,
    port: before.port ?? numberSetting(get, NAMES.port, { from: 1, to: 65535 }) ?? after.port ?? defaults.port ?? PORT,
    ...(user !== undefined && { user: oneWord(`the user of "${name}",`, user) }),
    ...(password !== undefined && { password }),
    ...(keyPassphrase !== undefined && { keyPassphrase }),
    keyFiles: [
      ...before.keyFiles,
      ...(keyFile === undefined ? [] : [inHome(keyFile, defaults.home)]),
      ...after.keyFiles,
    ],
    checkHostKey: hostKeyCheck(get, before, after, defaults),
    knownHosts: before.knownHosts.length > 0 ? before.knownHosts : after.knownHosts,
    timeout:
      before.timeout ??
      numberSetting(get, NAMES.timeout, { from: 1, to: 86400 }) ??
      after.timeout ??
      defaults.timeout ??
      SECONDS,
  }
  const jump = jumpOf(before.jump ?? after.jump ?? [], address, defaults.home)
  return jump ? { ...address, jump } : address
}

const viaOf = (name: string, connection: string): Address['via'] => {
  if (connection === 'local') return 'local'
  if (BY_SSH.includes(connection)) return 'ssh'
  throw new Mistake(
    error('connection/kind', `mokplay does not do the connection "${connection}" of "${name}" yet`, {
      hint: 'it does ssh and local',
    }),
  )
}

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
  return oneWord('the address', host, isZoned ? /[\s\p{Cc}]/u : /[\s\p{Cc}%]/u)
}

/** "Yes, check" is only the default's opposite; ssh arguments may still loosen it. */
const hostKeyCheck = (
  get: Get,
  before: SshOptions,
  after: SshOptions,
  defaults: AddressDefaults,
): Address['checkHostKey'] => {
  const check = flagSetting(get, NAMES.checkHostKey)
  if (before.checkHostKey) return before.checkHostKey
  if (check === false) return 'off'
  return after.checkHostKey ?? (check === true ? 'strict' : (defaults.checkHostKey ?? 'strict'))
}

/** The ssh arguments of some variables, in order; the command line's stand in for common ones that are not set. */
const argumentsOf = (
  get: Get,
  defaults: AddressDefaults,
  variables: readonly (readonly [string])[],
): SshOptions => {
  const parts = variables.map(names => {
    const common = names === NAMES.sshCommonArgs ? defaults.sshCommonArgs : undefined
    return sshOptions(names[0], textSetting(get, names) ?? common ?? '', defaults.home)
  })
  const [first, second] = parts
  if (!first || !second) return first ?? { keyFiles: [], knownHosts: [] }
  return {
    ...second,
    ...first,
    keyFiles: [...first.keyFiles, ...second.keyFiles],
    knownHosts: first.knownHosts.length > 0 ? first.knownHosts : second.knownHosts,
  }
}

/** The way over jump hosts: the last one stands next to the target. They get its keys, but never its password. */
const jumpOf = (hops: readonly Hop[], target: Address, home: string): Address | undefined => {
  let way: Address | undefined
  for (const { host, options } of hops) {
    const known = [...options.knownHosts, ...target.knownHosts]
    way = {
      via: 'ssh',
      host,
      port: options.port ?? PORT,
      ...(options.user !== undefined && { user: options.user }),
      keyFiles: options.keyFiles.length > 0 ? options.keyFiles : target.keyFiles,
      checkHostKey: options.checkHostKey ?? target.checkHostKey,
      knownHosts: known.length > 0 ? [...known, `${home}/.ssh/known_hosts`] : [],
      timeout: options.timeout ?? target.timeout,
      ...(way && { jump: way }),
    }
  }
  return way
}
