// Numbers as Python reads them from texts.
import { float, integer } from './values.ts'
import type { Float } from '../base/value.ts'

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'
const PREFIXES: Readonly<Record<number, string>> = { 2: '0b', 8: '0o', 16: '0x' }

/** `int(text, base)`. */
export const readInt = (value: string, base = 10): number | bigint | undefined => {
  const text = value.trim().replaceAll(/(?<=\w)_(?=\w)/g, '')
  const sign = text.startsWith('-') ? -1n : 1n
  const digits = text.replace(/^[-+]/, '').toLowerCase()
  const prefix = PREFIXES[base]
  const bare = prefix && digits.startsWith(prefix) ? digits.slice(2) : digits
  const allowed = DIGITS.slice(0, base)
  if (bare === '' || ![...bare].every(digit => allowed.includes(digit))) return undefined
  if (base === 10) return integer(sign * BigInt(bare))
  let sum = 0n
  for (const digit of bare) sum = sum * BigInt(base) + BigInt(allowed.indexOf(digit))
  return integer(sign * sum)
}

/** `float(text)`. */
export const readFloat = (text: string): number | Float | undefined => {
  const plain = text
    .trim()
    .replaceAll(/(?<=\d)_(?=\d)/g, '')
    .toLowerCase()
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(plain)) return float(Number(plain))
  if (/^[-+]?inf(?:inity)?$/.test(plain)) return plain.startsWith('-') ? -Infinity : Infinity
  return /^[-+]?nan$/.test(plain) ? Number.NaN : undefined
}
