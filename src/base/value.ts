// Plain data: comparing, freezing, printing with a fixed order, digests. Also the one number that JavaScript
// lacks: a float whose value is whole (1.0), which YAML and templates must keep apart from 1.
import { createHash } from 'node:crypto'

/** A float with a whole value. All other numbers are plain numbers. */
export class Float {
  readonly value: number
  constructor(value: number) {
    this.value = value
    Object.freeze(this)
  }
  valueOf(): number {
    return this.value
  }
  toString(): string {
    return floatText(this.value)
  }
  toJSON(): number {
    return this.value
  }
}

/** A float's shortest text, with Python's thresholds for the exponent. */
export const floatText = (value: number): string => {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const size = Math.abs(value)
  if (size >= 1e16 || size < 1e-4) {
    const [digits, exponent] = value.toExponential().split('e') as [string, string]
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
  }
  return Number.isInteger(value) ? value.toFixed(1) : String(value)
}

/** A dictionary without a prototype, so that no key can reach JavaScript's own. */
export const dict = (
  entries: Iterable<readonly [string, unknown]> = [],
): Record<string, unknown> => {
  const made = Object.create(null) as Record<string, unknown>
  for (const [key, value] of entries) made[key] = value
  return made
}

export const isDict = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** The entries of a dictionary in the order of their keys. */
export const sortedEntries = <T>(value: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))

/** Equality of plain data, at any depth; order of keys does not matter. */
export const equal = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (a instanceof Float || b instanceof Float) return Number(a) === Number(b)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, index) => equal(item, b[index]))
  }
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every(
    key =>
      Object.hasOwn(b, key) &&
      equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  )
}

/** Freezes plain data at any depth, and returns it. */
export const freeze = <T>(value: T): T => {
  if (
    typeof value !== 'object' ||
    value === null ||
    Object.isFrozen(value) ||
    ArrayBuffer.isView(value)
  )
    return value
  Object.freeze(value)
  for (const part of Object.values(value)) freeze(part)
  return value
}

/** JSON with sorted keys: equal data, equal text. */
export const stableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    isDict(part) ? Object.fromEntries(sortedEntries(part)) : part,
  ) ?? 'null'

/** SHA-256 of a text or of bytes, in hex. */
export const sha256 = (content: string | Uint8Array): string => hashed('sha256', content)

/** Other digests, in hex: Ansible tells of them in results. */
export const digest = (
  algorithm: 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512',
  content: string | Uint8Array,
): string => hashed(algorithm, content)

/** Hosts are mostly alike: the digests of the last short texts are kept. */
const KEPT = 1000
const SHORT = 4096
const kept = new Map<string, string>()

const hashed = (algorithm: string, content: string | Uint8Array): string => {
  const key =
    typeof content === 'string' && content.length <= SHORT ? `${algorithm} ${content}` : undefined
  const had = key === undefined ? undefined : kept.get(key)
  if (had !== undefined) return had
  const made = createHash(algorithm).update(content).digest('hex')
  if (key === undefined) return made
  if (kept.size >= KEPT) kept.clear()
  kept.set(key, made)
  return made
}
