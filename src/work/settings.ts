// Settings from variables: the first name that is set, as text, number or yes/no. Their values end up on command
// lines and in network names, so nothing passes that could be taken for an option there.
import { error, Mistake } from '../base/diagnostic.ts'
import { isUnknown, UnknownRead } from '../base/unknown.ts'
import { Float } from '../base/value.ts'

/** A variable's value, templated; undefined when no source has it. */
export type Get = (variable: string) => unknown

/** A value and the name it was found under. */
export type Setting = { readonly name: string; readonly value: unknown }

/** The first of some variables that is set to anything but null and the empty text. */
export const setting = (get: Get, names: readonly string[]): Setting | undefined => {
  for (const name of names) {
    const value = get(name)
    if (isUnknown(value)) throw new UnknownRead(value)
    if (value !== undefined && value !== null && value !== '') return { name, value }
  }
  return undefined
}

const wrong = (name: string, expected: string): Mistake =>
  new Mistake(error('connection/variable', `${name} must be ${expected}`))

/** A setting as text; numbers become text. */
export const textSetting = (get: Get, names: readonly string[]): string | undefined => {
  const found = setting(get, names)
  if (!found) return undefined
  const { name, value } = found
  if (typeof value === 'string') return value
  if (typeof value === 'number' || value instanceof Float) return String(value)
  throw wrong(name, 'a text')
}

/** A setting as yes or no, in all the spellings Ansible knows. */
export const flagSetting = (get: Get, names: readonly string[]): boolean | undefined => {
  const found = setting(get, names)
  if (!found) return undefined
  const text = String(found.value).trim().toLowerCase()
  if (['yes', 'on', '1', 'true', 't', 'y', '1.0'].includes(text)) return true
  if (['no', 'off', '0', 'false', 'f', 'n', '0.0'].includes(text)) return false
  throw wrong(found.name, 'yes or no')
}

/** A setting as a whole number within bounds. */
export const numberSetting = (
  get: Get,
  names: readonly string[],
  bounds: { readonly from: number; readonly to: number },
): number | undefined => {
  const found = setting(get, names)
  const text = found?.value instanceof Float ? String(found.value.value) : String(found?.value)
  return found && wholeNumber(found.name, text, bounds)
}

/** A whole number from a text. */
export const wholeNumber = (
  name: string,
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
): number => {
  const value = Number(text)
  if (!/^\s*[0-9]+\s*$/.test(text) || value < from || value > to)
    throw wrong(name, `a whole number from ${from} to ${to}, not "${shown(text)}"`)
  return value
}

/** What OpenSSH takes in no name of a host or user: both may come to stand in a shell's command line. */
export const NO_HOST = /[\s\p{Cc}%@'"`$\\;&<>|(){}]/u
export const NO_USER = /[\s\p{Cc}'"`;&<>|(){}]|\\$/u

export const PORTS = { from: 1, to: 65535 }
/** Of seconds to connect and log in. */
export const TIMEOUTS = { from: 1, to: 86400 }

/** The name of a host or user: one word that no program can take for an option. */
export const oneWord = (what: string, text: string, forbidden = /[\s\p{Cc}]/u): string => {
  if (text === '' || text.startsWith('-') || forbidden.test(text))
    throw new Mistake(
      error(
        'connection/refused',
        `${what} "${shown(text)}" must be one word that does not begin with "-"`,
        {
          hint: 'it would be taken for something else on a command line',
        },
      ),
    )
  return text
}

const shown = (text: string): string =>
  (text.length > 60 ? `${text.slice(0, 60)}…` : text).replaceAll(/\p{Cc}/gu, '·')
