// A value that stands encrypted in a playbook (`!vault |`). It stays closed until somebody uses it, and is a text then:
// a password that is missing or wrong matters only where the value does. What is `!unsafe` goes the same way: its text
// stands there for all to read, and is no template either.
import type { Where } from './vault/mistake.ts'

export class Sealed {
  /** As it was written, without its indentation. */
  readonly text: string
  readonly where: Where
  readonly #open: ((sealed: Sealed) => string) | undefined

  /** `open` throws a Mistake where it cannot. */
  constructor(text: string, where: Where, open?: (sealed: Sealed) => string) {
    this.text = text
    this.where = where
    this.#open = open
  }

  /** The same value, for one who can open it. */
  with(open: (sealed: Sealed) => string): Sealed {
    return this.#open ? this : new Sealed(this.text, this.where, open)
  }

  open(): string {
    return this.#open ? this.#open(this) : this.text
  }

  toString(): string {
    return this.open()
  }

  toJSON(): string {
    return this.open()
  }
}

/** A text that is no template, whatever stands in it. */
export class Unsafe extends Sealed {
  constructor(text: string, where: Where) {
    super(text, where, ({ text: same }) => same)
  }
}

/** What stands for a closed value in JSON, in Ansible's words. */
export const sealedJson = (sealed: Sealed): unknown =>
  sealed instanceof Unsafe ? { __ansible_unsafe: sealed.text } : { __ansible_vault: sealed.text }

/** The text of a closed value; any other value as it is. */
export const opened = (value: unknown): unknown => (value instanceof Sealed ? value.open() : value)
