// Binding of positional and keyword arguments to named parameters, as a Python call does it.
import { typeProblem } from './problem.ts'
import { Callable, type Keywords } from './values.ts'

/**
 * Names of parameters in order; one that may be left out ends in `?`; `*rest` takes all that
 * follow.
 */
export type Parameters = readonly string[]

type Bound = { readonly values: readonly unknown[]; readonly rest: readonly unknown[] }

type Plan = { names: readonly string[]; required: number; rest: boolean; keywordRest: boolean }
const plans = new WeakMap<Parameters, Plan>()

const planOf = (parameters: Parameters): Plan => {
  const found = plans.get(parameters)
  if (found) return found
  const plain = parameters.filter(name => !name.startsWith('*'))
  const plan = {
    names: plain.map(name => name.replace(/\?$/, '')),
    required: plain.filter(name => !name.endsWith('?')).length,
    rest: parameters.some(name => name.startsWith('*') && !name.startsWith('**')),
    keywordRest: parameters.some(name => name.startsWith('**')),
  }
  plans.set(parameters, plan)
  return plan
}

/** Values in the order of the parameters; `undefined` where none was given. */
export const bind = (
  callee: string,
  parameters: Parameters,
  args: readonly unknown[],
  keywords: Keywords,
): Bound => {
  const { names, required, rest, keywordRest } = planOf(parameters)
  if (args.length > names.length && !rest)
    throw typeProblem(
      `${callee} takes at most ${names.length} arguments, ${args.length} were given`,
    )
  const values: unknown[] = args.slice(0, names.length)
  for (const [name, value] of keywords) {
    const index = names.indexOf(name)
    if (index === -1) {
      if (keywordRest) continue
      throw typeProblem(`${callee} has no argument '${name}'`, `its arguments: ${names.join(', ')}`)
    }
    if (index < args.length) throw typeProblem(`${callee} got argument '${name}' twice`)
    values[index] = value
  }
  for (let index = 0; index < required; index++)
    if (values[index] === undefined)
      throw typeProblem(`${callee} needs its argument '${names[index]}'`)
  return { values, rest: args.slice(names.length) }
}

/** A callable over a function that takes its arguments in order, `rest` last. */
export const callable = (
  name: string,
  parameters: Parameters,
  run: (values: readonly unknown[], rest: readonly unknown[], keywords: Keywords) => unknown,
): Callable =>
  new Callable(
    name,
    (args, keywords) => {
      const bound = bind(`${name}()`, parameters, args, keywords)
      return run(bound.values, bound.rest, keywords)
    },
    'builtin_function_or_method',
  )

const NOTHING: Keywords = new Map()
export const noKeywords = (): Keywords => NOTHING
