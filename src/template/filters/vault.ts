// Filters that encrypt and decrypt with a password of their own.
import { Sealed } from '../../base/sealed.ts'
import { encrypt } from '../../base/vault/cipher.ts'
import { isVaulted } from '../../base/vault/envelope.ts'
import { Keyring } from '../../base/vault/keyring.ts'
import { VaultProblem } from '../../base/vault/problem.ts'
import type { Filters } from '../plugin.ts'
import { str } from '../print.ts'
import { Problem, typeProblem } from '../problem.ts'
import { known, truth, typeName } from '../values.ts'

const LABEL = 'filter_default'
const SALT = 32

const wantText = (value: unknown, what: string): string => {
  const text = known(value)
  if (typeof text === 'string') return text
  throw typeProblem(`${what} must be a text, not '${typeName(text)}'`)
}

const saltOf = (salt: unknown): Buffer | undefined => {
  if (salt === undefined || salt === null) return undefined
  const bytes = Buffer.from(str(salt))
  if (bytes.length === 0) throw typeProblem('the salt of vault must not be empty')
  return bytes
}

/** Its own words tell of flags, which are none of a filter's. */
const unvaulted = (text: string, secret: string, label: string): string => {
  try {
    return new Keyring([{ label, password: Buffer.from(secret) }]).open(text).plain.toString('utf8')
  } catch (problem) {
    if (!(problem instanceof VaultProblem)) throw problem
    throw problem.code === 'vault/wrong-password'
      ? new Problem('vault/wrong-password', 'the secret does not open what was vaulted')
      : new Problem(problem.code, problem.message, { hint: problem.hint })
  }
}

export const vaultFilters: Filters = {
  vault: {
    takes: ['data', 'secret', 'salt?', 'vaultid?', 'wrap_object?'],
    run: ([data, secret, salt, label, wrap], { run }) => {
      const text = wantText(data, 'what is vaulted')
      const password = Buffer.from(wantText(secret, 'the secret of vault'))
      if (isVaulted(text)) throw typeProblem('what is vaulted is vaulted already')
      const name = label === undefined ? LABEL : str(label)
      const made = encrypt(
        Buffer.from(text),
        password,
        saltOf(salt) ?? run.edges.random(SALT),
        name,
      )
      return truth(wrap ?? false) ? new Sealed(made, { file: '', from: 0, written: made }) : made
    },
  },
  unvault: {
    takes: ['vault', 'secret', 'vaultid?'],
    closed: true,
    run: ([vault, secret, label]) => {
      const text = vault instanceof Sealed ? vault.text : wantText(vault, 'what is unvaulted')
      const password = wantText(secret, 'the secret of unvault')
      return isVaulted(text)
        ? unvaulted(text, password, label === undefined ? LABEL : str(label))
        : text
    },
  },
}
