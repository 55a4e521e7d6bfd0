// One render: what it may use up, where names are found, where output goes. Nothing of it outlives
// the render.
import { isDict } from '../base/value.ts'
import { isUnknown } from '../base/unknown.ts'
import type { Clock, Env, Exec, Fetch, Files, Random, Vault } from '../model/edge.ts'
import type { FileOptions, Scope } from '../model/template.ts'
import { Budget } from './budget.ts'
import { globalNamed, globalNames } from './globals.ts'
import { didYouMean, Mistake } from '../base/diagnostic.ts'
import type { Node } from './tree.ts'
import { Thing, Tuple, tuple, Undefined, View } from './values.ts'

export type Edges = {
  readonly files: Files
  readonly exec: Exec
  readonly env: Env
  readonly random: Random
  readonly clock: Clock
  /** Opens vaulted values; without it they stay as they are. */
  readonly vault?: Vault
  /** For what the `password` lookup keeps; without it such a lookup is an error. */
  readonly write?: (path: string, text: string, mode: number) => void
  /** The value of a setting by the name that Ansible's documentation gives it; undefined when it has none. */
  readonly setting?: (name: string) => unknown
  /** For the lookup `url`; without it such a lookup is an error. */
  readonly fetch?: Fetch
}

/** What a scope may say besides: whether a variable's value may not be shown. */
export type HidingScope = Scope & { hides?(name: string): boolean }

/** A text being rendered: for places of errors, and for what it includes. */
export type Origin = {
  readonly text: string
  readonly file: string | undefined
  readonly find: FileOptions['find'] | undefined
}

/** Renders another text in the same run, for `include` and the `template` lookup. */
export type RenderFile = (text: string, scope: Scope, options: FileOptions, parent?: Run) => unknown

export type Run = {
  readonly budget: Budget
  readonly edges: Edges
  readonly scope: HidingScope
  readonly renderFile: RenderFile
  /** Options of the file being rendered, which included files share. */
  readonly options: FileOptions | undefined
  /**
   * Some text of the run calls a method that changes its value: data of the scope is copied first.
   */
  changes: boolean
  readonly copies: Map<string, unknown>
  out: string[]
  depth: number
}

const copy = (value: unknown, depth = 0): unknown => {
  if (typeof value !== 'object' || value === null || isUnknown(value) || depth > 100) return value
  if (value instanceof Thing || value instanceof View) return value
  if (Array.isArray(value)) {
    const items = Array.from(value, part => copy(part, depth + 1))
    return value instanceof Tuple ? tuple(items) : items
  }
  if (!isDict(value)) return value
  const made = Object.create(null) as Record<string, unknown>
  for (const [key, part] of Object.entries(value)) made[key] = copy(part, depth + 1)
  return made
}

/** Whole worlds, never worth a copy: nothing changes them. */
const SHARED = new Set(['hostvars', 'vars', 'groups'])

const ofScope = (run: Run, name: string): unknown => {
  const value = run.scope.get(name)
  if (!run.changes || typeof value !== 'object' || value === null || SHARED.has(name)) return value
  if (!run.copies.has(name)) run.copies.set(name, copy(value))
  return run.copies.get(name)
}

/** A variable that is made of something undefined is undefined itself: an error where it is used, and no sooner. */
const orUndefined = (read: () => unknown): unknown => {
  try {
    return read()
  } catch (problem) {
    if (!(problem instanceof Mistake) || problem.diagnostic.code !== 'template/undefined')
      throw problem
    const made = new Undefined(problem.diagnostic.message)
    made.origin = () => problem
    return made
  }
}

/** A region of names: the template, one turn of a loop, one call of a macro. */
export class Frame {
  readonly run: Run
  readonly parent: Frame | undefined
  readonly origin: Origin
  vars: Map<string, unknown> | undefined
  /** Without the scope's variables: a template imported without its context. */
  readonly bare: boolean

  constructor(run: Run, origin: Origin, parent?: Frame, bare = parent?.bare ?? false) {
    this.run = run
    this.origin = origin
    this.parent = parent
    this.bare = bare
  }

  set(name: string, value: unknown): void {
    this.vars ??= new Map()
    this.vars.set(name, value)
  }

  /** A name that the template made; undefined when it made none. */
  local(name: string): unknown {
    for (let frame: Frame | undefined = this; frame; frame = frame.parent) {
      const found = frame.vars?.get(name)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** The template's own names first, then the scope's, then what Jinja2 offers. */
  get(name: string): unknown {
    let found = this.local(name)
    if (found === undefined && !this.bare) found = orUndefined(() => ofScope(this.run, name))
    if (found === undefined) found = globalNamed(name, this.run)
    return found === undefined ? new Undefined(`'${name}' is undefined`) : found
  }

  inner(): Frame {
    return new Frame(this.run, this.origin, this)
  }

  /** A word like a misspelt name. */
  like(name: string): string | undefined {
    const names = new Set([...this.run.scope.names(), ...globalNames()])
    for (let frame: Frame | undefined = this; frame; frame = frame.parent)
      for (const own of frame.vars?.keys() ?? []) names.add(own)
    return didYouMean(name, names)
  }
}

/** A problem with the node and the frame where it came up. */
export class Located extends Error {
  override readonly cause: Error
  readonly node: Node
  readonly frame: Frame
  constructor(cause: Error, node: Node, frame: Frame) {
    super(cause.message)
    this.cause = cause
    this.node = node
    this.frame = frame
  }
}

/** A fresh run. */
export const newRun = (
  edges: Edges,
  scope: Scope,
  renderFile: RenderFile,
  more: { options?: FileOptions; changes?: boolean; budget?: Budget; depth?: number } = {},
): Run => ({
  budget: more.budget ?? new Budget(),
  get edges() {
    scope.stirs?.()
    return edges
  },
  scope,
  renderFile,
  options: more.options,
  changes: more.changes ?? false,
  copies: new Map(),
  out: [],
  depth: more.depth ?? 0,
})
