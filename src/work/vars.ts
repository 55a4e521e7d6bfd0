// Who wins: the precedence ladder as one table, and the scope that looks names up along it. Values are templated
// when they are asked for, in the scope of the task that asks; what came from a host is never a template.
import { error, Mistake } from '../base/diagnostic.ts'
import { opened } from '../base/sealed.ts'
import { placeOfValue } from '../base/span.ts'
import type { Vars, VarsLayer } from '../model/inventory.ts'
import type { Scope, Templates } from '../model/template.ts'

/** The rungs, the weakest first. */
export const LADDER = [
  'role defaults',
  'inventory and its files',
  'facts',
  'play vars',
  'vars_files',
  'role vars',
  'block vars',
  'task vars',
  'include_vars',
  'set_fact and register',
  'role and include parameters',
  'extra vars',
  'magic variables',
  'loop variables',
] as const

export type Rung = (typeof LADDER)[number]

/** Where a scope finds names, other than in a single layer. */
export type Source = {
  find(name: string): VarsLayer | undefined
  names(): Iterable<string>
  /** Every layer that has the name, the strongest first; without it there is but the one that `find` gives. */
  all?(name: string): readonly VarsLayer[]
}

/** Layers and other sources on a rung; later ones win. */
export type On = (rung: Rung) => readonly (VarsLayer | Source)[]

const DOWN = [...LADDER].reverse()

/** All layers, the strongest first. */
export const strongestFirst = (on: On): readonly (VarsLayer | Source)[] => {
  const found: (VarsLayer | Source)[] = []
  for (const rung of DOWN) {
    const here = on(rung)
    for (let at = here.length - 1; at >= 0; at--) found.push(here[at]!)
  }
  return found
}

const SHELVES = new WeakMap<readonly VarsLayer[], Source>()

/** Layers that many scopes share, the weakest first: a name is looked for once, whoever asks. */
export const shelf = (layers: readonly VarsLayer[]): Source => {
  const known = SHELVES.get(layers)
  if (known) return known
  const seen = new Map<string, VarsLayer | undefined>()
  const made: Source = {
    find: name => {
      const had = seen.get(name)
      if (had !== undefined || seen.has(name)) return had
      const layer = layers.findLast(({ vars }) => Object.hasOwn(vars, name))
      seen.set(name, layer)
      return layer
    },
    names: () => layers.flatMap(({ vars }) => Object.keys(vars)),
    all: name => layers.filter(({ vars }) => Object.hasOwn(vars, name)).reverse(),
  }
  SHELVES.set(layers, made)
  return made
}

type Listener = (name: string, value: unknown) => void

/** What a scope was read for: each name as it is written, and as it came out. */
export type Memory = {
  readonly written: ReadonlyMap<string, unknown>
  readonly found: ReadonlyMap<string, unknown>
}

export type TaskScope = Scope & {
  /** What has been read, unless it hangs on more than this host's variables. */
  memory(): Memory | undefined
  /** Takes over what another scope found out, if all that it read is written here as it was there. */
  recall(memory: Memory): boolean
}

/** Names that lead to variables of other hosts, or to all there are. */
const WIDE: ReadonlySet<string> = new Set(['hostvars', 'vars'])

/** A scope over layers, strongest first. Each name is templated once, and told to `onRead`. */
export const scopeOver = (
  layers: readonly (VarsLayer | Source)[],
  templates: Templates,
  onRead?: Listener,
): TaskScope => {
  const found = new Map<string, unknown>()
  const written = new Map<string, unknown>()
  const open = new Set<string>()
  let isWide = false

  const layerOf = (name: string): VarsLayer | undefined => {
    for (const each of layers) {
      if ('find' in each) {
        const layer = each.find(name)
        if (layer) return layer
      } else if (Object.hasOwn(each.vars, name)) return each
    }
    return undefined
  }

  const evaluate = (name: string, layer: VarsLayer): unknown => {
    const value = layer.vars[name]
    if (!layer.trusted || !templates.isTemplate(value)) return value
    if (open.has(name)) {
      const at = placeOfValue(layer.vars, name)
      throw new Mistake(
        error('vars/recursive', `the variable "${name}" is made of itself`, {
          span: at,
          hint: `it goes round by ${[...open, name].join(' → ')}`,
        }),
      )
    }
    open.add(name)
    try {
      return templates.deep(value, scope, placeOfValue(layer.vars, name), 'closed')
    } finally {
      open.delete(name)
    }
  }

  const scope: TaskScope = {
    get: name => {
      const had = found.get(name)
      if (had !== undefined || found.has(name)) return had
      const layer = layerOf(name)
      if (WIDE.has(name)) isWide = true
      written.set(name, layer?.vars[name])
      const value = opened(layer && evaluate(name, layer))
      found.set(name, value)
      onRead?.(name, value)
      return value
    },
    has: name => {
      const layer = layerOf(name)
      written.set(name, layer?.vars[name])
      return layer !== undefined
    },
    source: name => {
      const value = layerOf(name)?.vars[name]
      written.set(name, value)
      return value
    },
    names: () => {
      isWide = true
      return new Set(
        layers.flatMap(each => ('find' in each ? [...each.names()] : Object.keys(each.vars))),
      )
    },
    stirs: () => {
      isWide = true
    },
    memory: () => (isWide ? undefined : { written, found }),
    recall: memory => {
      for (const [name, value] of memory.written)
        if (layerOf(name)?.vars[name] !== value) return false
      for (const [name, value] of memory.written) written.set(name, value)
      for (const [name, value] of memory.found) found.set(name, value)
      return true
    },
  }
  return scope
}

/** One layer. */
export const layer = (from: string, vars: Vars, trusted: boolean): VarsLayer => ({
  vars,
  trusted,
  from,
})
