// Which target a step works on: the host itself or the one it delegates to, as its connection variables say.
import { isUnknown, UnknownRead } from '../base/unknown.ts'
import type { Address } from '../model/inventory.ts'
import type { Scope } from '../model/template.ts'
import { addressOf } from '../work/address.ts'
import type { Context } from '../work/context.ts'
import { hostNamed } from '../work/hosts.ts'
import { valueOf } from './evaluate.ts'
import { hostScope } from './scope.ts'
import { newTarget, type Target } from './target.ts'
import type { HostVars, World } from './world.ts'

/** The target of a step. Throws Mistake where the connection variables are wrong. */
export const targetFor = (world: World, host: HostVars, context: Context, scope: Scope, delegate: string | undefined): Target => {
  const other = delegate === undefined || delegate === host.name ? undefined : delegate
  const name = other ?? host.name
  const from = other === undefined ? scope : scopeOfOther(world, other)
  const address = addressFor(world, name, from, other === undefined ? { context, scope } : undefined)
  const key = `${name} ${JSON.stringify(address)}`
  const target = world.targets.get(key) ?? newTarget(name, address, world)
  world.targets.set(key, target)
  return target
}

/** Delegation to a host that nobody listed takes its name for its address. */
const scopeOfOther = (world: World, name: string): Scope => {
  const known = world.hosts.get(name) ?? world.hosts.get(hostNamed(name, world.inventory)?.name ?? '')
  return hostScope(world, known ?? { name, layers: [], facts: {}, own: {}, included: [] })
}

const addressFor = (world: World, name: string, from: Scope, task?: { context: Context; scope: Scope }): Address => {
  const get = (variable: string): unknown => {
    const value = from.get(variable)
    if (isUnknown(value)) throw new UnknownRead(value)
    return value
  }
  const said = (keyword: string): unknown => task && valueOf(world, task.context, keyword, task.scope)
  const [user, port, connection] = [said('remote_user'), said('port'), said('connection')]
  const isLocal = !world.inventory.hosts.has(name) && ['localhost', '127.0.0.1', '::1'].includes(name)
  return addressOf(name, get, {
    ...world.options.address,
    ...(typeof user === 'string' && { user }),
    ...(port !== undefined && port !== null && { port: Number(port) }),
    ...(typeof connection === 'string' && { connection }),
    ...(isLocal && { connection: 'local' }),
  })
}

