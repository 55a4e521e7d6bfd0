// Lookups of community.general that need nothing but variables and chance.
import { isDict } from '../../base/value.ts'
import { str } from '../print.ts'
import { Problem, typeProblem } from '../problem.ts'
import { randomBelow } from '../randomness.ts'
import { regexOf } from '../regex.ts'
import type { Run } from '../run.ts'
import { toIndex, truth } from '../values.ts'
import type { Lookups, Options } from './lookup.ts'

const NUMBERS = '0123456789'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const SPECIAL = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'

const randomString = (options: Options, run: Run): string => {
  const below = randomBelow(undefined, run)
  const special = str(options['override_special'] ?? SPECIAL)
  const sets = { numeric: NUMBERS, lower: LOWER, upper: LOWER.toUpperCase(), special }
  const wanted = (name: string): boolean => truth(options[name] ?? true)
  const all =
    options['override_all'] !== undefined && options['override_all'] !== null
      ? str(options['override_all'])
      : [
          wanted('upper') ? sets.upper : '',
          wanted('lower') ? sets.lower : '',
          wanted('numbers') ? NUMBERS : '',
          wanted('special') ? special : '',
        ].join('')
  const pick = (from: string, count: number): string[] => {
    if (from === '') throw typeProblem('random_string: there are no characters to choose from')
    run.budget.room(count)
    return Array.from({ length: Math.max(0, count) }, () => from[below(from.length)]!)
  }
  const letters =
    options['override_all'] === undefined
      ? Object.entries(sets).flatMap(([name, from]) => {
          const least = toIndex(options[`min_${name}`] ?? 0)
          return least > 0 ? pick(from, least) : []
        })
      : []
  letters.push(...pick(all, toIndex(options['length'] ?? 8) - letters.length))
  for (let at = letters.length - 1; at > 0; at--) {
    const other = below(at + 1)
    ;[letters[at], letters[other]] = [letters[other]!, letters[at]!]
  }
  const made = letters.join('')
  return truth(options['base64'] ?? false) ? Buffer.from(made).toString('base64') : made
}

const merged = (a: unknown, b: unknown, name: string, override: string): unknown => {
  if (Array.isArray(a) && Array.isArray(b)) return [...(a as unknown[]), ...(b as unknown[])]
  if (!isDict(a) || !isDict(b))
    throw typeProblem('merge_variables: all variables must be lists, or all mappings')
  const made: Record<string, unknown> = { ...a }
  for (const [key, value] of Object.entries(b)) {
    const old = made[key]
    if (isDict(value)) made[key] = merged(isDict(old) ? old : {}, value, `${name}.${key}`, override)
    else if (Array.isArray(value) && Array.isArray(old))
      made[key] = [...(old as unknown[]), ...(value as unknown[])]
    else if (old !== undefined && old !== value && override === 'error')
      throw new Problem(
        'template/type',
        `merge_variables: "${key}" is ${str(old)} and would become ${str(value)} by "${name}"`,
        { hint: "override='ignore' lets it" },
      )
    else made[key] = value
  }
  return made
}

const matches = (pattern: string, type: string): ((name: string) => boolean) => {
  if (type === 'prefix') return name => name.startsWith(pattern)
  if (type === 'suffix') return name => name.endsWith(pattern)
  const regex = regexOf(pattern)
  return name => {
    regex.lastIndex = 0
    return regex.test(name)
  }
}

export const generalLookups: Lookups = {
  random_string: { run: (_terms, options, run) => [randomString(options, run)] },
  merge_variables: {
    run: (terms, { pattern_type: type = 'regex', override = 'error', initial_value: first }, run) =>
      terms.map(term => {
        const fits = matches(str(term), str(type))
        const names = [...run.scope.names()].filter(fits).sort()
        let made: unknown = first ?? undefined
        for (const name of names) {
          const value = run.scope.get(name)
          made = made === undefined ? value : merged(made, value, name, str(override))
        }
        return made ?? null
      }),
  },
}
