// A role in use → one block: what it depends on, then its own tasks, under the keywords it was called with.
import { error } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import type { Block, Item, Keywords, Located, Role } from '../model/playbook.ts'
import { insideOf, loadItems } from './items.ts'
import { loadTasksOf } from './imports.ts'
import { specTask } from './arg-specs.ts'
import type { Loading, Spot } from './loading.ts'
import { mergeMappings, valueSpan } from './places.ts'
import { findRole, type FoundRole } from './role-find.ts'
import { rolePart, roleVars } from './role-files.ts'
import { roleMeta, type RoleMeta } from './role-meta.ts'
import { loadRoleEntries } from './role-entry.ts'

/** Other files than `main`. */
export type RoleFrom = {
  readonly tasks?: Located<string>
  readonly vars?: Located<string>
  readonly defaults?: Located<string>
  readonly handlers?: Located<string>
}

export type RoleUse = {
  readonly name: string
  readonly nameSpan: Span
  readonly keywords: Keywords
  /** Win over the role's own vars. */
  readonly params: Readonly<Record<string, unknown>>
  /** Give way to the role's own vars: `vars:` of an entry in `roles:`. */
  readonly entryVars?: Readonly<Record<string, unknown>>
  readonly from: RoleFrom
  /** A task brings it in, and no list of roles. */
  readonly isIncluded?: boolean
  /** Whether it runs only once in a play, however often it is called the same way. */
  readonly once: boolean
  /** Whether its arguments are held to its specification; they are unless said otherwise. */
  readonly validates?: boolean
  readonly span: Span
}

/** `tasks_from` and its kin among the arguments of import_role or include_role. */
export const fromOptions = (args: Readonly<Record<string, unknown>>, span: Span): RoleFrom => {
  const from: Record<string, Located<string>> = {}
  for (const part of ['tasks', 'vars', 'defaults', 'handlers']) {
    const value = args[`${part}_from`]
    if (typeof value === 'string' && value !== '')
      from[part] = { value, span: valueSpan(args, `${part}_from`, span) }
  }
  return from
}

/** The block of a role; undefined when the role is missing, turns in a circle, or runs already. */
export const loadRoleUse = (loading: Loading, use: RoleUse, spot: Spot): Block | undefined => {
  const found = findRole(loading, use.name, use.nameSpan, spot)
  if (found === undefined) return undefined
  const { path } = found
  const link = `role ${path}${use.from.tasks ? `:${use.from.tasks.value}` : ''}`
  if (spot.chain.includes(link)) {
    const circle = [...spot.chain.slice(spot.chain.indexOf(link)), link].filter(part =>
      part.startsWith('role '),
    )
    loading.report(
      error('role/cycle', `the role "${use.name}" needs itself`, {
        span: use.nameSpan,
        hint: circle.map(part => part.slice(5)).join(' → '),
      }),
    )
    return undefined
  }
  const meta = roleMeta(loading, path)
  const once = use.once && (use.isIncluded === true || !meta.allowDuplicates)
  const same = sameness(use, path)
  if (once && !isFirst(loading, same, insideOf(spot, use.keywords))) return undefined
  const { role, handlers } = makeRole(loading, use, { ...found, meta, same }, spot)
  const base = insideOf(
    {
      ...spot,
      place: { file: meta.file, role },
      collections: role.collections,
      chain: [...spot.chain, link],
      depth: spot.depth + 1,
    },
    use.keywords,
  )
  if (!loading.enter(use.nameSpan, base.depth)) return undefined
  const inside: Spot = {
    ...base,
    vars: [role.defaults.vars, ...base.vars, role.vars.vars, role.params.vars],
  }
  const items = [
    ...loadRoleEntries(loading, meta.dependencies, inside),
    ...(use.validates === false
      ? []
      : specTask(loading, role, meta, use.from.tasks?.value ?? 'main')),
    ...ownTasks(loading, use, path, inside),
  ]
  handlers.push(...ownHandlers(loading, use, path, inside))
  if (!loading.handledRoles.has(same)) loading.roleHandlers.push(...handlers)
  loading.handledRoles.add(same)
  return {
    kind: 'block',
    keywords: use.keywords,
    items,
    rescue: [],
    always: [],
    role,
    origin: 'role',
    span: use.span,
    ...(once && { once }),
  }
}

/** What makes two uses of a role the same, as Ansible has it: variables, and for entries conditions and tags. */
const sameness = (use: RoleUse, path: string): string => {
  const { from, params, entryVars = {}, keywords, isIncluded = false } = use
  const { when, tags } = isIncluded ? {} : keywords
  const parts = Object.entries(from as Record<string, Located>).map(([part, { value }]) => [
    part,
    value,
  ])
  return JSON.stringify([path, isIncluded, parts, params, entryVars, when?.value, tags?.value])
}

/**
 * Whether a role is not certain to have run already. One that may have been skipped, since conditions or tags stood
 * above it, is kept: then `once` tells the engine.
 */
const isFirst = (loading: Loading, same: string, spot: Spot): boolean => {
  if (loading.rolesSeen.has(`${same}\n`) || loading.rolesSeen.has(`${same}\n${spot.conditions}`))
    return false
  loading.rolesSeen.add(`${same}\n${spot.conditions}`)
  return true
}

/** A role, and the list its handlers go into: they know their role, so it must exist before they do. */
const makeRole = (
  loading: Loading,
  use: RoleUse,
  found: FoundRole & { readonly meta: RoleMeta; readonly same: string },
  spot: Spot,
): { role: Role; handlers: Item[] } => {
  const { name, path, collection, meta, same } = found
  const handlers: Item[] = []
  const above = spot.place.role
  const own = roleVars(loading, path, 'vars', use.from.vars)
  const role: Role = {
    name,
    path,
    defaults: roleVars(loading, path, 'defaults', use.from.defaults),
    vars: use.entryVars ? { ...own, vars: mergeMappings([use.entryVars, own.vars]) } : own,
    params: { vars: use.params, trusted: true, from: `parameters of role ${use.name}` },
    ...(above && { above }),
    isDependency: above !== undefined && use.isIncluded !== true,
    ...(collection !== undefined && { collection }),
    collections: [...(collection === undefined ? [] : [collection]), ...meta.collections],
    use: same,
    handlers,
  }
  return { role, handlers }
}

const ownTasks = (loading: Loading, use: RoleUse, path: string, spot: Spot): readonly Item[] => {
  const file = rolePart(loading, path, 'tasks', use.from.tasks)
  return file === undefined ? [] : loadTasksOf(loading, file, spot)
}

const ownHandlers = (loading: Loading, use: RoleUse, path: string, spot: Spot): readonly Item[] => {
  const file = rolePart(loading, path, 'handlers', use.from.handlers)
  const yaml = file === undefined ? undefined : loading.read(file)
  if (file === undefined || !yaml) return []
  return loadItems(loading, yaml, {
    ...spot,
    kind: 'handler',
    place: { ...spot.place, file },
    chain: [...spot.chain, file],
  })
}
