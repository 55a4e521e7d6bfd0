// What the inventory says of a host that others are reached over: its own variables, where it is listed.
import type { Login } from '../model/inventory.ts'
import { loginOf } from '../work/address.ts'
import { hostScope } from './scope.ts'
import type { World } from './world.ts'

/** How to log in to a jump host; undefined for one that nobody listed. */
export const jumpLogin = (world: World, name: string): Login | undefined => {
  const host = world.inventory.hosts.has(name) ? world.hosts.get(name) : undefined
  if (!host) return undefined
  const scope = hostScope(world, host)
  return loginOf(name, variable => scope.get(variable), world.options.address.home)
}
