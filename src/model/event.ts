// Everything that happens in a run, as a stream: reporters, journals and reports see only this.
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Diff } from './change.ts'
import type { Vars } from './inventory.ts'

export type Status = 'ok' | 'changed' | 'skipped' | 'failed' | 'unreachable' | 'unknown'

/** How one task (or one of its items) ended on one host. */
export type Result = {
  readonly status: Status
  readonly ignored?: true
  readonly rescued?: true
  /** What changed, or would; in order. */
  readonly diffs: readonly Diff[]
  /** What `register` gets: Ansible's return values. */
  readonly vars: Vars
  /** One sentence of reason, for failed, unreachable, skipped and unknown. */
  readonly reason?: string
  /** Where in the user's text the trouble lies. */
  readonly diagnostic?: Diagnostic
  readonly warnings?: readonly string[]
  /** The task asked for silence. */
  readonly hidden?: true
  /** The task wants its words shown only where all results are. */
  readonly quiet?: true
  readonly ms: number
}

type Body =
  | {
      readonly type: 'run.start'
      readonly mode: 'apply' | 'check'
      readonly playbook: string
      readonly hosts: readonly string[]
    }
  | { readonly type: 'playbook.start'; readonly playbook: string; readonly plays?: number }
  | { readonly type: 'play.start'; readonly play: string; readonly hosts: readonly string[] }
  /** Instead of play.start. */
  | { readonly type: 'play.empty'; readonly play: string; readonly pattern: string }
  /** The play ends early for all its hosts: `any_errors_fatal`, `max_fail_percentage`. */
  | { readonly type: 'play.stop'; readonly play: string; readonly reason: string }
  /** A meta task that somebody wrote has its turn on a host, or is skipped there. */
  | {
      readonly type: 'meta'
      readonly host: string
      readonly task: string
      readonly name: string
      readonly action: string
      readonly place: string
      readonly skipped?: true
    }
  /** First host to reach a task; `name` is shown to people. */
  | {
      readonly type: 'task.start'
      readonly task: string
      readonly name: string
      readonly module: string
      readonly kind: 'task' | 'handler'
      readonly place: string
    }
  | {
      readonly type: 'host.start'
      readonly host: string
      readonly task: string
      readonly name: string
    }
  | {
      readonly type: 'host.asked'
      readonly host: string
      readonly probes: number
      readonly ms: number
    }
  | { readonly type: 'host.lost'; readonly host: string; readonly reason: string }
  /** Flushed before the host is touched. */
  | {
      readonly type: 'change.start' | 'change.end'
      readonly host: string
      readonly task: string
      readonly diff: Diff
    }
  | {
      readonly type: 'output'
      readonly host: string
      readonly task: string
      readonly from: 'out' | 'err'
      readonly text: string
    }
  | {
      readonly type: 'retry'
      readonly host: string
      readonly task: string
      readonly attempt: number
      readonly left: number
      readonly result: Result
    }
  | {
      readonly type: 'item.end'
      readonly host: string
      readonly task: string
      readonly name: string
      readonly label: string
      readonly item: unknown
      readonly result: Result
      readonly delegate?: string
    }
  | {
      readonly type: 'task.end'
      readonly host: string
      readonly task: string
      readonly name: string
      readonly module: string
      readonly looped: boolean
      readonly result: Result
      readonly delegate?: string
    }
  | {
      readonly type: 'included'
      readonly task: string
      readonly file: string
      readonly hosts: readonly string[]
      readonly label?: string
    }
  | {
      readonly type: 'message'
      readonly level: 'info' | 'warning'
      readonly text: string
      readonly host?: string
    }
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic; readonly frame: string }
  | {
      readonly type: 'run.end'
      readonly recap: Recap
      readonly interrupted: boolean
      readonly ms: number
    }

/** `seq` counts from 1; `at` is milliseconds since the run's start. */
export type RunEvent = { readonly seq: number; readonly at: number } & Body
/** An event before the engine has numbered it. */
export type Happening = Body

/** Ansible's recap line, and what only mokplay counts. */
export type Counts = {
  readonly ok: number
  readonly changed: number
  readonly unreachable: number
  readonly failed: number
  readonly skipped: number
  readonly rescued: number
  readonly ignored: number
  /** Decided by the run. */
  readonly unknown: number
}
export type Recap = Readonly<Record<string, Counts>>

/** What `set_stats` set: of single hosts, and of the run. */
export type CustomStats = {
  readonly hosts: Readonly<Record<string, Vars>>
  readonly run: Vars
}

/** The fold of all events. */
export type RunRecord = {
  readonly mode: 'apply' | 'check'
  readonly playbook: string
  readonly plays: readonly {
    readonly name: string
    readonly hosts: readonly string[]
    readonly tasks: readonly {
      readonly id: string
      readonly name: string
      readonly module: string
      readonly kind: 'task' | 'handler'
      readonly results: Readonly<
        Record<
          string,
          Result & {
            readonly items?: readonly { readonly label: string; readonly result: Result }[]
          }
        >
      >
    }[]
  }[]
  readonly recap: Recap
  /** Absent where nobody set any. */
  readonly stats?: CustomStats
  readonly warnings: readonly string[]
  readonly interrupted: boolean
  readonly ms: number
}

/** Sees every event in order. `end` is awaited before the program leaves. */
export interface Reporter {
  on(event: RunEvent): void
  end?(): Promise<void>
}
