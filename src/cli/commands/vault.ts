// `mokplay vault`: encrypts, decrypts and edits files in ansible-vault's own format.
import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { error, Mistake } from '../../base/diagnostic.ts'
import { frame } from '../../base/frame.ts'
import { source } from '../../base/source.ts'
import { DEFAULT_LABEL, readEnvelope } from '../../base/vault/envelope.ts'
import { Cancelled } from '../../model/edge.ts'
import { EXIT } from '../exit-code.ts'
import { openSettings } from '../settings/open.ts'
import type { Settings } from '../settings/load.ts'
import type { Shell } from '../shell.ts'
import {
  encryptingKey,
  newKey,
  openingKeys,
  type EncryptWords,
  type RekeyWords,
} from '../vault/choose.ts'
import { edited } from '../vault/edit.ts'
import { put, show } from '../vault/show.ts'
import { piecesOf, stringsText, type StringWords } from '../vault/string.ts'
import { openText, readInput, sealedBy, sealText } from '../vault/texts.ts'
import { withVault, type VaultWords } from '../vault/words.ts'
import { realPath, replaceFile } from '../vault/write.ts'

type OutputWords = EncryptWords & { readonly output?: string }
type Work<Words> = (
  names: readonly string[],
  words: Words,
  settings: Settings,
  shell: Shell,
) => Promise<void>

/** Adds the command and all that it can do. */
export const addVault = (program: Command, shell: Shell): void => {
  const vault = program
    .command('vault')
    .description('Encrypt and decrypt files and values, as ansible-vault does.')
  const add = <Words>(name: string, about: string, args: string, work: Work<Words>): Command =>
    withVault(vault.command(name))
      .exitOverride()
      .description(about)
      .argument(args)
      .action(async (names: string | readonly string[], words: Words) =>
        shell.exit(
          await judged(() => work([names].flat(), words, settingsOf(shell), shell), shell),
        ),
      )
  const output = '--output <file>'
  const byLabel = ['--encrypt-vault-id <label>', 'the label whose password encrypts'] as const
  add('encrypt', 'encrypt files', '[files...]', encryptFiles)
    .option(output, 'where the result goes; - is the output')
    .option(...byLabel)
  add('decrypt', 'decrypt files', '[files...]', decryptFiles).option(
    output,
    'where the result goes; - is the output',
  )
  add('view', 'show what is in encrypted files', '<files...>', viewFiles)
  add('edit', 'edit encrypted files with EDITOR', '<files...>', editFiles).option(...byLabel)
  add('create', 'write a new encrypted file with EDITOR', '<file>', createFile).option(...byLabel)
  add('rekey', 'give encrypted files another password: all or none', '<files...>', rekeyFiles)
    .option('--new-vault-id <label@source>', 'the new password and its label')
    .option('--new-vault-password-file <file>', 'the new password')
    .option(...byLabel)
  add('encrypt-string', 'encrypt texts as values for a playbook', '[texts...]', encryptStrings)
    .alias('encrypt_string')
    .option(output, 'where the result goes')
    .option('-p, --prompt', 'ask for the text')
    .option('--show-input', 'show what is typed then')
    .option('-n, --name <name>', 'the name of the variable; one for each text', collect)
    .option('--stdin-name <name>', 'the name of the variable that is read from the input')
    .option(...byLabel)
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
]

const settingsOf = (shell: Shell): Settings => {
  const settings = openSettings(shell)
  if (settings) return settings
  throw new Cancelled()
}

/** Mistakes with their places in vaulted files; those files hold nothing that may not be shown. */
const judged = async (work: () => Promise<void>, shell: Shell): Promise<number> => {
  try {
    await work()
    return EXIT.done
  } catch (problem) {
    if (problem instanceof Cancelled) return EXIT.interrupted
    if (!(problem instanceof Mistake)) throw problem
    const find = (file: string) => {
      const bytes = file === '-' ? undefined : shell.edges.files.read(file)
      return bytes && source(file, Buffer.from(bytes).toString('latin1'))
    }
    shell.err(`${frame(problem.diagnostic, find)}\n`)
    return EXIT.wrongInput
  }
}

