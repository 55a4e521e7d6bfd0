// What a filter or a test is: named parameters, and a function of their values.
import type { Parameters } from './arguments.ts'
import type { Frame, Run } from './run.ts'
import type { Keywords } from './values.ts'

export type Context = {
  readonly run: Run
  readonly frame: Frame
  /** Other filters and tests by name, for `map('upper')` and `select('match', …)`. */
  filter(name: string, value: unknown, args: readonly unknown[], keywords: Keywords): unknown
  test(name: string, value: unknown, args: readonly unknown[], keywords: Keywords): boolean
}

export type More = { readonly rest: readonly unknown[]; readonly keywords: Keywords }

/**
 * One filter. Its first parameter is the value it is applied to; parameters left out are undefined.
 */
export type FilterPlugin = {
  readonly takes: Parameters
  /** What lacks, against Ansible's. */
  readonly partial?: string
  /** Undefined and unknown values reach it; all others never see them. */
  readonly lenient?: true
  /** Vaulted values reach it as they are. */
  readonly closed?: true
  run(values: readonly unknown[], context: Context, more: More): unknown
}

/** One test. */
export type TestPlugin = {
  readonly takes: Parameters
  /** What lacks, against Ansible's. */
  readonly partial?: string
  /** Undefined values reach it. */
  readonly lenient?: true
  /** Vaulted values reach it as they are. */
  readonly closed?: true
  run(values: readonly unknown[], context: Context): boolean
}

export type Filters = Readonly<Record<string, FilterPlugin>>
export type Tests = Readonly<Record<string, TestPlugin>>
