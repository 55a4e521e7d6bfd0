// Arguments for OpenSSH (ansible_ssh_common_args and its like), as far as they mean something to us. What would
// change nothing here is let pass; what only the program of that name can do is its business, so that no run reaches
// another host than the user thinks; what would take the connection out of our hands is refused.
import { error, Mistake } from '../base/diagnostic.ts'
import { shellWords } from '../base/shlex.ts'
import { tunnelOf } from '../base/ssh-tunnel.ts'
import type { Address } from '../model/inventory.ts'
import { NO_HOST, NO_USER, oneWord, PORTS, TIMEOUTS, wholeNumber } from './settings.ts'

/** One jump host, and what its own arguments say. */
export type Hop = { readonly host: string; readonly options: SshOptions }

export type SshOptions = {
  hostName?: string
  port?: number
  user?: string
  timeout?: number
  /** Seconds between signs of life; 0 is OpenSSH's word for its own default. */
  aliveSeconds?: number
  aliveMissed?: number
  checkHostKey?: Address['checkHostKey']
  /** The first is reached first; an empty list means none, whatever comes later. */
  jump?: readonly Hop[]
  /** A command that leads to the host; either this or `jump`. */
  proxy?: string
  onlyKeyFiles?: true
  /** The configuration file to read. */
  file?: string
  /** The first thing said that only OpenSSH itself can do. */
  foreign?: string
  /** The socket of an agent, or `none`. */
  agent?: string
  readonly keyFiles: string[]
  readonly knownHosts: string[]
  /** Those of the machine, beside the user's. */
  readonly globalKnownHosts: string[]
}

type Reading = {
  readonly options: SshOptions
  /** Named in errors: a variable, or a file. */
  readonly variable: string
  readonly home: string
  /** What is not known is let pass: a file speaks to OpenSSH, of more than we do. */
  readonly isLenient: boolean
}

/** Nothing said yet. */
export const noOptions = (): SshOptions => ({ keyFiles: [], knownHosts: [], globalKnownHosts: [] })

/** What either says; the first counts more. */
export const mergeOptions = (first: SshOptions, second: SshOptions): SshOptions => ({
  ...second,
  ...first,
  ...((first.jump ?? first.proxy) !== undefined && wayOf(first)),
  keyFiles: [...first.keyFiles, ...second.keyFiles],
  knownHosts: first.knownHosts.length > 0 ? first.knownHosts : second.knownHosts,
  globalKnownHosts:
    first.globalKnownHosts.length > 0 ? first.globalKnownHosts : second.globalKnownHosts,
})

/** One way alone: what is left undefined is said to be none. */
const wayOf = ({ jump = [], proxy }: SshOptions): Pick<SshOptions, 'jump' | 'proxy'> =>
  proxy === undefined ? { jump } : { jump, proxy }

/** They tune connections that OpenSSH would make; ours are tuned otherwise, or nothing hangs on them. */
// prettier-ignore
const HARMLESS = new Set([
  'batchmode', 'compression', 'connectionattempts', 'controlmaster', 'controlpath', 'controlpersist',
  'hashknownhosts', 'ipqos', 'kbdinteractiveauthentication', 'loglevel', 'numberofpasswordprompts', 'passwordauthentication', 'preferredauthentications',
  'pubkeyauthentication', 'requesttty', 'tcpkeepalive',
  'updatehostkeys', 'visualhostkey', 'checkhostip', 'addkeystoagent',
])
const HARMLESS_LETTERS = 'CTtqvnxak46'
const FOREIGN_LETTERS = 'AgKXY'
const LETTERS_WITH_VALUE = 'BbcDEeFIiJLlmOoPpQRSWw'
const FOREIGN_WITH_VALUE = 'BbcDILmPR'
/** They would make something else of the session that we talk through. */
const REFUSED = new Set(['forkafterauthentication', 'remotecommand', 'sessiontype', 'stdinnull'])

