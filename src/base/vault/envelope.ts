// The paper around a vaulted text: a line that names format, cipher and label, then digits, 80 in a line.
import { VaultProblem } from './problem.ts'

export type Envelope = {
  /** The name of the password, which is no more than a hint; undefined in format 1.1. */
  readonly label: string | undefined
  readonly salt: Buffer
  /** The HMAC, in hexadecimal digits. */
  readonly mac: string
  readonly ciphertext: Buffer
}

const MARK = '$ANSIBLE_VAULT'
const CIPHER = 'AES256'
const WIDTH = 80

/** The label that is not written down. */
export const DEFAULT_LABEL = 'default'

/** Whether this is vaulted: begins as such, and is ASCII alone. */
export const isVaulted = (content: string | Uint8Array): boolean =>
  typeof content === 'string'
    ? content.startsWith(MARK) && /^[\x00-\x7f]*$/.test(content)
    : MARK_BYTES.equals(content.subarray(0, MARK_BYTES.length)) &&
      content.every(byte => byte < 0x80)

const MARK_BYTES = Buffer.from(MARK)

/** Takes a vaulted text apart; throws VaultProblem where it is none. */
export const readEnvelope = (text: string): Envelope => {
  const [first = '', ...lines] = text.split(/\r?\n|\r/).map(line => line.trim())
  const [mark, version, cipher, label] = first.split(';').map(part => part.trim())
  if (mark !== MARK || version === undefined || cipher === undefined)
    throw damaged(`its first line must be ${MARK};1.1;${CIPHER}`, 0)
  if (cipher !== CIPHER)
    throw new VaultProblem('vault/unknown-cipher', `the cipher "${cipher}" is not known`, {
      hint: `encrypt it anew: ${CIPHER} is what ansible-vault writes`,
    })
  const wrong = lines.findIndex(line => /[^0-9a-fA-F]/.test(line))
  if (wrong !== -1) throw damaged('only hexadecimal digits may stand in it', wrong + 1)
  const last = lines.findLastIndex(line => line !== '')
  const inner = digits(lines.join(''), last + 1)
  const [salt, mac, ciphertext] = split(inner.toString('latin1'))
  if (salt === undefined || mac === undefined || ciphertext === undefined)
    throw damaged(
      /^1\.[12]$/.test(version)
        ? 'a part of it is missing'
        : `the format ${version} is not known, expected 1.1 or 1.2`,
      /^1\.[12]$/.test(version) ? last + 1 : 0,
    )
  return {
    label: label === undefined || label === '' ? undefined : label,
    salt: digits(salt, last + 1),
    mac,
    ciphertext: digits(ciphertext, last + 1),
  }
}

/** What is wrong with a vaulted text, as far as it can be told without a password. */
export const envelopeProblem = (text: string): VaultProblem | undefined => {
  try {
    readEnvelope(text)
    return undefined
  } catch (problem) {
    if (problem instanceof VaultProblem) return problem
    throw problem
  }
}

/** The text of an envelope. */
export const envelopeText = ({ label, salt, mac, ciphertext }: Envelope): string => {
  const isPlain = label === undefined || label === '' || label === DEFAULT_LABEL
  const head = [MARK, isPlain ? '1.1' : '1.2', CIPHER, ...(isPlain ? [] : [label])].join(';')
  const inner = [salt.toString('hex'), mac, ciphertext.toString('hex')].join('\n')
  const all = Buffer.from(inner).toString('hex')
  const lines = all.match(new RegExp(`.{1,${WIDTH}}`, 'g')) ?? []
  return `${[head, ...lines].join('\n')}\n`
}

const split = (inner: string): readonly (string | undefined)[] => {
  const [salt, mac, ...rest] = inner.split('\n')
  return [salt, mac, rest.length > 0 ? rest.join('') : undefined]
}

const digits = (text: string, line: number): Buffer => {
  if (text.length % 2 === 1 || /[^0-9a-fA-F]/.test(text))
    throw damaged('its digits do not come in pairs', line)
  return Buffer.from(text, 'hex')
}

const damaged = (why: string, line: number): VaultProblem =>
  new VaultProblem('vault/damaged', `the vaulted text is damaged: ${why}`, {
    line,
    hint: 'take it from a copy, or encrypt it anew',
  })
