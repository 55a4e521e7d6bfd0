// Whether a host asks for what only OpenSSH itself can do: certificates, security keys, Kerberos, an open connection of
// the user's. Each reason is one line of a table.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Address } from '../model/inventory.ts'
import { agentTypes } from './agent-types.ts'
import { DEFAULT_KEYS } from './auth-keys.ts'
import { homePath } from './home.ts'
import { type Dump, valueIn } from './openssh-config.ts'
import type { Tools } from './options.ts'
import { Trust } from './trust.ts'

/** Options that mean something to OpenSSH alone, unless they say one of these. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  certificatefile: [],
  pkcs11provider: [],
  hostkeyalias: [],
  knownhostscommand: [],
  revokedhostkeys: [],
  bindaddress: [],
  bindinterface: [],
  hostbasedauthentication: ['no'],
  proxyusefdpass: ['no'],
  verifyhostkeydns: ['no', 'false'],
}

/** The address by OpenSSH, if there is a reason for it and the program is there. */
export const wantsOpenssh = async (
  address: Address,
  dump: Dump | undefined,
  tools: Tools,
): Promise<Address | undefined> => {
  const master = dump && valueIn(dump, 'controlpath')
  const isOpen = master !== undefined && isSocket(master)
  const wanted =
    isOpen ||
    (dump && asksForIt(dump)) ||
    keysAskForIt(address, tools.home) ||
    (dump && hasTicket(address, dump)) ||
    hostAsksForIt(address, tools.home) ||
    (await agentAsksForIt(address))
  if (!wanted || !isThere(address.program?.[0] ?? 'ssh')) return undefined
  const { openssh } = address
  return {
    ...address,
    via: 'openssh',
    ...(isOpen && { openssh: { words: [], ...openssh, master } }),
  }
}

const asksForIt = (dump: Dump): boolean =>
  Object.entries(FOREIGN).some(([name, harmless]) => {
    const value = valueIn(dump, name)
    return value !== undefined && !harmless.includes(value.toLowerCase())
  })

/** A certificate beside a key, or a key that lives in a piece of hardware. */
const keysAskForIt = (address: Address, home: string): boolean => {
  const files = address.keyFiles.length > 0 ? address.keyFiles : DEFAULT_KEYS
  return files
    .map(file => homePath(file, home))
    .some(file => existsSync(`${file}-cert.pub`) || isHardware(file))
}

const isHardware = (file: string): boolean => {
  const body = read(file).replaceAll(/-----.*-----|\s/g, '')
  const bytes = Buffer.from(body, 'base64').toString('latin1', 0, 400)
  return /sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com/.test(bytes)
}

/** Ours knows nothing of hosts' certificates. Few files speak of any, and those alone are worth a closer look. */
const hostAsksForIt = (address: Address, home: string): boolean => {
  const files = address.knownHosts.map(file => homePath(file, home))
  return (
    files.some(file => read(file).includes('@cert-authority')) &&
    new Trust(address, files).wantsCertificate
  )
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Most systems allow Kerberos for all hosts: it is meant where there is a ticket, and nothing else to show. */
const hasTicket = ({ keyFiles, password }: Address, dump: Dump): boolean => {
  if (valueIn(dump, 'gssapiauthentication') !== 'yes') return false
  if (keyFiles.length > 0 || password !== undefined) return false
  const uid = process.getuid?.() ?? 0
  return process.env['KRB5CCNAME'] !== undefined || existsSync(`/tmp/krb5cc_${uid}`)
}

/** Where a key is named, that one is meant. */
const agentAsksForIt = async ({ agent, keyFiles }: Address): Promise<boolean> => {
  if (agent === undefined || keyFiles.length > 0) return false
  const types = await agentTypes(agent)
  return types.some(type => type.startsWith('sk-') || type.includes('-cert-v'))
}

const isSocket = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isSocket() ?? false

const isThere = (program: string): boolean =>
  program.includes('/') ||
  (process.env['PATH'] ?? '').split(delimiter).some(folder => existsSync(join(folder, program)))
