// Why a vaulted text cannot be read: what the keyring throws, before anybody knows where the text stood.

export type VaultTrouble =
  'vault/no-password' | 'vault/wrong-password' | 'vault/damaged' | 'vault/unknown-cipher'

export class VaultProblem extends Error {
  readonly code: VaultTrouble
  readonly hint: string | undefined
  /** The line of the vaulted text that is meant, from 0. */
  readonly line: number
  constructor(code: VaultTrouble, message: string, how: { hint?: string; line?: number } = {}) {
    super(message)
    this.name = 'VaultProblem'
    this.code = code
    this.hint = how.hint
    this.line = how.line ?? 0
  }
}
