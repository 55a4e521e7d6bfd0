// The values that Python has and JavaScript lacks, and the few questions asked of every value.
// Text, list, dict, number, boolean and null are JavaScript's own; see base/value.ts for Float.
import { Float, isDict } from '../base/value.ts'
import { opened, Sealed } from '../base/sealed.ts'
import { Unknown, UnknownRead } from '../base/unknown.ts'
import { Problem, typeProblem } from './problem.ts'

/** An immutable list; prints with round brackets. */
export class Tuple extends Array<unknown> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
}

/** A tuple of these. (Array's own constructor takes a lone number for a length.) */
export const tuple = (items: readonly unknown[]): Tuple => {
  const made = new Tuple()
  for (const item of items) made.push(item)
  return made
}

/** `dict.keys()`, `range()`: read like lists, print as Python prints them. */
export class View extends Array<unknown> {
  kind = ''
  shown: string | undefined
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
}

/** A view of a Python type over these items; `shown` replaces its printed form. */
export const view = (kind: string, items: Iterable<unknown>, shown?: string): View => {
  const made = new View()
  for (const item of items) made.push(item)
  Object.defineProperty(made, 'kind', { value: kind, enumerable: false })
  Object.defineProperty(made, 'shown', { value: shown, enumerable: false })
  return made
}

/** What stands for a name or a member that is not there: an error as soon as it is used. */
export class Undefined {
  readonly message: string
  /** The same as an error with its place, set where it was read. */
  origin: (() => Error) | undefined
  constructor(message: string) {
    this.message = message
  }
  problem(): Problem {
    return new Problem('template/undefined', this.message)
  }
  error(): Error {
    return this.origin?.() ?? this.problem()
  }
}

/** A value of the template language itself: macro, loop, namespace, module, date. */
export abstract class Thing {
  /** The name of its Python type. */
  abstract readonly type: string
  /** A member; undefined when there is none of the name. */
  member(_name: string): unknown {
    return undefined
  }
  abstract toString(): string
}

/**
 * What an inline `if` without `else` gives: undefined, but prints nothing and is false, as Jinja2
 * has it.
 */
export class Blank extends Undefined {}

/** A pair of `groupby`: also has `.grouper` and `.list`. */
export class Group extends Tuple {}

export type Keywords = ReadonlyMap<string, unknown>

/** Something that `()` works on. */
export class Callable extends Thing {
  readonly type: string
  readonly name: string
  readonly call: (args: readonly unknown[], keywords: Keywords) => unknown
  constructor(name: string, call: Callable['call'], type = 'function') {
    super()
    this.name = name
    this.call = call
    this.type = type
  }
  toString(): string {
    return `<${this.type} ${this.name}>`
  }
}

export const isNumber = (value: unknown): value is number | bigint | Float | boolean =>
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  typeof value === 'bigint' ||
  value instanceof Float

export const isInteger = (value: unknown): value is number | bigint =>
  typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))

export const isFloat = (value: unknown): value is number | Float =>
  value instanceof Float || (typeof value === 'number' && !Number.isInteger(value))

/** A float of a JavaScript number; whole ones need the class. */
export const float = (value: number): number | Float =>
  Number.isInteger(value) ? new Float(value) : value

/** A Python int: bigint only where a number would lose digits. */
export const integer = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value

/** The Python name of a value's type, as error messages give it. */
export const typeName = (value: unknown): string => {
  if (value === null || value === undefined) return 'NoneType'
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  if (isInteger(value)) return 'int'
  if (isFloat(value)) return 'float'
  if (value instanceof Tuple) return 'tuple'
  if (value instanceof View) return value.kind
  if (Array.isArray(value)) return 'list'
  if (value instanceof Undefined) return 'AnsibleUndefined'
  if (value instanceof Unknown) return 'unknown'
  if (value instanceof Sealed) return 'AnsibleVaultEncryptedUnicode'
  if (value instanceof Thing) return value.type
  return isDict(value) ? 'dict' : 'object'
}

/**
 * Stops at what cannot be used: an undefined value is an error, an unknown ends the operation. A vaulted value is the
 * text in it.
 */
export const known = <T>(value: T): T => {
  if (value instanceof Undefined) throw value.error()
  if (value instanceof Unknown) throw new UnknownRead(value)
  return opened(value) as T
}

/** Python's truth. */
export const truth = (value: unknown): boolean => {
  if (typeof value === 'boolean') return value
  if (value === null || value === undefined) return false
  if (typeof value === 'string') return value !== ''
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'bigint') return value !== 0n
  if (value instanceof Float) return value.value !== 0
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Blank) return false
  if (value instanceof Sealed) return value.open() !== ''
  known(value)
  if (isDict(value)) {
    for (const _key in value) return true
    return false
  }
  return true
}

const SURROGATE = /[\ud800-\udbff][\udc00-\udfff]/

/** The characters of a text as Python counts them. */
export const characters = (text: string): string[] =>
  SURROGATE.test(text) ? Array.from(text) : text.split('')

/** What `for` walks over: characters, items, keys. */
export const iterate = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return characters(value)
  if (value instanceof Blank) return []
  if (value instanceof Sealed) return characters(value.open())
  known(value)
  if (isDict(value)) return Object.keys(value)
  if (value instanceof Thing && value.member('__iter__') instanceof Callable)
    return iterate((value.member('__iter__') as Callable).call([], new Map()))
  throw typeProblem(`'${typeName(value)}' object is not iterable`)
}

/** `len()`. */
export const size = (value: unknown): number => {
  if (Array.isArray(value)) return value.length
  if (typeof value === 'string')
    return SURROGATE.test(value) ? Array.from(value).length : value.length
  if (value instanceof Sealed) return size(value.open())
  known(value)
  if (isDict(value)) return Object.keys(value).length
  throw typeProblem(`object of type '${typeName(value)}' has no len()`)
}

/** A number as JavaScript has it, of any Python number. */
export const toNumber = (value: unknown): number => {
  known(value)
  if (isNumber(value)) return Number(value)
  throw typeProblem(`a number was expected, not '${typeName(value)}'`)
}

/** An index or a count: a whole number. */
export const toIndex = (value: unknown): number => {
  known(value)
  if (typeof value === 'boolean' || isInteger(value)) return Number(value)
  throw typeProblem(`'${typeName(value)}' object cannot be interpreted as an integer`)
}
