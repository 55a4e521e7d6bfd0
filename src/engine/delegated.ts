// ansible_delegated_vars: what is known of the host that a task is delegated to, while the task is made.
import { isDict } from '../base/value.ts'
import type { Scope } from '../model/template.ts'
import { lazyDict } from './magic.ts'

const NAME = 'ansible_delegated_vars'

/** The scope with the other host's variables in it; whose task it is stays as it is. */
export const withDelegated = (scope: Scope, delegate: string | undefined): Scope => {
  if (delegate === undefined) return scope
  const made = (): unknown => ({ [delegate]: varsOf(scope, delegate) })
  return {
    get: name => (name === NAME ? made() : scope.get(name)),
    has: name => name === NAME || scope.has(name),
    names: () => [...scope.names(), NAME],
  }
}

const varsOf = (scope: Scope, delegate: string): Record<string, unknown> => {
  const all = scope.get('hostvars')
  const theirs = isDict(all) && Object.hasOwn(all, delegate) ? all[delegate] : undefined
  const known = isDict(theirs) ? theirs : {}
  const getters = Object.keys(known).map(name => [name, () => known[name]] as const)
  return lazyDict({
    ansible_host: () => delegate,
    ...Object.fromEntries(getters),
    inventory_hostname: () => scope.get('inventory_hostname'),
  })
}
