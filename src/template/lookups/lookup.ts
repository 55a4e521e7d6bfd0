// What a lookup is.
import type { Run } from '../run.ts'

export type Options = Readonly<Record<string, unknown>>

export type Lookup = {
  /** Undefined terms reach it. */
  readonly lenient?: true
  run(terms: readonly unknown[], options: Options, run: Run): unknown[]
}

export type Lookups = Readonly<Record<string, Lookup>>
