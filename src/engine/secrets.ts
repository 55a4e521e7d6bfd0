// What in a run is secret by its name or its module's word: passwords among the variables, arguments that modules
// mark. Their values are known to `world.secrets` before any event can hold them.
import { isDict } from '../base/value.ts'
import type { Secrets } from '../base/secret.ts'
import { BECOME_VARIABLES, CONNECTION_VARIABLES } from '../lang/connection-variables.ts'
import type { Arg, AnyModule } from '../model/module.ts'

/** Variables whose values never reach an event. */
export const SECRET_VARIABLES: ReadonlySet<string> = new Set([
  ...CONNECTION_VARIABLES.password,
  ...CONNECTION_VARIABLES.keyPassphrase,
  ...BECOME_VARIABLES.password,
  'ansible_sudo_pass',
  'ansible_su_pass',
  'ansible_doas_pass',
])

/** Hears of every variable that is read, with its templates filled in. */
export const listener =
  (secrets: Secrets) =>
  (name: string, value: unknown): void => {
    if (SECRET_VARIABLES.has(name) && (typeof value === 'string' || typeof value === 'number'))
      secrets.add(String(value))
  }

/** In a mapping, only what is called like a secret is one: a header may be no more than a language. */
const TELLING = /auth|cookie|key|pass|secret|token/i

const addAll = (secrets: Secrets, value: unknown): void => {
  if (typeof value === 'string') secrets.add(value)
  else if (Array.isArray(value)) for (const item of value) addAll(secrets, item)
  else if (isDict(value))
    for (const [name, part] of Object.entries(value)) if (TELLING.test(name)) addAll(secrets, part)
}

/** Takes the values of arguments that the module marks. */
export const noteArgs = (
  secrets: Secrets,
  module: AnyModule,
  args: Readonly<Record<string, unknown>>,
): void => {
  for (const [name, { schema }] of Object.entries(module.args as Readonly<Record<string, Arg>>))
    if (schema['secret'] === true) addAll(secrets, args[name])
}
