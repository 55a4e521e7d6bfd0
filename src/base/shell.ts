// Text for a POSIX shell. Nothing reaches a script but through here. What a host said may come here as well: what
// cannot be a word or a name is a Mistake of the step, not a bug.
import { error, Mistake } from './diagnostic.ts'

/** One word, quoted so that any shell takes it as it is. */
export const quote = (word: string): string => {
  if (word.includes('\0'))
    throw new Mistake(
      error(
        'shell/nul',
        `${JSON.stringify(word.slice(0, 80))} holds a NUL byte: no path and no word of a command can`,
      ),
    )
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) && !word.startsWith('=')
    ? word
    : `'${word.replaceAll("'", `'\\''`)}'`
}

/** A command line of quoted words. */
export const command = (argv: readonly string[]): string => argv.map(quote).join(' ')

/** `A=1 B=2 `, to stand before a command; empty for no variables. */
export const assignments = (env: Readonly<Record<string, string>>): string =>
  Object.entries(env)
    .map(([name, value]) => {
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new Mistake(notAName(name))
      return `${name}=${quote(value)} `
    })
    .join('')

const notAName = (name: string) =>
  error(
    'shell/variable',
    `${JSON.stringify(name.slice(0, 80))} is no name for an environment variable: letters, digits and _ alone`,
  )

/** Bytes as the format of printf: text stays readable, the rest becomes octal escapes. */
export const printfFormat = (bytes: Uint8Array): string => {
  const parts: string[] = []
  for (const byte of bytes) {
    // A format that begins with a dash would be taken for an option.
    if (byte === 0x2d && parts.length === 0) parts.push('\\055')
    else if (byte === 0x25) parts.push('%%')
    else if (byte === 0x5c) parts.push('\\\\')
    else if (byte === 0x27) parts.push(`'\\''`)
    else if (byte === 0x0a || (byte >= 0x20 && byte < 0x7f)) parts.push(String.fromCharCode(byte))
    else parts.push(`\\${byte.toString(8).padStart(3, '0')}`)
  }
  return `'${parts.join('')}'`
}
