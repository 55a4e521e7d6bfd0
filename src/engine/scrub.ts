// Events without secrets. What an event's own words are stays as it is: a password may be "host" or "changed".
import type { Secrets } from '../base/secret.ts'
import { isDict } from '../base/value.ts'
import type { Happening } from '../model/event.ts'

/** Parts whose values are words of the house, or names that events are joined by. */
const WORDS: ReadonlySet<string> = new Set([
  ...['type', 'status', 'task', 'module', 'mode', 'level', 'kind', 'from', 'action'],
  ...['code', 'severity', 'host', 'hosts'],
])

/** Parts that are keyed by what users and hosts call things. */
const DATA: ReadonlySet<string> = new Set(['vars', 'item'])

/** The event as it may be told. */
export const scrubbed = (happening: Happening, secrets: Secrets): Happening =>
  secrets.size === 0 ? happening : (walk(happening, secrets) as Happening)

/** What was vaulted is hidden, too, but where a task is there to say it. */
export const withoutVaulted = (secrets: Secrets): ((happening: Happening) => Happening) => {
  const saying = new Set<string>()
  return happening => {
    if (happening.type === 'task.start' && happening.module === 'debug') saying.add(happening.task)
    return 'task' in happening && saying.has(happening.task)
      ? happening
      : scrubbed(happening, secrets)
  }
}

const walk = (value: unknown, secrets: Secrets): unknown => {
  if (Array.isArray(value)) return value.map(part => walk(part, secrets))
  if (!isDict(value)) return secrets.scrubAll(value)
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      if (WORDS.has(name)) return [name, part]
      return [name, DATA.has(name) ? secrets.scrubAll(part) : walk(part, secrets)]
    }),
  )
}
