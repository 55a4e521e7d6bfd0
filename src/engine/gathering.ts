// gathering = smart: a host whose facts a play has gathered is not asked again by the plays that follow.
import type { Block, Item } from '../model/playbook.ts'
import type { World } from './world.ts'

const GATHERED = new WeakMap<World, Set<string>>()

/** The items of a play for a host: in place of the first, which gathers, nothing, where that is done already. */
export const unlessGathered = (
  world: World,
  host: string,
  items: readonly Item[],
): readonly Item[] => {
  const [first, ...rest] = items
  if (world.options.gathering !== 'smart' || first?.kind !== 'task') return items
  if (first.action.value !== 'gather_facts' || !first.id.endsWith('facts')) return items
  const done = GATHERED.get(world) ?? new Set()
  GATHERED.set(world, done)
  if (done.has(host)) return [nothing(first), ...rest]
  done.add(host)
  return items
}

/** Places of items are counted, so something must stand there. */
const nothing = ({ span }: Item): Block => ({
  kind: 'block',
  keywords: {},
  items: [],
  rescue: [],
  always: [],
  origin: 'block',
  span,
})
