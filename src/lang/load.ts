// From a path to a tree: a playbook before the run, or one task file or role in the middle of it.
import { posix } from 'node:path'
import { error, type Diagnostic } from '../base/diagnostic.ts'
import type { Source, Span } from '../base/source.ts'
import type { Block, Item, Located, Place, Playbook } from '../model/playbook.ts'
import { findTasks, loadTasksOf } from './imports.ts'
import { Loading, type Ahead, type Edges, type Included, type Spot } from './loading.ts'
import { loadPlays } from './playbook.ts'
import { loadRoleUse, type RoleFrom } from './role.ts'

export type { Edges, Included } from './loading.ts'

export type Loaded = {
  readonly playbook: Playbook
  readonly diagnostics: readonly Diagnostic[]
  /** Every file that was read, by its path. */
  readonly sources: ReadonlyMap<string, Source>
  /** What includes with plain names will bring, by the id of their task. For checks only. */
  readonly included: ReadonlyMap<string, Included>
  readonly ahead: Ahead
  /** Ids of tasks that cannot be checked further: their module or arguments could not be read. */
  readonly faulty: ReadonlySet<string>
}

/** Loads a playbook and all that it imports. All mistakes at once; the tree holds what could be read. */
export const loadPlaybook = (path: string, edges: Edges): Loaded => {
  const file = posix.normalize(path)
  const loading = new Loading(edges, posix.dirname(file), { looksInto: true })
  if (!loading.read(file))
    loading.report(error('playbook/missing', `the playbook "${path}" is not there`))
  const plays = loadPlays(loading, file, [])
  const { diagnostics, sources, included, ahead, faulty } = loading
  return { playbook: { file, plays }, diagnostics, sources, included, ahead, faulty }
}

export type LoadOptions = {
  /** The folder of the play's playbook. */
  readonly playbookDir: string
  /** Stands before the ids of the new tasks. */
  readonly prefix?: string
  /** Where the name was written, for diagnostics. */
  readonly span?: Span
  /** Handlers, when the include is one. */
  readonly kind?: 'task' | 'handler'
  /** Collections in which roles are looked for first. */
  readonly collections?: readonly string[]
}

type LoadedPart = Pick<Loaded, 'diagnostics' | 'sources'>

const begin = (
  place: Place,
  edges: Edges,
  options: LoadOptions,
): { loading: Loading; spot: Spot; span: Span } => ({
  loading: new Loading(edges, options.playbookDir, {
    looksInto: false,
    ...(options.prefix !== undefined && { prefix: options.prefix }),
  }),
  spot: {
    place,
    kind: options.kind ?? 'task',
    collections: options.collections ?? [],
    chain: [],
    conditions: '',
    depth: 0,
    vars: [],
  },
  span: options.span ?? { file: place.file, from: 0, to: 0 },
})

/** Loads a task file at run time; `path` as it was named, templated already. */
export const loadTaskFile = (
  path: string,
  place: Place,
  edges: Edges,
  options: LoadOptions,
): LoadedPart & { readonly items: readonly Item[]; readonly file: string } => {
  const { loading, spot, span } = begin(place, edges, options)
  const found = findTasks(loading, path, span, spot)
  const items = found === undefined ? [] : loadTasksOf(loading, found, spot)
  return { items, file: found ?? path, diagnostics: loading.diagnostics, sources: loading.sources }
}

export type RoleOptions = {
  /** `vars:` of the include. */
  readonly vars?: Readonly<Record<string, unknown>>
  readonly tasksFrom?: string
  readonly varsFrom?: string
  readonly defaultsFrom?: string
  readonly handlersFrom?: string
  /** Not again where it ran to its end. */
  readonly once?: boolean
  /** Whether its arguments are held to its specification. */
  readonly validates?: boolean
}

/** Loads a role at run time. Its handlers are in `handlers`, those of the roles it depends on first. */
export const loadRole = (
  name: string,
  role: RoleOptions,
  place: Place,
  edges: Edges,
  options: LoadOptions,
): LoadedPart & { readonly block: Block | undefined; readonly handlers: readonly Item[] } => {
  const { loading, spot, span } = begin(place, edges, options)
  const located = (value: string | undefined): Located<string> | undefined =>
    value === undefined ? undefined : { value, span }
  const [tasks, vars, defaults, handlers] = [
    role.tasksFrom,
    role.varsFrom,
    role.defaultsFrom,
    role.handlersFrom,
  ].map(located)
  const from: RoleFrom = {
    ...(tasks && { tasks }),
    ...(vars && { vars }),
    ...(defaults && { defaults }),
    ...(handlers && { handlers }),
  }
  const use = {
    name,
    nameSpan: span,
    keywords: {},
    params: {},
    ...(role.vars && { entryVars: role.vars }),
    from,
    isIncluded: true,
    once: role.once === true,
    validates: role.validates !== false,
    span,
  }
  const block = loadRoleUse(loading, use, spot)
  return {
    block,
    handlers: loading.roleHandlers,
    diagnostics: loading.diagnostics,
    sources: loading.sources,
  }
}