// prettier-ignore
const HOST_KEY: Readonly<Record<string, Address['checkHostKey']>> = {
  yes: 'strict', ask: 'strict', true: 'strict', 'accept-new': 'accept-new', no: 'off', off: 'off', false: 'off',
}

const ALIVE = { from: 0, to: 86400 }

/** Reads arguments; of what is said twice the first counts, as in OpenSSH. `variable` is named in errors. */
export const sshOptions = (variable: string, text: string, home: string): SshOptions => {
  const reading: Reading = { options: noOptions(), variable, home, isLenient: false }
  const rest = readWords(reading, wordsOf(variable, text))
  if (rest.length > 0) throw notYet(reading, rest.join(' '))
  return reading.options
}

/** Takes over one option of a configuration file. */
export const readConfigOption = (
  options: SshOptions,
  file: string,
  home: string,
  name: string,
  value: string,
): void => readOption({ options, variable: file, home, isLenient: true }, name, value)

const wordsOf = (variable: string, text: string): readonly string[] => {
  const { words, problem } = shellWords(text)
  if (problem !== undefined)
    throw new Mistake(error('connection/ssh-arguments', `${variable}: ${problem}`))
  return words.map(word => word.text)
}

const notYet = ({ variable }: Reading, what: string): Mistake =>
  new Mistake(
    error(
      'connection/ssh-option',
      `${variable}: mokplay does not do the ssh argument "${what}" yet`,
      {
        hint: 'take it out, or reach the host another way',
      },
    ),
  )

/** Takes options off the words; what is left is a destination and a command. */
const readWords = (reading: Reading, words: readonly string[]): readonly string[] => {
  const rest: string[] = []
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!
    if (!/^-./.test(word)) {
      rest.push(word)
      continue
    }
    for (let at = 1; at < word.length; at++) {
      const letter = word[at]!
      if (HARMLESS_LETTERS.includes(letter)) continue
      if (FOREIGN_LETTERS.includes(letter)) {
        reading.options.foreign ??= `-${letter}`
        continue
      }
      if (!LETTERS_WITH_VALUE.includes(letter)) throw notYet(reading, `-${letter}`)
      const value = word.slice(at + 1) || words[++index]
      if (value === undefined) throw notYet(reading, `-${letter} without a value`)
      readLetter(reading, letter, value)
      break
    }
  }
  return rest
}

const readLetter = (reading: Reading, letter: string, value: string): void => {
  if (letter === 'o') {
    const [, name = '', text = ''] = /^\s*(\w+)\s*[=\s]\s*(.*?)\s*$/s.exec(value) ?? []
    if (name === '') throw notYet(reading, `-o ${value}`)
    readOption(reading, name, text.replace(/^"(.*)"$/s, '$1'))
  } else if (letter === 'p') readOption(reading, 'Port', value)
  else if (letter === 'l') readOption(reading, 'User', value)
  else if (letter === 'i') readOption(reading, 'IdentityFile', value)
  else if (letter === 'J') readOption(reading, 'ProxyJump', value)
  else if (letter === 'F') reading.options.file = inHome(value, reading.home)
  else if (FOREIGN_WITH_VALUE.includes(letter)) reading.options.foreign ??= `-${letter} ${value}`
  else throw notYet(reading, `-${letter} ${value}`)
}

