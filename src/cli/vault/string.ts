// `mokplay vault encrypt-string`: texts as values for a playbook, from the command line, the input or a question.
import { error, Mistake } from '../../base/diagnostic.ts'
import type { Key } from '../../base/vault/keyring.ts'
import type { Shell } from '../shell.ts'
import type { EncryptWords } from './choose.ts'
import { readInput, sealedBy } from './texts.ts'

export type StringWords = EncryptWords & {
  readonly output?: string
  readonly prompt?: boolean
  readonly showInput?: boolean
  readonly name?: readonly string[]
  readonly stdinName?: string
}

type Piece = { readonly plain: Buffer; readonly name: string | undefined; readonly from: string }

const MARGIN = ' '.repeat(10)

/** What is to be encrypted; throws Mistake for an empty text. */
export const piecesOf = async (
  texts: readonly string[],
  words: StringWords,
  shell: Shell,
): Promise<readonly Piece[]> => {
  const given = texts.filter(text => text !== '-')
  const reads = texts.includes('-') || words.stdinName !== undefined
  const asks = words.prompt === true
  if (asks && reads)
    throw new Mistake(
      error('cli/vault', '--prompt asks, and the input is to be read: only one can be'),
    )
  const pieces = [
    ...(asks ? [await askedPiece(words, shell)] : []),
    ...(reads || (texts.length === 0 && !asks)
      ? [{ plain: readInput('-', shell), name: words.stdinName, from: 'the input' }]
      : []),
    ...given.map((text, index) => ({
      plain: Buffer.from(text),
      name: words.name?.[index],
      from: 'the command line',
    })),
  ]
  for (const { plain, from } of pieces)
    if (plain.length === 0)
      throw new Mistake(
        error('cli/vault', `the text from ${from} is empty, expected something to encrypt`),
      )
  return pieces
}

const askedPiece = async (words: StringWords, { ask }: Shell): Promise<Piece> => {
  if (!ask)
    throw new Mistake(
      error('cli/no-terminal', '--prompt asks for a text, and there is no terminal to ask at', {
        hint: 'give the text by the input: … | mokplay vault encrypt-string --stdin-name NAME',
      }),
    )
  const name = await ask('Variable name (enter for no name): ', { echo: true })
  const echo = words.showInput === true
  const text = await ask(echo ? 'String to encrypt: ' : 'String to encrypt (hidden): ', { echo })
  return { plain: Buffer.from(text), name: name === '' ? undefined : name, from: 'the question' }
}

/** The pieces as YAML. Where they are several, `note` is told which is which. */
export const stringsText = (
  pieces: readonly Piece[],
  key: Key,
  shell: Shell,
  note: (text: string) => void,
): string =>
  pieces
    .map(({ plain, name, from }, index) => {
      const what = name === undefined ? 'a text' : `"${name}"`
      if (pieces.length > 1) note(`# ${index + 1}: ${what} from ${from}\n`)
      const lines = sealedBy(plain, key, shell.edges).trimEnd().split('\n')
      const head = name === undefined ? '!vault |' : `${name}: !vault |`
      return `${[head, ...lines.map(line => MARGIN + line)].join('\n')}\n`
    })
    .join('')
