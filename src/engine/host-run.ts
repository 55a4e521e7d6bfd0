// One host on its way through a play: where it stands, what lies before it, what it may not forget.
import type { Item, Task } from '../model/playbook.ts'
import { below, type Context } from '../work/context.ts'
import type { Position } from './barrier.ts'
import type { Foretold } from './foretold.ts'
import type { PlayRun } from './play-run.ts'
import type { HostVars, World } from './world.ts'

/** A list of items that is being worked through. */
export type Cursor = { readonly items: readonly Item[]; readonly context: Context; at: number }

export type HostRun = {
  readonly world: World
  readonly run: PlayRun
  readonly host: HostVars
  /** From the play's sections down to the innermost list. */
  readonly cursors: Cursor[]
  /** How many coming tasks are asked for at once: all at first, few after an act that may have changed everything. */
  horizon: number
  /** Coming steps that were worked out already, by their place in the loop. */
  readonly foretold: Map<Task, (Foretold | undefined)[]>
  /** A handler runs; where the host failed, it was there. */
  inHandler: boolean
  /** Tasks that did something, or found it done. */
  ran: number
  /** Uses of roles that came to their end: see Block.once. */
  readonly completed: Set<string>
}

/** Why a host leaves the list it works through. */
export class Stop extends Error {
  readonly kind: 'failed' | 'unreachable' | 'end_host' | 'end_play' | 'end_role' | 'aborted'
  /** Ends the play for all hosts, unless it is rescued. */
  readonly isFatal: boolean
  constructor(kind: Stop['kind'], reason: string, isFatal = false) {
    super(reason)
    this.name = 'Stop'
    this.kind = kind
    this.isFatal = isFatal
  }
}

export const FAR = 100_000
export const NEAR = 8

/** Coming tasks in the order in which they will run if nothing fails, without the one that runs now. */
export function* upcoming(
  cursors: readonly Cursor[],
): Generator<{ task: Extract<Item, { kind: 'task' }>; context: Context }> {
  for (let depth = cursors.length - 1; depth >= 0; depth--) {
    const { items, context, at } = cursors[depth]!
    yield* tasksOf(items.slice(at + 1), context)
  }
}

function* tasksOf(
  items: readonly Item[],
  context: Context,
): Generator<{ task: Extract<Item, { kind: 'task' }>; context: Context }> {
  for (const item of items) {
    const inside = below(context, item.keywords, item.kind === 'block' ? { role: item.role } : {})
    if (item.kind === 'task') yield { task: item, context: inside }
    else yield* tasksOf([...item.items, ...item.always], inside)
  }
}

/** A position one step further in. */
export const inside = (position: Position, ...steps: number[]): Position => [...position, ...steps]
