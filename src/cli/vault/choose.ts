// Which password encrypts: the one, or the one whose label is named.
import { error, Mistake } from '../../base/diagnostic.ts'
import { Keyring, type Key } from '../../base/vault/keyring.ts'
import type { Settings } from '../settings/load.ts'
import type { Shell } from '../shell.ts'
import { keysFrom, splitWay, waysOf } from './keys.ts'
import type { VaultWords } from './words.ts'

export type EncryptWords = VaultWords & { readonly encryptVaultId?: string }
export type RekeyWords = EncryptWords & {
  readonly newVaultId?: string
  readonly newVaultPasswordFile?: string
}

/** The passwords that open; asked for where none is named. */
export const openingKeys = async (
  words: VaultWords,
  settings: Settings,
  shell: Shell,
): Promise<Keyring> =>
  new Keyring(await keysFrom(waysOf(words, settings, true), settings, shell), {
    onlyMatching: settings.get('DEFAULT_VAULT_ID_MATCH') ?? false,
  })

/** The password that encrypts. */
export const encryptingKey = async (
  words: EncryptWords,
  settings: Settings,
  shell: Shell,
): Promise<Key> => {
  const keys = await keysFrom(waysOf(words, settings, true), settings, shell, { isNew: true })
  return chosen(keys, wantedLabel(words, settings))
}

/** The password that a file is to have from now on. */
export const newKey = async (words: RekeyWords, settings: Settings, shell: Shell): Promise<Key> => {
  const label = wantedLabel(words, settings)
  const known = settings.get('DEFAULT_VAULT_IDENTITY_LIST') ?? []
  const ids = [...(label === undefined ? [] : known), ...list(words.newVaultId)].map(splitWay)
  const files = list(words.newVaultPasswordFile).map(source => ({ label: undefined, source }))
  const ways = [...ids, ...files]
  const asked = [{ label: undefined, source: 'prompt_ask_vault_pass' }]
  const keys = await keysFrom(ways.length > 0 ? ways : asked, settings, shell, { isNew: true })
  return chosen(keys, label)
}

const list = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value])

const wantedLabel = (words: EncryptWords, { get }: Settings): string | undefined =>
  words.encryptVaultId ?? get('DEFAULT_VAULT_ENCRYPT_IDENTITY')

const chosen = (keys: readonly Key[], label: string | undefined): Key => {
  const labels = keys.map(key => key.label).join(', ')
  const found = label === undefined ? keys[0] : keys.find(key => key.label === label)
  if (!found)
    throw new Mistake(
      error('cli/vault-id', `no password was given for the label "${label}"; known are ${labels}`, {
        hint: `give --vault-id ${label}@FILE`,
      }),
    )
  if (label === undefined && keys.length > 1)
    throw new Mistake(
      error('cli/vault-id', `several passwords could encrypt: ${labels}`, {
        hint: 'name one with --encrypt-vault-id',
      }),
    )
  return found
}
