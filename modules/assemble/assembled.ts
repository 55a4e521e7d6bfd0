// Fragments put together by Ansible's rules: in the order of their names, each on lines of its own.
import { unescaped } from '../../src/kit/index.ts'

export type Rules = {
  readonly delimiter: string | undefined
  /** A name must have this in it. */
  readonly names: RegExp | undefined
  readonly hidden: boolean
}

const NEWLINE = Buffer.from('\n')
const ended = (bytes: Buffer): boolean => bytes.at(-1) === 10

/** The whole, as text where it is one. `files` hold base64 by name. */
export const assembled = (
  files: Readonly<Record<string, string>>,
  { delimiter = '', names, hidden }: Rules,
): string | Uint8Array => {
  const line = Buffer.from(unescaped(delimiter))
  const between = line.length === 0 || ended(line) ? [line] : [line, NEWLINE]
  const parts = Object.keys(files)
    .filter(name => (hidden || !name.startsWith('.')) && (!names || names.test(name)))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(name => Buffer.from(files[name]!, 'base64'))
  const pieces = parts.flatMap((part, index) => {
    const last = parts[index - 1]
    if (!last) return [part]
    // What is empty has no end either.
    return [...(ended(last) ? [] : [NEWLINE]), ...between, part]
  })
  return asText(Buffer.concat(pieces))
}

const asText = (bytes: Buffer): string | Uint8Array => {
  const text = bytes.toString('utf8')
  return bytes.includes(0) || !Buffer.from(text).equals(bytes) ? bytes : text
}
