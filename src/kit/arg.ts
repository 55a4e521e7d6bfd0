// Arguments of modules: each is a JSON schema that documents itself, and the type the compiler sees. Beside
// JSON Schema's own keys stand `aliases`, `required`, `secret` and `format`, which registry/args and the docs read.
import type { Arg, JsonSchema } from '../model/module.ts'

export type Optional<T> = Arg<T | undefined>
type Given<A> = A extends Arg<infer T> ? Exclude<T, undefined> : never

const make = <T>(description: string, schema: JsonSchema): Optional<T> => ({
  schema: { description, ...schema },
})
const extend = <T>(arg: Arg, more: JsonSchema): Arg<T> => ({ schema: { ...arg.schema, ...more } })

export const arg = {
  /** Any text; numbers and booleans become text as Python prints them. */
  text: (description: string) => make<string>(description, { type: 'string' }),
  /** A path on the host; `~` is the user's home. */
  path: (description: string) => make<string>(description, { type: 'string', format: 'path' }),
  /** yes, no, true, false, on, off, 1, 0. */
  bool: (description: string) => make<boolean>(description, { type: 'boolean' }),
  int: (description: string) => make<number>(description, { type: 'integer' }),
  number: (description: string) => make<number>(description, { type: 'number' }),
  /** One of these words. */
  choice: <const C extends string>(description: string, ...choices: readonly C[]) =>
    make<C>(description, { type: 'string', enum: choices }),
  /** A list of texts; a single text with commas is taken apart. */
  list: (description: string) =>
    make<readonly string[]>(description, { type: 'array', items: { type: 'string' } }),
  /** A list of anything. */
  items: (description: string, items: JsonSchema = {}) =>
    make<readonly unknown[]>(description, { type: 'array', items }),
  dict: (description: string) =>
    make<Readonly<Record<string, unknown>>>(description, { type: 'object' }),
  /** Anything, as it was written. */
  any: (description: string) => make<unknown>(description, {}),
  /** Permissions: octal (0644, '0644') or symbolic (u=rw,g=r); always text, see units.ts. */
  mode: (description = 'Permissions, octal as in 0644 or symbolic as in u=rw,g=r.') =>
    make<string>(description, { type: 'string', format: 'mode' }),
  /** With a default. */
  or: <A extends Arg, const D extends Given<A>>(of: A, value: D): Arg<Given<A>> =>
    extend(of, { default: value }),
  /** Must be given. */
  must: <A extends Arg>(of: A): Arg<Given<A>> => extend(of, { required: true }),
  /** Other names for it. */
  alias: <A extends Arg>(of: A, ...aliases: readonly string[]): A => extend(of, { aliases }) as A,
  /** Ansible has it, mokplay not yet: who gives it is told why. */
  later: <A extends Arg>(of: A, why: string): A => extend(of, { later: why }) as A,
  /** Never shown. */
  secret: <A extends Arg>(of: A): A => extend(of, { secret: true }) as A,
} as const

const NO_CONTEXT = 'set the context by a command, such as chcon'

/** owner, group and mode, as every module that makes files takes them. */
export const fileArgs = {
  owner: arg.text('Name or id of the user who shall own it.'),
  group: arg.text('Name or id of the group.'),
  mode: arg.mode(),
  unsafe_writes: arg.or(arg.bool('Write into the file itself where it cannot be replaced.'), false),
  attributes: arg.later(
    arg.alias(arg.text('Flags as chattr takes them.'), 'attr'),
    'set them by a command',
  ),
  seuser: arg.later(arg.text('User part of the SELinux context.'), NO_CONTEXT),
  serole: arg.later(arg.text('Role part of the SELinux context.'), NO_CONTEXT),
  setype: arg.later(arg.text('Type part of the SELinux context.'), NO_CONTEXT),
  selevel: arg.later(arg.text('Level part of the SELinux context.'), NO_CONTEXT),
} as const
