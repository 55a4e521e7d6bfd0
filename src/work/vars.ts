// Who wins: the precedence ladder as one table, and the scope that looks names up along it. Values are templated
// when they are asked for, in the scope of the task that asks; what came from a host is never a template.
import { error, Mistake } from '../base/diagnostic.ts'
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
  'loop variables',
  'extra vars',
  'magic variables',
] as const

export type Rung = (typeof LADDER)[number]

/** Layers on their rungs; within a rung later ones win. */
export type Layers = Readonly<Partial<Record<Rung, readonly VarsLayer[]>>>

/** All layers, the strongest first. */
export const strongestFirst = (layers: Layers): readonly VarsLayer[] =>
  [...LADDER].reverse().flatMap(rung => [...(layers[rung] ?? [])].reverse())

/** A scope over layers, strongest first. Each name is templated once. */
export const scopeOver = (layers: readonly VarsLayer[], templates: Templates): Scope => {
  const found = new Map<string, unknown>()
  const open = new Set<string>()
  const layerOf = (name: string): VarsLayer | undefined => layers.find(layer => Object.hasOwn(layer.vars, name))

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
      return templates.deep(value, scope, placeOfValue(layer.vars, name))
    } finally {
      open.delete(name)
    }
  }

  const scope: Scope = {
    get: name => {
      if (found.has(name)) return found.get(name)
      const layer = layerOf(name)
      if (!layer) return undefined
      const value = evaluate(name, layer)
      found.set(name, value)
      return value
    },
    has: name => layerOf(name) !== undefined,
    names: () => new Set(layers.flatMap(layer => Object.keys(layer.vars))),
  }
  return scope
}

/** One layer. */
export const layer = (from: string, vars: Vars, trusted: boolean): VarsLayer => ({ vars, trusted, from })
