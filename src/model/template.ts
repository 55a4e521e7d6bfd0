// What the rest of the house needs of templates: a text with its place in, a value out.
import type { Span } from '../base/source.ts'

/** Where names are looked up. */
export interface Scope {
  /** The value of a variable, templated already; `undefined` when no source has it. */
  get(name: string): unknown
  has(name: string): boolean
  /** All names, for `varnames` and `vars`. */
  names(): Iterable<string>
  /** A variable as it was written, templates in it; without this, as `get` has it. */
  source?(name: string): unknown
  /** Hears that a template looks at more than variables: the clock, files, chance. */
  stirs?(): void
}

/** One use of a variable in a template. */
export type NameUse = {
  readonly name: string
  readonly from: number
  readonly to: number
  /** Under `default`, `is defined` and their like: may be missing. */
  readonly guarded: boolean
}

export interface Templates {
  /**
   * A text with templates. A lone `{{ expression }}` may give more than a text; unknown in, unknown out. `escapes: 'keep'`
   * is for file templates, where string literals have Jinja2's own escapes. Throws Mistake, positioned.
   */
  render(text: string, scope: Scope, at?: Span): unknown
  /** A bare expression (`when`, `until`): its value. */
  expression(text: string, scope: Scope, at?: Span): unknown
  /**
   * All texts in a value, at any depth; places of containers are used for errors. What is vaulted is opened, or with
   * `closed` made ready to be opened by whoever uses it.
   */
  deep(value: unknown, scope: Scope, at?: Span, vaulted?: 'closed'): unknown
  /** A template file: its text; Unknown when any part of it is. */
  file(text: string, scope: Scope, options: FileOptions): unknown
  /** Whether a value's texts hold any template. */
  isTemplate(value: unknown): boolean
  /** Python's truth; Unknown stays. */
  truth(value: unknown): unknown
  /** Names that a text (or bare expression) uses, for checks; throws Mistake on wrong syntax. */
  namesIn(text: string, kind: 'text' | 'expression', at?: Span): readonly NameUse[]
  /** The items of a `with_*` lookup; terms are templated already. */
  lookup(
    name: string,
    terms: readonly unknown[],
    options: Readonly<Record<string, unknown>>,
    scope: Scope,
  ): unknown
}

export type FileOptions = {
  readonly file: string
  readonly trimBlocks?: boolean
  readonly lstripBlocks?: boolean
  readonly keepTrailingNewline?: boolean
  readonly marks?: {
    readonly blockStart?: string
    readonly blockEnd?: string
    readonly variableStart?: string
    readonly variableEnd?: string
    readonly commentStart?: string
    readonly commentEnd?: string
  }
  /** Other templates, for include, import and extends. */
  readonly find?: (name: string) => { readonly file: string; readonly text: string } | undefined
}
