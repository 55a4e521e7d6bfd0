// The keys that can be offered to a host: from files, from an agent, each with a name for errors. Offers nothing.
import { existsSync, readFileSync } from 'node:fs'
import type { BaseAgent, IdentityCallback, ParsedKey } from 'ssh2'
import type { Address } from '../model/inventory.ts'
import type { Attempt } from './auth.ts'
import { homePath } from './home.ts'
import { fingerprint } from './trust.ts'

type Ssh2 = typeof import('ssh2')

export const DEFAULT_KEYS = ['~/.ssh/id_ed25519', '~/.ssh/id_ecdsa', '~/.ssh/id_rsa']

/** Keys in the order to try them, and what could not be used, with the reason. */
export type Keys = { readonly attempts: readonly Attempt[]; readonly unusable: readonly string[] }

/** The keys of an address: files that are named first, also where only the agent can use them. */
export const keysFor = async (
  ssh2: Ssh2,
  address: Address,
  user: string,
  home: string,
): Promise<Keys> => {
  const isNamed = address.keyFiles.length > 0
  const files = (isNamed ? address.keyFiles : DEFAULT_KEYS).filter(
    file => isNamed || existsSync(homePath(file, home)),
  )
  const held = await agentKeys(ssh2, address.agent, user)
  const unusable: string[] = []
  const fromFiles: Attempt[] = []
  for (const file of files) {
    const path = homePath(file, home)
    const key = readKey(ssh2, path, address.keyPassphrase)
    if (typeof key !== 'string') fromFiles.push(attemptOf(`key ${file}`, user, key))
    else {
      const inAgent = take(held, publicHalf(ssh2, path))
      if (inAgent) fromFiles.push(inAgent.attempt)
      else unusable.push(`key ${file} (${key})`)
    }
  }
  const others = address.onlyKeyFiles ? [] : held.map(({ attempt }) => attempt)
  return { attempts: isNamed ? [...fromFiles, ...others] : [...others, ...fromFiles], unusable }
}

const attemptOf = (name: string, user: string, key: ParsedKey): Attempt => ({
  name,
  needs: 'publickey',
  method: { type: 'publickey', username: user, key },
})

/** A private key, or why there is none. */
const readKey = (ssh2: Ssh2, file: string, passphrase: string | undefined): ParsedKey | string => {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch {
    return 'cannot be read'
  }
  const parsed = ssh2.utils.parseKey(bytes, passphrase)
  if (parsed instanceof Error)
    return /encrypted|passphrase/i.test(parsed.message) ? 'needs a passphrase' : 'is no private key'
  const key = Array.isArray(parsed) ? parsed[0] : parsed
  return key?.isPrivateKey() ? key : 'is no private key'
}

/** The public key that a file is, or that lies beside it. */
const publicHalf = (ssh2: Ssh2, file: string): Buffer | undefined => {
  for (const path of [`${file}.pub`, file]) {
    try {
      const key = ssh2.utils.parseKey(readFileSync(path))
      if (!(key instanceof Error)) return (Array.isArray(key) ? key[0] : key)?.getPublicSSH()
    } catch {
      // Not there: the other may be.
    }
  }
  return undefined
}

type Held = { readonly key: ParsedKey; readonly attempt: Attempt }

const take = (held: Held[], wanted: Buffer | undefined): Held | undefined => {
  const at = wanted ? held.findIndex(({ key }) => key.getPublicSSH().equals(wanted)) : -1
  return at === -1 ? undefined : held.splice(at, 1)[0]
}

/** Each key of the agent as an attempt of its own, so that it can be named and counted. */
const agentKeys = async (ssh2: Ssh2, socket: string | undefined, user: string): Promise<Held[]> => {
  if (!socket) return []
  const agent = ssh2.createAgent(socket)
  const keys = await new Promise<readonly ParsedKey[]>(resolve =>
    agent.getIdentities((error, list) => resolve(error || !list ? [] : (list as ParsedKey[]))),
  )
  return keys.map(key => ({
    key,
    attempt: {
      name: `agent key ${fingerprint(key.getPublicSSH())}`,
      needs: 'publickey',
      method: { type: 'agent', username: user, agent: oneKey(ssh2, agent, key) },
    },
  }))
}

const oneKey = (ssh2: Ssh2, agent: BaseAgent, key: ParsedKey): BaseAgent => {
  class OneKey extends ssh2.BaseAgent {
    override getIdentities(done: IdentityCallback): void {
      done(undefined, [key])
    }

    override sign(...given: unknown[]): void {
      Reflect.apply(agent.sign, agent, given)
    }
  }
  return new OneKey() as BaseAgent
}