const done = (what: string, shell: Shell): void => {
  if (shell.out.isTTY) shell.err(`${what}\n`)
}

/** Where a result goes; one output is not for several files. */
const targetsOf = (names: readonly string[], output: string | undefined): readonly string[] => {
  if (output !== undefined && names.length > 1)
    throw new Mistake(error('cli/vault', `--output takes one file, not ${names.length}`))
  return names.map(name => output ?? name)
}

const inputsOf = (names: readonly string[]): readonly string[] => (names.length > 0 ? names : ['-'])

const encryptFiles: Work<OutputWords> = async (names, words, settings, shell) => {
  const inputs = inputsOf(names)
  const targets = targetsOf(inputs, words.output)
  const key = await encryptingKey(words, settings, shell)
  const made = inputs.map(name => sealText(name, readInput(name, shell), key, shell))
  made.forEach((text, index) => put(targets[index] ?? '-', Buffer.from(text)))
  done('encrypted', shell)
}

const decryptFiles: Work<OutputWords> = async (names, words, settings, shell) => {
  const inputs = inputsOf(names)
  const targets = targetsOf(inputs, words.output)
  const keyring = await openingKeys(words, settings, shell)
  const made = inputs.map(name => openText(name, readInput(name, shell), keyring).plain)
  made.forEach((plain, index) => put(targets[index] ?? '-', plain))
  done('decrypted', shell)
}

const viewFiles: Work<VaultWords> = async (names, words, settings, shell) => {
  const keyring = await openingKeys(words, settings, shell)
  for (const name of names) await show(openText(name, readInput(name, shell), keyring).plain, shell)
}

const rekeyFiles: Work<RekeyWords> = async (names, words, settings, shell) => {
  const keyring = await openingKeys(words, settings, shell)
  const plain = names.map(name => openText(name, readInput(name, shell), keyring).plain)
  const key = await newKey(words, settings, shell)
  const made = plain.map(each => sealedBy(each, key, shell.edges))
  made.forEach((text, index) => replaceFile(names[index] ?? '', Buffer.from(text)))
  shell.err('rekeyed\n')
}

const editFiles: Work<EncryptWords> = async (names, words, settings, shell) => {
  const keyring = await openingKeys(words, settings, shell)
  for (const name of names) {
    const before = readInput(name, shell)
    const { plain, key } = openText(name, before, keyring)
    const after = await edited(plain, realPath(name), shell.edges.env.get('EDITOR'))
    if (after.equals(plain)) continue
    const label = readEnvelope(before.toString('latin1')).label ?? DEFAULT_LABEL
    const text = Buffer.from(sealedBy(after, { ...key, label }, shell.edges))
    const isSame = readInput(name, shell).equals(before)
    replaceFile(isSame ? name : `${name}.edited`, text)
    if (!isSame)
      throw new Mistake(
        error('vault/changed', `the file "${name}" was changed by somebody else meanwhile`, {
          hint: `it stays as it is; what was edited is in "${name}.edited", encrypted`,
        }),
      )
  }
}

const createFile: Work<EncryptWords> = async ([name = ''], words, settings, shell) => {
  if (existsSync(resolve(shell.edges.cwd, name)))
    throw new Mistake(
      error('vault/exists', `the file "${name}" is there already`, {
        hint: 'mokplay vault edit changes it',
      }),
    )
  const key = await encryptingKey(words, settings, shell)
  const plain = await edited(new Uint8Array(), name, shell.edges.env.get('EDITOR'))
  replaceFile(name, Buffer.from(sealedBy(plain, key, shell.edges)))
}

const encryptStrings: Work<StringWords> = async (texts, words, settings, shell) => {
  const pieces = await piecesOf(texts, words, shell)
  const key = await encryptingKey(words, settings, shell)
  put(words.output ?? '-', Buffer.from(stringsText(pieces, key, shell, shell.err)))
  done('encrypted', shell)
}
