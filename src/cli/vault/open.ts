// The vault of a command: vaulted files and values, opened by the passwords that were given.
import { Keyring } from '../../base/vault/keyring.ts'
import { openVault } from '../../lang/vault-files.ts'
import type { Files, Vault } from '../../model/edge.ts'
import type { Settings } from '../settings/load.ts'
import { keysFrom, waysOf } from './keys.ts'
import type { Surroundings } from './source.ts'
import type { VaultWords } from './words.ts'

/** Edges that open what is vaulted. Throws Mistake where a password cannot be had. */
export const vaultEdges = async (
  words: VaultWords,
  settings: Pick<Settings, 'get'>,
  shell: Surroundings,
): Promise<{ readonly files: Files; readonly vault: Vault }> => {
  const keys = await keysFrom(waysOf(words, settings, false), settings, shell)
  const onlyMatching = settings.get('DEFAULT_VAULT_ID_MATCH') ?? false
  return openVault(shell.edges.files, new Keyring(keys, { onlyMatching }))
}
