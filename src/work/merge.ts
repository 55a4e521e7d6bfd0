// hash_behaviour = merge: a mapping of a name is made of all mappings of this name, the stronger over the weaker.
import { dict, isDict } from '../base/value.ts'
import type { VarsLayer } from '../model/inventory.ts'
import type { Source } from './vars.ts'

/** Two mappings as one, at any depth; lists are not joined. */
export const mergeDicts = (
  weak: Readonly<Record<string, unknown>>,
  strong: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const whole = dict(Object.entries(weak))
  for (const [key, value] of Object.entries(strong)) {
    const had = Object.hasOwn(whole, key) ? whole[key] : undefined
    whole[key] = isDict(had) && isDict(value) ? mergeDicts(had, value) : value
  }
  return whole
}

/** Layers, strongest first, as one source. What ends the mappings of a name ends the merging. */
export const mergedSource = (layers: readonly (VarsLayer | Source)[]): Source => ({
  find: name => {
    const all = layers.flatMap(each => {
      if ('vars' in each) return Object.hasOwn(each.vars, name) ? [each] : []
      if (each.all) return each.all(name)
      return each.find(name) ?? []
    })
    const [first] = all
    if (!first || !isDict(first.vars[name])) return first
    const end = all.findIndex(({ vars }) => !isDict(vars[name]))
    const joined = end === -1 ? all : all.slice(0, end)
    if (joined.length === 1) return first
    const value = joined.map(({ vars }) => vars[name] as object).reduceRight(mergeParts)
    return { ...first, vars: { [name]: value }, trusted: joined.every(({ trusted }) => trusted) }
  },
  names: () =>
    new Set(layers.flatMap(each => ('find' in each ? [...each.names()] : Object.keys(each.vars)))),
})

const mergeParts = (weak: object, strong: object): object =>
  mergeDicts(weak as Record<string, unknown>, strong as Record<string, unknown>)
