// Every construct of a loaded playbook in the order it was written, with the keywords that stand above it; what
// includes will bring stands below its include.
import type { Block, Item, Keywords, Play, Task } from '../../model/playbook.ts'
import type { Loaded } from '../load.ts'

export type Seen = { readonly play: Play; readonly above: readonly Keywords[] } & (
  | { readonly kind: 'play' }
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'task'; readonly task: Task }
)

/** Plays, blocks and tasks, handlers included. */
export const walk = function* (loaded: Pick<Loaded, 'playbook' | 'included'>): Generator<Seen> {
  for (const play of loaded.playbook.plays) {
    const above = [play.keywords]
    yield { kind: 'play', play, above: [] }
    for (const items of [play.preTasks, play.roles, play.tasks, play.postTasks, play.handlers])
      yield* inItems(loaded, play, items, above)
  }
}

const inItems = function* (
  loaded: Pick<Loaded, 'included'>,
  play: Play,
  items: readonly Item[],
  above: readonly Keywords[],
): Generator<Seen> {
  for (const item of items) {
    if (item.kind === 'block') {
      yield { kind: 'block', block: item, above, play }
      const inside = [...above, item.keywords]
      yield* inItems(loaded, play, item.items, inside)
      yield* inItems(loaded, play, item.rescue, inside)
      yield* inItems(loaded, play, item.always, inside)
      continue
    }
    yield { kind: 'task', task: item, above, play }
    const included = loaded.included.get(item.id)
    if (!included) continue
    yield* inItems(loaded, play, included.items, [...above, item.keywords])
    yield* inItems(loaded, play, included.handlers, [...above, item.keywords])
  }
}
