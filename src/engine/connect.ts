// Which target a step works on: the host itself or the one it delegates to, as its connection variables say.
import { isUnknown, UnknownRead } from '../base/unknown.ts'
import type { Address, Inventory } from '../model/inventory.ts'
import type { Scope } from '../model/template.ts'
import { addressOf } from '../work/address.ts'
import type { Context } from '../work/context.ts'
import { hostNamed } from '../work/hosts.ts'
import { valueOf } from './evaluate.ts'
import { jumpLogin } from './jump-login.ts'
import { hostScope } from './scope.ts'
import { newTarget, type Target } from './target.ts'
import type { HostVars, World } from './world.ts'

/** A target's key, and all that its address was made of. */
type Way = {
  readonly inventory: Inventory
  readonly said: readonly unknown[]
  readonly read: readonly (readonly [string, unknown])[]
  readonly key: string
}

/** The last way to each host: most tasks take it again. */
const WAYS = new WeakMap<World, Map<string, Way>>()

const leadsOn = (way: Way, inventory: Inventory, said: readonly unknown[], from: Scope): boolean =>
  way.inventory === inventory &&
  said.every((word, at) => word === way.said[at]) &&
  way.read.every(([name, value]) => from.get(name) === value)

/** The target of a step. Throws Mistake where the connection variables are wrong. */
export const targetFor = (
  world: World,
  host: HostVars,
  context: Context,
  scope: Scope,
  delegate: string | undefined,
): Target => {
  const other = delegate === undefined || delegate === host.name ? undefined : delegate
  const name = other ?? host.name
  const from = other === undefined ? scope : scopeOfOther(world, other)
  const said = KEYWORDS.map(word =>
    other === undefined ? valueOf(world, context, word, scope) : undefined,
  )
  const ways = WAYS.get(world) ?? new Map<string, Way>()
  WAYS.set(world, ways)
  const known = ways.get(name)
  const same =
    known && leadsOn(known, world.inventory, said, from) ? world.targets.get(known.key) : undefined
  if (same) return same
  const read: [string, unknown][] = []
  const address = addressFor(world, name, said, variable => {
    const value = from.get(variable)
    if (isUnknown(value)) throw new UnknownRead(value)
    read.push([variable, value])
    return value
  })
  const key = `${name} ${JSON.stringify(address)}`
  const target = world.targets.get(key) ?? newTarget(name, address, world)
  world.targets.set(key, target)
  ways.set(name, { inventory: world.inventory, said, read, key })
  return target
}

/** Delegation to a host that nobody listed takes its name for its address. */
const scopeOfOther = (world: World, name: string): Scope => {
  const known =
    world.hosts.get(name) ?? world.hosts.get(hostNamed(name, world.inventory)?.name ?? '')
  return hostScope(world, known ?? { name, layers: [], facts: {}, own: {}, included: [] })
}

const KEYWORDS = ['remote_user', 'port', 'connection']

const addressFor = (
  world: World,
  name: string,
  [user, port, connection]: readonly unknown[],
  get: (variable: string) => unknown,
): Address => {
  const isLocal =
    !world.inventory.hosts.has(name) && ['localhost', '127.0.0.1', '::1'].includes(name)
  return addressOf(name, get, {
    ...world.options.address,
    login: host => jumpLogin(world, host),
    ...(typeof user === 'string' && { user }),
    ...(port !== undefined && port !== null && { port: Number(port) }),
    ...(typeof connection === 'string' && { connection }),
    ...(isLocal && { connection: 'local' }),
  })
}
