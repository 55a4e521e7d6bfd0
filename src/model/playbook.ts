// What the user wrote, as a tree: every construct typed, every part with its place. Static structure (imports,
// roles) is already unfolded into blocks; what only a run can unfold (include_*) stays a task.
import type { Span } from '../base/source.ts'
import type { VarsLayer } from './inventory.ts'

/** A value as written, templates and all, and its place. */
export type Located<T = unknown> = { readonly value: T; readonly span: Span }

/**
 * The keywords of a play, block or task as written, by their canonical name (see lang/keywords.ts).
 * Values are untemplated; their shape was checked where it could be.
 */
export type Keywords = Readonly<Record<string, Located>>

/** A role in use: where it lies and what it brings. */
export type Role = {
  readonly name: string
  /** The folder, without a slash at its end. */
  readonly path: string
  readonly defaults: VarsLayer
  readonly vars: VarsLayer
  /** Parameters beside the role's name in `roles:`. */
  readonly params: VarsLayer
  /** The role whose tasks or dependencies brought this one in. */
  readonly above?: Role
  /** It is one that the role above needs, and none that a task brought. */
  readonly isDependency: boolean
  /** The collection that it is of. */
  readonly collection?: string
  /** Collections in which its tasks look for roles. */
  readonly collections: readonly string[]
  /** What makes two uses of it the same: a host runs those that run once only once. */
  readonly use: string
  readonly handlers: readonly Item[]
}

/** Where a task stands: what relative paths are searched against. */
export type Place = {
  /** The file the task was written in. */
  readonly file: string
  readonly role?: Role
}

export type Task = {
  readonly kind: 'task'
  /** Unique within a run; the same for all hosts. */
  readonly id: string
  /** Canonical short name: `copy`, never `ansible.builtin.copy`. */
  readonly module: string
  /** The name as written, and where. */
  readonly action: Located<string>
  /** Arguments by name as written, free-form text under the module's own free-form argument. */
  readonly args: Readonly<Record<string, unknown>>
  readonly argsSpan: Span
  readonly keywords: Keywords
  /** `with_items` and its family: the lookup's name and its terms. `loop` has the name `loop`. */
  readonly loop?: { readonly lookup: string; readonly terms: Located }
  readonly place: Place
  readonly span: Span
}

export type Block = {
  readonly kind: 'block'
  readonly keywords: Keywords
  readonly items: readonly Item[]
  readonly rescue: readonly Item[]
  readonly always: readonly Item[]
  /** Set where the block is a role's body. */
  readonly role?: Role
  /** A role that runs once per host and play: skipped where the same use of it has been passed already. */
  readonly once?: boolean
  /** What made it: a `block:`, or an import that was unfolded. */
  readonly origin: 'block' | 'import_tasks' | 'role' | 'include'
  readonly span: Span
}

export type Item = Task | Block

export type Play = {
  readonly name: Located<string>
  /** The pattern, untemplated. */
  readonly hosts: Located
  readonly keywords: Keywords
  readonly vars: VarsLayer
  readonly varsFiles: readonly Located[]
  readonly preTasks: readonly Item[]
  readonly roles: readonly Block[]
  readonly tasks: readonly Item[]
  readonly postTasks: readonly Item[]
  /** Handlers of the roles, then the play's own: in this order they run, and of one name the last is meant. */
  readonly handlers: readonly Item[]
  /** The playbook file the play stands in: `playbook_dir` is its folder. */
  readonly file: string
  readonly span: Span
}

export type Playbook = { readonly file: string; readonly plays: readonly Play[] }
