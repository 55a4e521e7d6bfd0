// The flags that name passwords of vaults, the same for every command that reads vaulted files.
import { Option, type Command } from 'commander'

export type VaultWords = {
  readonly askVaultPass?: boolean
  readonly vaultId?: readonly string[]
  readonly vaultPassFile?: readonly string[]
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
]

/** Adds the flags to a command. */
export const withVault = (command: Command): Command =>
  command
    .addOption(
      new Option('-J, --ask-vault-pass', 'ask for the password of vaulted files').conflicts(
        'vaultPassFile',
      ),
    )
    .addOption(
      new Option(
        '--vault-id <label@source>',
        'a password of vaulted files: a file, a program or prompt; repeatable',
      ).argParser(collect),
    )
    .addOption(
      new Option(
        '--vault-password-file, --vault-pass-file <file>',
        'the same without a label; repeatable',
      ).argParser(collect),
    )
