// The passwords of vaults that a command line, the settings and the person at the terminal give, in Ansible's order.
import { error, Mistake } from '../../base/diagnostic.ts'
import { frame } from '../../base/frame.ts'
import type { Key } from '../../base/vault/keyring.ts'
import type { Settings } from '../settings/load.ts'
import { readStandardInput } from './input.ts'
import { passwordFrom, type Given, type Surroundings } from './source.ts'
import type { VaultWords } from './words.ts'

export type KeyOptions = {
  /** A new password: asked for twice. */
  readonly isNew?: boolean
  /** Asks when nothing else is given. */
  readonly always?: boolean
}

/** One way to a password, as it was written: `label@source`. */
type Way = { readonly label: string | undefined; readonly source: string }

const PROMPTS: ReadonlySet<string> = new Set(['prompt', 'prompt_ask_vault_pass'])

/** The ways that the settings and these words name, the first the best. */
export const waysOf = (
  words: VaultWords,
  { get }: Pick<Settings, 'get'>,
  always: boolean,
): readonly Way[] => {
  const own = get('DEFAULT_VAULT_PASSWORD_FILE')
  const ids = [...(get('DEFAULT_VAULT_IDENTITY_LIST') ?? []), ...(words.vaultId ?? [])].map(
    splitWay,
  )
  const bare = [...(words.vaultPassFile ?? []), ...(own === undefined ? [] : [own])]
  const ways = [...ids, ...bare.map(source => ({ label: undefined, source }))]
  const asks = words.askVaultPass ?? get('DEFAULT_ASK_VAULT_PASS') ?? false
  return asks || (always && ways.length === 0)
    ? [...ways, { label: undefined, source: 'prompt_ask_vault_pass' }]
    : ways
}

/** The label of a password that has none. */
export const plainLabel = ({ get }: Pick<Settings, 'get'>): string =>
  get('DEFAULT_VAULT_IDENTITY') ?? 'default'

/** The passwords. Of several sources, those that give none are warned of; throws Mistake where all of them fail. */
export const keysFrom = async (
  ways: readonly Way[],
  settings: Pick<Settings, 'get'>,
  shell: Surroundings,
  options: KeyOptions = {},
): Promise<readonly Key[]> => {
  const keys: Key[] = []
  const ask = asker(shell)
  let last: Mistake | undefined
  for (const { label, source } of ways) {
    const name = label === undefined || label === '' ? plainLabel(settings) : label
    const found: Given = PROMPTS.has(source)
      ? { password: await prompted(source, name, ask, options.isNew === true) }
      : passwordFrom(source, label, shell)
    if ('password' in found) keys.push({ label: name, password: found.password })
    else {
      if (last) warn(shell, last)
      last = new Mistake(found.problem)
    }
  }
  if (last && keys.length === 0) throw last
  if (last) warn(shell, last)
  return keys
}

/** `label@source`; without a label the source alone. */
export const splitWay = (written: string): Way => {
  const at = written.indexOf('@')
  const label = at === -1 ? undefined : written.slice(0, at)
  if (label?.includes(';'))
    throw new Mistake(error('cli/vault-id', `the label "${label}" must not hold a semicolon`))
  return { label, source: written.slice(at + 1) }
}

const warn = ({ err }: Surroundings, { diagnostic }: Mistake): void =>
  err(`${frame({ ...diagnostic, severity: 'warning' }, () => undefined)}\n`)

type Asks = (question: string) => Promise<string>

/** At the terminal, unseen; without one, the next line of the input. */
const asker = (shell: Surroundings): Asks => {
  const { ask } = shell
  if (ask) return question => ask(question, { echo: false })
  let lines: string[] | undefined
  return async () => {
    lines ??= readStandardInput().toString('utf8').split('\n')
    const line = lines.shift()
    if (line !== undefined && line !== '') return line
    throw new Mistake(
      error(
        'cli/no-terminal',
        'a vault password is asked for, and there is no terminal to ask at',
        {
          hint: 'name a file with --vault-password-file, or a program that prints it',
        },
      ),
    )
  }
}

const prompted = async (
  source: string,
  label: string,
  ask: Asks,
  isNew: boolean,
): Promise<Buffer> => {
  // To the letter as Ansible asks: programs that type passwords wait for these words.
  const isPlain = source === 'prompt_ask_vault_pass'
  const what = isPlain ? 'Vault password' : `vault password (${label})`
  const first = isPlain ? 'Vault password: ' : `Vault password (${label}): `
  const password = (await ask(isNew ? `New ${what}: ` : first)).trim()
  if (password === '')
    throw new Mistake(error('cli/vault-password', 'the vault password must not be empty'))
  if (isNew && (await ask(`Confirm ${isPlain ? 'New' : 'new'} ${what}: `)).trim() !== password)
    throw new Mistake(error('cli/vault-password', 'the two passwords are not the same'))
  return Buffer.from(password)
}