const readOption = (reading: Reading, name: string, value: string): void => {
  const { options, variable, home } = reading
  switch (name.toLowerCase()) {
    case 'hostname':
      oneWord(`${variable}: the host`, value.replaceAll('%h', 'h'), NO_HOST)
      options.hostName ??= value
      return
    case 'port':
      options.port ??= wholeNumber(`${variable}: Port`, value, PORTS)
      return
    case 'user':
      options.user ??= oneWord(`${variable}: the user`, value, NO_USER)
      return
    case 'connecttimeout':
      options.timeout ??= wholeNumber(`${variable}: ConnectTimeout`, value, TIMEOUTS)
      return
    case 'serveraliveinterval':
      options.aliveSeconds ??= wholeNumber(`${variable}: ServerAliveInterval`, value, ALIVE)
      return
    case 'serveralivecountmax':
      options.aliveMissed ??= wholeNumber(`${variable}: ServerAliveCountMax`, value, ALIVE)
      return
    case 'identityfile':
      options.keyFiles.push(inHome(value, home))
      return
    case 'userknownhostsfile':
      if (options.knownHosts.length === 0) options.knownHosts.push(...pathsOf(reading, value))
      return
    case 'globalknownhostsfile':
      if (options.globalKnownHosts.length === 0)
        options.globalKnownHosts.push(...pathsOf(reading, value))
      return
    case 'identityagent':
      if (value !== 'SSH_AUTH_SOCK') options.agent ??= inHome(value, home)
      return
    case 'stricthostkeychecking': {
      const check = HOST_KEY[value.toLowerCase()]
      if (!check) throw notYet(reading, `-o ${name}=${value}`)
      options.checkHostKey ??= check
      return
    }
    case 'proxyjump':
      readWay(
        options,
        () => ({ jump: value.split(',').map(hop => hopOf(reading, hop.trim())) }),
        value,
      )
      return
    case 'proxycommand':
      readWay(options, () => wayOfCommand(reading, value), value)
      return
    case 'identitiesonly':
      if (isYes(value)) options.onlyKeyFiles ??= true
      return
    case 'forwardagent':
    case 'gssapiauthentication':
      if (isYes(value) && !reading.isLenient) options.foreign ??= `-o ${name}=${value}`
      return
    default:
      if (reading.isLenient || HARMLESS.has(name.toLowerCase())) return
      if (REFUSED.has(name.toLowerCase())) throw notYet(reading, `-o ${name}=${value}`)
      options.foreign ??= `-o ${name}=${value}`
  }
}

const isYes = (value: string): boolean => /^(?:yes|true)$/i.test(value)

/** Of jumps and commands the first that is said counts, as in OpenSSH. */
const readWay = (
  options: SshOptions,
  read: () => Pick<SshOptions, 'jump' | 'proxy'>,
  value: string,
): void => {
  if (options.jump ?? options.proxy) return
  Object.assign(options, value.toLowerCase() === 'none' ? { jump: [] } : read())
}

const pathsOf = ({ variable, home }: Reading, value: string): readonly string[] =>
  wordsOf(variable, value).map(path => inHome(path, home))

/** A path with ~ or %d for the user's home. */
export const inHome = (path: string, home: string): string =>
  path.replace(/^(?:~|%d)(?=\/|$)/, home)

/** `user@host:port`, `user@[::1]:port` or `ssh://…`. */
const hopOf = ({ variable }: Reading, text: string, options: SshOptions = noOptions()): Hop => {
  const match = /^(?:ssh:\/\/)?(?:([^@]*)@)?(?:\[([^\]]+)\]|([^:]*))(?::([0-9]+))?\/?$/.exec(text)
  const host = match?.[2] ?? match?.[3] ?? text
  oneWord(`${variable}: the jump host`, match ? host : text, NO_HOST)
  if (match?.[1] !== undefined)
    options.user = oneWord(`${variable}: the user of the jump host`, match[1], NO_USER)
  if (match?.[4] !== undefined)
    options.port = wholeNumber(`${variable}: the port of the jump host`, match[4], PORTS)
  return { host, options }
}

/** `ssh -W %h:%p bastion`, in the order people write it, is a jump: one connection for all behind it. */
const wayOfCommand = (reading: Reading, command: string): Pick<SshOptions, 'jump' | 'proxy'> => {
  const found = tunnelOf(command)
  const own: Reading = { ...reading, options: noOptions() }
  const [bastion, ...more] = found ? readWords(own, found) : []
  const { jump, proxy, foreign, file, ...options } = own.options
  // What we would do otherwise than that ssh stays with it.
  if (bastion === undefined || more.length > 0 || (proxy ?? foreign ?? file) !== undefined)
    return { proxy: command }
  return { jump: [...(jump ?? []), hopOf(reading, bastion, options)] }
}
