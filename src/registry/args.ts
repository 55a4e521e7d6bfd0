// A task's arguments against its module's schemas: names, aliases, defaults, coercion, then ajv. Values that hold
// templates pass here at check time, and come again when they were templated.
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { didYouMean, error, type Diagnostic } from '../base/diagnostic.ts'
import { HIDDEN } from '../base/secret.ts'
import type { Span } from '../base/source.ts'
import { placeOfKey, placeOfValue } from '../base/span.ts'
import { isDict } from '../base/value.ts'
import type { AnyModule, Arg, JsonSchema } from '../model/module.ts'
import { coerce } from './coerce.ts'
import { brokenRules } from './rules.ts'

export type CheckedArgs = {
  /** Canonical names, defaults filled in. */
  readonly args: Readonly<Record<string, unknown>>
  readonly diagnostics: readonly Diagnostic[]
}

type How = {
  /** Values for which this holds are not looked into. */
  readonly later?: (value: unknown) => boolean
  readonly home?: string
  /** Where the task names its module: for what is missing. */
  readonly at?: Span
}

const OWN_KEYS = new Set([
  'aliases',
  'later',
  'required',
  'secret',
  'format',
  'description',
  'default',
])
const ajv = new Ajv({ allErrors: true, strict: false })
const validators = new WeakMap<Arg, ValidateFunction>()

/** Checks the arguments as written, and gives them as the module wants them. */
export const checkArgs = (
  module: AnyModule,
  given: Readonly<Record<string, unknown>>,
  how: How = {},
): CheckedArgs => {
  const spec = module.args as Readonly<Record<string, Arg>>
  const names = namesOf(spec)
  const diagnostics: Diagnostic[] = []
  const args: Record<string, unknown> = {}
  const written = new Map<string, string>()
  const later = new Set<string>()
  for (const [key, value] of Object.entries(given)) {
    const name = names.get(key)
    const span = placeOfKey(given, key) ?? how.at
    if (name === undefined && module.openArgs) {
      args[key] = value
      continue
    }
    if (name === undefined) {
      diagnostics.push(unknownArgument(module, key, names, span))
      continue
    }
    if (written.has(name)) {
      const twice = `"${key}" and "${written.get(name)}" are the same argument of ${module.name}`
      diagnostics.push(error('args/twice', twice, { span, hint: 'keep one of them' }))
      continue
    }
    const why = spec[name]!.schema['later']
    if (typeof why === 'string' && value !== null) {
      diagnostics.push(notYet(module, key, why, span))
      continue
    }
    written.set(name, key)
    if (value === null || value === undefined) continue
    if (how.later?.(value)) {
      later.add(name)
      continue
    }
    const { made, problems } = checkOne(module, name, spec[name]!, value, how.home)
    args[name] = made
    const at = placeOfValue(given, key) ?? span
    for (const problem of problems)
      diagnostics.push(error('args/wrong', problem.message, { span: at, hint: problem.hint }))
  }
  for (const [name, arg] of Object.entries(spec)) {
    if (name in args || later.has(name)) continue
    if ('default' in arg.schema) args[name] = arg.schema['default']
    else if (arg.schema['required'] === true)
      diagnostics.push(
        error('args/missing', `${module.name} needs the argument "${name}"`, {
          span: how.at,
          hint: sentence(arg),
        }),
      )
  }
  const present = new Set([...written.keys()].filter(name => later.has(name) || name in args))
  if (later.size === 0 || diagnostics.length === 0)
    for (const message of brokenRules(module.rules ?? {}, present, later, args))
      diagnostics.push(error('args/together', `${module.name}: ${message}`, { span: how.at }))
  return { args, diagnostics }
}

const names = new WeakMap<Readonly<Record<string, Arg>>, ReadonlyMap<string, string>>()

/** Every name an argument goes by → its own name. */
const namesOf = (spec: Readonly<Record<string, Arg>>): ReadonlyMap<string, string> => {
  const known = names.get(spec)
  if (known) return known
  const made = new Map(
    Object.entries(spec).flatMap(([name, { schema }]) =>
      [name, ...((schema['aliases'] as readonly string[] | undefined) ?? [])].map(
        key => [key, name] as const,
      ),
    ),
  )
  names.set(spec, made)
  return made
}

const unknownArgument = (
  module: AnyModule,
  key: string,
  names: ReadonlyMap<string, string>,
  span: Span | undefined,
): Diagnostic => {
  const why = module.unsupported?.[key]
  if (why !== undefined) return notYet(module, key, why, span)
  return error('args/unknown', `${module.name} has no argument "${key}"`, {
    span,
    hint: didYouMean(key, names.keys()) ?? `it takes ${[...new Set(names.values())].join(', ')}`,
  })
}

const notYet = (module: AnyModule, key: string, why: string, span: Span | undefined): Diagnostic =>
  error('args/not-yet', `${module.name}: mokplay does not do "${key}" yet`, { span, hint: why })

const sentence = (arg: Arg): string => String(arg.schema['description'] ?? '')

type Problem = { readonly message: string; readonly hint?: string | undefined }

const checkOne = (
  module: AnyModule,
  name: string,
  arg: Arg,
  value: unknown,
  home?: string,
): { made: unknown; problems: Problem[] } => {
  const made = coerce(value, arg.schema, home)
  const validate = validators.get(arg) ?? ajv.compile(schemaOf(arg.schema))
  validators.set(arg, validate)
  if (validate(made)) return { made, problems: [] }
  return { made, problems: [inWords(module, name, arg, made, validate.errors?.[0])] }
}

/** The schema without our own keys, for ajv. */
const schemaOf = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !OWN_KEYS.has(key))
      .map(([key, part]) => [key, key === 'items' && isDict(part) ? schemaOf(part) : part]),
  )

const TYPES: Readonly<Record<string, string>> = {
  boolean: 'yes or no',
  integer: 'a whole number',
  number: 'a number',
  string: 'a text',
  array: 'a list',
  object: 'a mapping',
}

const inWords = (
  module: AnyModule,
  name: string,
  arg: Arg,
  value: unknown,
  problem?: ErrorObject,
): Problem => {
  const shown = arg.schema['secret'] === true ? HIDDEN : (JSON.stringify(value) ?? 'nothing')
  const subject = `${module.name}: "${name}"`
  if (problem?.keyword === 'enum') {
    const choices = (problem.params as { allowedValues: string[] }).allowedValues
    return {
      message: `${subject} must be one of ${choices.join(', ')}, not ${shown}`,
      hint: didYouMean(String(value), choices),
    }
  }
  if (problem?.keyword === 'type') {
    const inside = problem.instancePath === '' ? '' : ` at ${problem.instancePath.slice(1)}`
    const type = (problem.params as { type: string }).type
    return {
      message: `${subject} must be ${TYPES[type] ?? type}${inside}, not ${shown.slice(0, 80)}`,
      hint: sentence(arg),
    }
  }
  return { message: `${subject} ${problem?.message ?? 'is wrong'}`, hint: sentence(arg) }
}
