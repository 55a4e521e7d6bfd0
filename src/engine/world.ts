// What everything in a run shares: the edges, the options, the hosts with what is known of their variables, and
// the way to say what happens. One world a run.
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Secrets } from '../base/secret.ts'
import type { Source, Span } from '../base/source.ts'
import type { Edges as LoadEdges } from '../lang/load.ts'
import type { HostState } from '../host/state.ts'
import type { Clock, Env, Exec, Files, Random, Save, Transport } from '../model/edge.ts'
import type { Happening } from '../model/event.ts'
import type { Address, Inventory, VarsLayer } from '../model/inventory.ts'
import type { ModuleTable } from '../model/module.ts'
import type { Playbook, Task } from '../model/playbook.ts'
import type { Templates } from '../model/template.ts'
import type { AddressDefaults } from '../work/address.ts'
import type { BecomeWish } from '../work/become.ts'
import type { VarsFolders } from '../work/inventory-layers.ts'
import type { Growth } from '../work/grow.ts'
import type { Selection } from '../work/select.ts'
import type { Context } from '../work/context.ts'
import type { Counter } from './counts.ts'
import type { HostRun } from './host-run.ts'
import type { Target } from './target.ts'

export type RunEdges = {
  readonly transport: Transport
  readonly files: Files
  readonly exec: Exec
  readonly clock: Clock
  readonly random: Random
  readonly env: Env
  /** Where files that are brought from hosts go. */
  readonly save?: Save
  /** Asks the person at the terminal; undefined where there is none. */
  readonly ask?: (question: string, how: { readonly echo: boolean }) => Promise<string>
}

export type RunOptions = {
  /** Say what would change, and change nothing. */
  readonly check: boolean
  readonly diff: boolean
  /** Hosts at work at once. */
  readonly forks: number
  readonly select: Selection
  readonly startAt?: string
  /** Ask before each task. */
  readonly step?: boolean
  /** Hosts that may be worked on; all when absent. */
  readonly limit?: ReadonlySet<string>
  /** The same in the words of the command line. */
  readonly limitWords?: string
  readonly become: BecomeWish
  readonly address: AddressDefaults
  readonly forceHandlers?: boolean
  /** Mappings of one name are merged, whatever they come from. */
  readonly mergesDicts?: boolean
  /** Variables of a role are unseen outside of it. */
  readonly privateRoles?: boolean
  /** `smart`: facts of a host are gathered once. */
  readonly gathering?: 'smart'
  /** Facts are in ansible_facts only. */
  readonly factsApart?: boolean
  /** Seconds between two looks at a background task that does not say. */
  readonly poll?: number
  /** The value of ansible_managed. */
  readonly managed?: string
  readonly verbosity: number
}

/** What is known of a host's variables beside the inventory. Grows during the run. */
export type HostVars = {
  readonly name: string
  layers: readonly VarsLayer[]
  facts: Readonly<Record<string, unknown>>
  /** set_fact and register. */
  own: Readonly<Record<string, unknown>>
  included: readonly VarsLayer[]
}

export type World = {
  readonly edges: RunEdges
  readonly options: RunOptions
  readonly templates: Templates
  readonly modules: ModuleTable
  readonly load: LoadEdges
  readonly playbook: Playbook
  readonly folders: VarsFolders
  readonly extra: readonly VarsLayer[]
  readonly secrets: Secrets
  readonly signal: AbortSignal
  readonly emit: (happening: Happening) => void
  /** Changes with add_host and group_by. */
  inventory: Inventory
  /** What was added to it: it is added again when the inventory is read anew. */
  readonly grown: Growth[]
  readonly hosts: Map<string, HostVars>
  readonly targets: Map<string, Target>
  /** Hosts that failed or were lost, for the rest of the run. */
  readonly dead: Set<string>
  /** What stands for "leave this argument out". */
  readonly omit: string
  /** All hosts' variables, made when they are looked at. */
  readonly hostvars: Readonly<Record<string, unknown>>
  readonly hostsOf: (group: string) => readonly string[]
  /** What is known of a host's state, however it is reached. */
  readonly stateOf: (host: string) => HostState
  readonly counts: Counter
  /** What includes brought, by what they named. */
  readonly includes: Map<string, unknown>
  readonly addSource: (source: Source) => void
  readonly frameOf: (diagnostic: Diagnostic) => string
  /** `file:line:column` of a place. */
  readonly placeOf: (span: Span) => string
  /** What --start-at-task says, where no task was of that name. */
  readonly missedStart: () => string | undefined
  /** Whether --start-at-task lets this task run. */
  readonly started: (task: Task, context: Context, self: HostRun) => boolean
  /** --step: asks once for each task. */
  readonly stepThrough: (name: string, key: string) => Promise<'run' | 'skip'>
  readonly refreshInventory: () => Promise<void>
  /** Takes the variables that lie beside the playbook of a play, for all hosts. */
  readonly standIn: (folder: string) => void
  /** Takes a host of the inventory in, with what is known of it. */
  readonly enter: (host: string) => void
  /** Hosts whose key nobody has vouched for. */
  readonly strangers: Map<string, Address>
  /** How often hosts were acted on. */
  acts: number
  /** Keeps the number of hosts at work within --forks. */
  readonly bound: <T>(work: () => Promise<T>) => Promise<T>
}
