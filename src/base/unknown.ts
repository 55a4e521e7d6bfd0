// A value that only the real run can tell. It flows through templates and conditions, and is never guessed.

export class Unknown {
  /** Why it cannot be known yet, as a clause: "what `uname -r` prints". */
  readonly why: string
  constructor(why: string) {
    this.why = why
    Object.freeze(this)
  }
  toString(): string {
    return `(known after the run: ${this.why})`
  }
  toJSON(): string {
    return this.toString()
  }
}

export const unknown = (why: string): Unknown => new Unknown(why)
export const isUnknown = (value: unknown): value is Unknown => value instanceof Unknown

/** The first unknown inside a value, at any depth. */
export const findUnknown = (value: unknown, depth = 0): Unknown | undefined => {
  if (value instanceof Unknown) return value
  if (typeof value !== 'object' || value === null || depth > 64) return undefined
  for (const part of Object.values(value)) {
    const found = findUnknown(part, depth + 1)
    if (found) return found
  }
  return undefined
}

/** Thrown when a module reads what is not known: its step becomes unknown. */
export class UnknownRead extends Error {
  readonly unknown: Unknown
  constructor(what: Unknown) {
    super(what.why)
    this.name = 'UnknownRead'
    this.unknown = what
  }
}

const RAW = Symbol('raw')

/**
 * A value whose unknown parts throw UnknownRead when read; the value itself where nothing in it is unknown.
 * `raw` gives the parts back to those who only pass them on.
 */
export const guarded = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || !findUnknown(value)) return value
  return new Proxy(value, {
    get(target, key) {
      if (key === RAW) return target
      const part: unknown = Reflect.get(target, key)
      if (part instanceof Unknown) throw new UnknownRead(part)
      return typeof part === 'object' ? guarded(part) : part
    },
  })
}

/** What `guarded` was given. */
export const raw = <T>(value: T): T =>
  typeof value === 'object' && value !== null ? ((value as { [RAW]?: T })[RAW] ?? value) : value
