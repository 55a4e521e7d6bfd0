// Logging in: which keys and passwords are offered, in which order, and what to say when all were
// refused.
import { existsSync, readFileSync } from 'node:fs'
import type {
  AnyAuthMethod,
  AuthenticationType,
  BaseAgent,
  IdentityCallback,
  ParsedKey,
} from 'ssh2'
import type { Address } from '../model/inventory.ts'
import { homePath } from './home.ts'
import { fingerprint } from './trust.ts'

type Ssh2 = typeof import('ssh2')

/** One thing to try, and how to call it. */
type Attempt = {
  readonly name: string
  readonly needs: AuthenticationType
  readonly method: AnyAuthMethod
}

/** sshd ends the connection at its sixth failure, and newer ones hold failures against us. */
const MOST_KEYS = 5

export const DEFAULT_KEYS = ['~/.ssh/id_ed25519', '~/.ssh/id_ecdsa', '~/.ssh/id_rsa']

/** Offers what there is, one after another; remembers what was refused. */
export class Login {
  /** Names of what was tried, and of what could not be. */
  readonly tried: string[] = []
  readonly #attempts: Attempt[]

  constructor(attempts: readonly Attempt[], unusable: readonly string[]) {
    this.#attempts = [...attempts]
    this.tried.push(...unusable)
  }

  /** The next method for ssh2, or false when there is none left. */
  next(left: readonly AuthenticationType[] | null): AnyAuthMethod | false {
    for (;;) {
      const attempt = this.#attempts.shift()
      if (!attempt) return false
      // The host says what it would take; before the first answer nothing is known.
      if (left && !left.includes(attempt.needs)) continue
      this.tried.push(attempt.name)
      return attempt.method
    }
  }
}

/** All that can be offered to an address, keys named first, then the agent's, then passwords. */
export const prepareLogin = async (
  ssh2: Ssh2,
  address: Address,
  user: string,
  home: string,
): Promise<Login> => {
  const unusable: string[] = []
  const named = address.keyFiles.length > 0
  const files = named
    ? address.keyFiles
    : DEFAULT_KEYS.filter(file => existsSync(homePath(file, home)))
  const keys: Attempt[] = []
  for (const file of files) {
    const key = readKey(ssh2, homePath(file, home), address.keyPassphrase)
    if (typeof key === 'string') unusable.push(`key ${file} (${key})`)
    else
      keys.push({
        name: `key ${file}`,
        needs: 'publickey',
        method: { type: 'publickey', username: user, key },
      })
  }
  const held = await agentKeys(ssh2, address.agent, user)
  const ordered = (named ? [...keys, ...held] : [...held, ...keys]).slice(0, MOST_KEYS)
  return new Login([...ordered, ...passwords(address.password, user)], unusable)
}

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

const passwords = (password: string | undefined, user: string): readonly Attempt[] => {
  if (password === undefined) return []
  const prompt = (
    _: string,
    __: string,
    ___: string,
    prompts: readonly { echo?: boolean }[],
    finish: (answers: string[]) => void,
  ): void =>
    // A question whose answer may be seen is not asking for the password.
    finish(prompts.map(question => (question.echo ? '' : password)))
  return [
    { name: 'password', needs: 'password', method: { type: 'password', username: user, password } },
    {
      name: 'password (keyboard-interactive)',
      needs: 'keyboard-interactive',
      method: { type: 'keyboard-interactive', username: user, prompt: prompt as never },
    },
  ]
}

/** Each key of the agent as an attempt of its own, so that it can be named and counted. */
const agentKeys = async (
  ssh2: Ssh2,
  socket: string | undefined,
  user: string,
): Promise<readonly Attempt[]> => {
  if (!socket) return []
  const agent = ssh2.createAgent(socket)
  const keys = await new Promise<readonly ParsedKey[]>(resolve =>
    agent.getIdentities((error, list) => resolve(error || !list ? [] : (list as ParsedKey[]))),
  )
  return keys.map(key => ({
    name: `agent key ${fingerprint(key.getPublicSSH())}`,
    needs: 'publickey' as const,
    method: { type: 'agent' as const, username: user, agent: oneKey(ssh2, agent, key) },
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
