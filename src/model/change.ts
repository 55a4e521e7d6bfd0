// What is to be done to a host, as data: one subject, its answer before and after, and the acts between them.
import type { Probe } from './module.ts'

/** What came back for a question. Absent is never a failure in disguise. */
export type Answer<A = unknown> =
  | { readonly known: A }
  /** `doubt`: in a dry run, why it may be there by then after all. */
  | { readonly absent: true; readonly doubt?: string }
  | { readonly unknown: string }
  | { readonly failed: string }

/** Owner, group (names or ids) and mode (bits) of a file. */
export type Attrs = {
  readonly owner?: string | number
  readonly group?: string | number
  readonly mode?: number
}

/** Text, bytes, a file of the controller that travels as a stream, or a file that is on the host already. */
export type Content =
  | string
  | Uint8Array
  | { readonly local: string; readonly sha256: string; readonly size: number }
  | { readonly host: string; readonly sha256: string; readonly size: number }

/** A primitive act. Paths are absolute. */
export type Op =
  | {
      readonly op: 'write'
      readonly path: string
      readonly content: Content
      readonly attrs?: Attrs
      /** A command with %s for the new file; must exit 0 before it takes its place. */
      readonly validate?: string
      readonly backup?: boolean
      /** Write into the file in place where it cannot be replaced. */
      readonly unsafe?: boolean
    }
  | {
      readonly op: 'attrs'
      readonly path: string
      readonly attrs: Attrs
      readonly recurse?: boolean
      readonly follow?: boolean
    }
  | { readonly op: 'mkdir'; readonly path: string; readonly attrs?: Attrs }
  | { readonly op: 'remove'; readonly path: string; readonly recurse?: boolean }
  | {
      readonly op: 'link' | 'hardlink' | 'copy' | 'move'
      readonly path: string
      readonly target: string
      readonly attrs?: Attrs
    }
  | {
      readonly op: 'touch'
      readonly path: string
      readonly access?: string
      readonly modified?: string
    }
  | {
      readonly op: 'run'
      readonly argv: readonly string[]
      readonly stdin?: Content
      readonly cwd?: string
      readonly env?: Readonly<Record<string, string>>
      readonly umask?: string
      /** Exit codes that are no failure; 0 alone unless said. `'any'`: the module judges. */
      readonly ok?: readonly number[] | 'any'
      readonly seconds?: number
      /** Waits so long until nobody holds one of these files; a failure names the process that does. */
      readonly lock?: { readonly files: readonly string[]; readonly seconds: number }
      /** Once begun it comes to its end, even where the link is lost: half a transaction is worse than a late one. */
      readonly whole?: boolean
      /** A user's command: runs in the user's own environment, its lines are shown live. */
      readonly live?: boolean
      /**
       * A file that travels along for this program alone, in a folder that only the acting user can enter; gone
       * afterwards. The word `%file` of argv stands for its path.
       */
      readonly file?: { readonly name: string; readonly content: Content }
    }
  | {
      /** Brings a file of the host to the controller, whole or not at all. */
      readonly op: 'fetch'
      readonly path: string
      /** Absolute, on the controller; its folders are made. */
      readonly to: string
      readonly size: number
      readonly sha256: string
    }
  | {
      /**
       * Waits until the host answers again, over a new connection. The op before it may have cut the old one: its end is
       * then no failure. Seconds: `delay` before the first try, `sleep` between tries, `connect` for each, `seconds` for all.
       */
      readonly op: 'reconnect'
      readonly delay: number
      readonly sleep: number
      readonly connect: number
      readonly seconds: number
      /** A program that must exit 0 before the host counts as back. */
      readonly test?: readonly string[]
    }

/** What a `run` op left; of a `reconnect`, what its test said and how long it all took. */
export type Output = {
  readonly rc: number
  readonly out: string
  readonly err: string
  readonly ms: number
  /** When it had ended, by the controller's clock; absent where nobody looked. */
  readonly at?: number
}

/** A difference between before and after, and the way there. */
export type Change<A = unknown> = {
  readonly subject: Probe<A>
  readonly before: Answer<A>
  /** What the subject will answer; parts may be Unknown. 'must differ': any other answer than before. */
  readonly after: Answer<A> | 'must differ'
  readonly ops: readonly Op[]
  /** Patterns over probe keys that may be stale afterwards, beside the subject itself. */
  readonly touches: readonly string[] | 'everything'
  /** Whether it makes the task `changed`. */
  readonly counts: boolean
  /** Text that must not be shown. */
  readonly secret?: boolean
  readonly undo?: readonly Op[]
  /** A wrong answer afterwards is a warning only, where Ansible would let it pass. */
  readonly lenient?: boolean
  /** A short title instead of the subject's key: `restart nginx`. */
  readonly title?: string
}

/** A change as people read it; always derived from a change. */
export type Diff = {
  readonly subject: string
  readonly kind: 'text' | 'value'
  /** For text: lines of a unified diff. For values: one `name: before → after` each. */
  readonly lines: readonly string[]
  readonly action: 'create' | 'change' | 'remove' | 'run'
}
