// Whether something is a module: checked when it is loaded, so that a half-written one is named before any host.
import type { Arg } from '../model/module.ts'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** What is wrong with it, to stand after "the module in FILE"; undefined when it is a module. */
export const moduleMistake = (module: unknown): string | undefined => {
  if (!isRecord(module)) return 'has no default export made by defineModule'
  if (typeof module['name'] !== 'string' || !/^[a-z][a-z0-9_]*$/.test(module['name']))
    return 'needs a name in snake_case'
  if (typeof module['summary'] !== 'string' || module['summary'] === '')
    return 'needs a summary: one sentence'
  if (typeof module['reads'] !== 'function' || typeof module['plan'] !== 'function')
    return 'needs the functions "reads" and "plan"'
  if (!['full', 'partial', 'no'].includes(String(module['predicts'])))
    return 'must say what it predicts: full, partial or no'
  const { args } = module
  if (!isRecord(args)) return 'needs "args": a mapping of arguments, made by arg.text and its like'
  for (const [name, arg] of Object.entries(args)) {
    const schema = isRecord(arg) ? (arg as unknown as Arg).schema : undefined
    if (!isRecord(schema))
      return `has an argument "${name}" without a schema: make it by arg.text and its like`
    if (typeof schema['description'] !== 'string' || schema['description'] === '')
      return `has an argument "${name}" without a sentence about it`
  }
  return undefined
}
