// What the hosts of one batch of one play share while it runs.
import type { VarsLayer } from '../model/inventory.ts'
import type { Play, Role, Task } from '../model/playbook.ts'
import type { Context } from '../work/context.ts'
import type { Barrier } from './barrier.ts'
import type { Places } from './throttle.ts'

/** A handler, and where it stands. */
export type Handler = { readonly task: Task; readonly context: Context }

/** What a task that runs once leaves for all hosts. */
export type Once = { readonly own: Readonly<Record<string, unknown>>; readonly failed: boolean }

export type PlayRun = {
  readonly play: Play
  readonly root: Context
  /** What the user was asked for. */
  readonly prompted: readonly VarsLayer[]
  /** All hosts of the play, as the inventory has them, and those of this batch in the play's order. */
  readonly hosts: readonly string[]
  readonly batch: readonly string[]
  readonly barrier: Barrier
  /** Roles whose variables every task of the play sees; grows with public includes. */
  roles: readonly Role[]
  readonly varsFiles: Map<string, readonly VarsLayer[]>
  handlers: readonly Handler[]
  /** Host → handler's id → whether it will surely run, or perhaps. */
  readonly notified: Map<string, Map<string, 'sure' | 'maybe'>>
  /** Tasks that were announced already, by id and position. */
  readonly announced: Set<string>
  /** Results of run_once tasks, by position. */
  readonly once: Map<string, Promise<Once>>
  /** By task, where it says how many hosts at once. */
  readonly places: Map<string, Places>
  /** Hosts that failed in this play. */
  readonly failed: Set<string>
  /** Why no host goes on. */
  stopped?: 'errors' | 'end_play' | 'end_batch'
}
