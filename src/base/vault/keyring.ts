// The passwords of a run, by their labels, and what they open. Each vaulted text is opened once.
import { decrypt } from './cipher.ts'
import { DEFAULT_LABEL, readEnvelope } from './envelope.ts'
import { VaultProblem } from './problem.ts'

export type Key = { readonly label: string; readonly password: Buffer }

/** A text that was opened, and by which key. */
export type Opened = { readonly plain: Buffer; readonly key: Key }

/** Texts that are kept open. */
const KEPT = 10_000

export class Keyring {
  readonly keys: readonly Key[]
  readonly #onlyMatching: boolean
  readonly #opened = new Map<string, Opened | VaultProblem>()

  /** `onlyMatching`: a text with a label is tried with passwords of that label alone. */
  constructor(keys: readonly Key[], how: { readonly onlyMatching?: boolean } = {}) {
    this.keys = keys
    this.#onlyMatching = how.onlyMatching === true
  }

  /** Opens a vaulted text; throws VaultProblem. */
  open(text: string): Opened {
    let found = this.#opened.get(text)
    if (!found) {
      found = this.#tried(text)
      if (this.#opened.size >= KEPT) this.#opened.clear()
      this.#opened.set(text, found)
    }
    if (found instanceof VaultProblem) throw found
    return found
  }

  #tried(text: string): Opened | VaultProblem {
    try {
      return this.#openNow(text)
    } catch (problem) {
      if (problem instanceof VaultProblem) return problem
      throw problem
    }
  }

  #openNow(text: string): Opened {
    const envelope = readEnvelope(text)
    if (this.keys.length === 0)
      throw new VaultProblem(
        'vault/no-password',
        'it is encrypted with vault, and no password was given',
        {
          hint: 'give it with --vault-password-file FILE, --vault-id LABEL@FILE or --ask-vault-pass',
        },
      )
    const label = envelope.label ?? DEFAULT_LABEL
    const first = this.keys.filter(key => key.label === label)
    const rest = this.keys.filter(key => key.label !== label)
    const tried = this.#onlyMatching ? first : [...first, ...rest]
    for (const key of tried) {
      const plain = decrypt(envelope, key.password)
      if (plain) return { plain, key }
    }
    throw wrongPassword(envelope.label, tried, this.keys)
  }
}

const names = (keys: readonly Key[]): string =>
  [...new Set(keys.map(({ label }) => `"${label}"`))].join(', ')

const wrongPassword = (
  label: string | undefined,
  tried: readonly Key[],
  all: readonly Key[],
): VaultProblem => {
  if (tried.length === 0)
    return new VaultProblem(
      'vault/wrong-password',
      `it is encrypted with vault for "${label ?? DEFAULT_LABEL}", and only passwords of that label may be tried; known are ${names(all)}`,
      { hint: `give --vault-id ${label ?? DEFAULT_LABEL}@FILE, or leave vault_id_match out` },
    )
  const hint =
    label === undefined
      ? 'it carries no label: any password may be meant'
      : tried.some(key => key.label === label)
        ? `it was encrypted for "${label}": that password is another one`
        : `it was encrypted for "${label}": give --vault-id ${label}@FILE`
  return new VaultProblem(
    'vault/wrong-password',
    `it is encrypted with vault, and none of the passwords fits; tried: ${names(tried)}`,
    { hint },
  )
}
