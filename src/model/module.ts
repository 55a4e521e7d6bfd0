// What a module is: arguments, questions, and a pure function from answers to changes.
import type { Change, Output } from './change.ts'
import type { Vars } from './inventory.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

declare const type: unique symbol

/** One argument: its schema is the check, the documentation and (through T) the compiler's type. */
export type Arg<T = unknown> = { readonly schema: JsonSchema; readonly [type]?: T }
export type ArgsSpec = Readonly<Record<string, Arg>>
export type ArgsOf<S> = { readonly [K in keyof S]: S[K] extends Arg<infer T> ? T : never }

/** A question to a host. `kind` and `id` name the subject; `ask` says how much of it is wanted. */
export type Probe<A = unknown> = {
  readonly kind: string
  readonly id: string
  readonly ask?: Readonly<Record<string, unknown>>
  readonly [type]?: A
}

/** A question that hangs on an answer, which may hang on another; `undefined` ends the chain. */
export type After<A = unknown, B = unknown> = {
  readonly first: Probe<A> | After<unknown, A>
  next(answer: A | undefined): Probe<B> | After<unknown, B> | undefined
}

export type Reads = Readonly<Record<string, Probe | After | undefined>>

/**
 * Answers by the names of the questions: what is known, or undefined for what is absent. Reading what is unknown
 * makes the step unknown; reading what could not be asked makes it fail.
 */
export type StateOf<R> = { readonly [K in keyof R]: AnswerOf<NonNullable<R[K]>> | undefined }

type AnswerOf<Q> = Q extends Probe<infer A> ? A : Q extends After<infer _A, infer B> ? B : never

/** What every session tells at its beginning. */
export type Facts = {
  readonly os: {
    readonly id: string
    readonly family: string
    readonly version: string
    readonly name: string
  }
  /** dnf, yum, apt, zypper, pacman, apk; empty where none was found. */
  readonly packages: string
  /** systemd, openrc, sysvinit; empty where none runs. */
  readonly init: string
  readonly kernel: string
  readonly machine: string
  /** The user that asks and acts, with id, home and umask (octal). */
  readonly user: string
  readonly uid: number
  readonly home: string
  /** Where the session stands: what relative paths hang on. */
  readonly cwd?: string
  readonly umask: string
  /** gnu, busybox or bsd: how stat and its like are spelt. */
  readonly flavour: string
  /** The host's name in the inventory; of a delegated step, the host that delegates. */
  readonly name?: string
  /** Where relative paths of the controller begin, and where its user is at home. */
  readonly controller?: { readonly folder: string; readonly home: string }
  /** The host is the controller itself. */
  readonly isController?: boolean
  /** What delegate_to says. */
  readonly delegate?: string
}

/** Rules between arguments, as Ansible has them. */
export type ArgRules = {
  readonly oneOf?: readonly (readonly string[])[]
  readonly exclusive?: readonly (readonly string[])[]
  readonly together?: readonly (readonly string[])[]
  /** [argument, value, the arguments then needed] */
  readonly requiredIf?: readonly (readonly [string, unknown, readonly string[]])[]
  /** [argument, the arguments it needs beside it] */
  readonly requiredBy?: readonly (readonly [string, readonly string[]])[]
}

/** What a module's `result` may look at. */
export type ResultInput<S, R> = {
  readonly args: ArgsOf<S>
  readonly before: StateOf<R>
  /** After the changes; in a dry run as planned, and unknown where only the run can tell. */
  readonly after: StateOf<R>
  readonly changes: readonly Change[]
  /** Of the `run` and `reconnect` ops, in order. Reading one in a dry run makes the result unknown. */
  readonly outputs: readonly Output[]
  readonly facts: Facts
}

export interface Module<S extends ArgsSpec = ArgsSpec, R extends Reads = Reads> {
  readonly name: string
  /** Where a user's own module lies; what it throws is its author's bug, not ours. */
  readonly file?: string
  /** Other names it goes by (`yum` for dnf). */
  readonly aliases?: readonly string[]
  /** One sentence. */
  readonly summary: string
  readonly args: S
  /** The argument that takes free-form text (`command: ls -l`). */
  readonly freeForm?: keyof S & string
  /** Takes arguments of any name beside its own (`set_fact`). */
  readonly openArgs?: boolean
  readonly rules?: ArgRules
  /** Return values and their sentence, apart from `changed`, `failed`, `msg`. */
  readonly returns?: Readonly<Record<string, string>>
  /** Programs and conditions on the host, as one sentence. */
  readonly needs?: string
  /** How much of its changes a dry run can tell. */
  readonly predicts: 'full' | 'partial' | 'no'
  /** What else a user should know: differences to Ansible. */
  readonly notes?: readonly string[]
  /** Arguments that no module may be given yet, though Ansible has them: name → why. */
  readonly unsupported?: Readonly<Record<string, string>>
  reads(args: ArgsOf<S>, facts: Facts): R
  plan(args: ArgsOf<S>, state: StateOf<R>, facts: Facts): readonly Change[]
  result?(input: ResultInput<S, R>): Vars
  /** Names of facts that its result sets: unknown where the step is. */
  gives?(args: ArgsOf<S>): readonly string[]
  /** One sentence for what a failed program printed; the last lines are shown where there is none. */
  explain?(output: Output): string | undefined
}

// Methods are bivariant, so a module of any arguments is one of these.
export type AnyModule = Module<any, any> // eslint-disable-line @typescript-eslint/no-explicit-any

/** Finds modules by short or full name. What `lang` must know of modules. */
export interface ModuleTable {
  find(name: string): AnyModule | undefined
  /** All short names, for "did you mean". */
  readonly names: readonly string[]
}
