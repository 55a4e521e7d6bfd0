// What was written for a setting → its value, by Ansible's rules, but that a wrong value is said to be wrong.
import { isAbsolute, join, normalize, resolve } from 'node:path'
import { didYouMean } from '../../base/diagnostic.ts'
import { isDict } from '../../base/value.ts'
import type { Setting, Values } from './model.ts'

/** Where paths are taken from. */
export type Ground = {
  /** The folder of the file that the value stands in, else the working folder. */
  readonly folder: string
  readonly cwd: string
  readonly home: string
  readonly env: (name: string) => string | undefined
}

type Coerced =
  | { readonly value: Values[keyof Values] | undefined }
  | { readonly problem: string; readonly hint?: string | undefined }

/** The value of a setting, or what is wrong with what was written. */
export const coerce = (setting: Setting, written: unknown, ground: Ground): Coerced => {
  const { kind } = setting
  const isPart = Array.isArray(written) || isDict(written)
  if (isPart && kind !== 'list' && kind !== 'pathlist' && kind !== 'pathspec')
    return {
      problem: `must be ${ONE[kind]}, not ${Array.isArray(written) ? 'a list' : 'a mapping'}`,
    }
  if (kind === 'boolean') return coerceFlag(written)
  if (kind === 'integer' || kind === 'float') return coerceNumber(kind, written)
  if (kind === 'list' || kind === 'pathlist' || kind === 'pathspec')
    return coerceList(kind, written, ground)
  const text = unquoted(String(written))
  if (kind === 'path') return { value: text === '' ? undefined : pathOf(text, ground) }
  const { choices } = setting
  if (choices && !choices.includes(text))
    return {
      problem: `must be one of ${choices.join(', ')}, not "${text}"`,
      hint: didYouMean(text, choices),
    }
  return { value: text }
}

const ONE = {
  boolean: 'yes or no',
  integer: 'a whole number',
  float: 'a number',
  text: 'a text',
  path: 'a path',
} as const

const coerceFlag = (written: unknown): Coerced => {
  const text = String(written).trim().toLowerCase()
  if (['yes', 'on', '1', 'true', 't', 'y', '1.0'].includes(text)) return { value: true }
  if (['no', 'off', '0', 'false', 'f', 'n', '0.0', ''].includes(text)) return { value: false }
  return { problem: `must be yes or no, not "${String(written)}"` }
}

const coerceNumber = (kind: 'integer' | 'float', written: unknown): Coerced => {
  const text = String(written).trim()
  if (text === '') return { value: undefined }
  const value = Number(text)
  if (Number.isFinite(value) && (kind === 'float' || Number.isInteger(value))) return { value }
  const what = kind === 'integer' ? 'a whole number' : 'a number'
  return { problem: `must be ${what}, not "${text}"` }
}

const coerceList = (
  kind: 'list' | 'pathlist' | 'pathspec',
  written: unknown,
  ground: Ground,
): Coerced => {
  if (Array.isArray(written) ? written.some(isNested) : isNested(written))
    return { problem: 'must be a list of texts' }
  const mark = kind === 'pathspec' ? ':' : ','
  const items = Array.isArray(written) ? written.map(String) : String(written).split(mark)
  const texts = items.map(item => item.trim()).filter(item => item !== '')
  if (texts.length === 0) return { value: undefined }
  return { value: kind === 'list' ? texts : texts.map(text => pathOf(text, ground)) }
}

const isNested = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && !Array.isArray(value)) || Array.isArray(value)

const unquoted = (text: string): string =>
  /^(["'])(?:.*[^\\])?\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text

/** A list of hosts is no path: `web1,` stays as it is. */
const pathOf = (text: string, { folder, cwd, home, env }: Ground): string => {
  const filled = text
    .replaceAll('{{CWD}}', cwd)
    .replace(/^~(?=\/|$)/, home)
    .replace(/\$(\w+)|\$\{(\w+)\}/g, (whole, bare, braced) => env(bare ?? braced) ?? whole)
  return isAbsolute(filled) ? normalize(filled) : join(resolve(folder), filled)
}
