// The public API: open a project, check it, run it. What the command line does, for programs.
import type { RunEdges, RunOptions } from './engine/world.ts'
import { run, type Ran } from './engine/run.ts'
import type { Reporter } from './model/event.ts'
import type { Project } from './project/open.ts'
import { makeWorld } from './project/world.ts'

export {
  openProject,
  type Project,
  type ProjectEdges,
  type ProjectOptions,
} from './project/open.ts'
export { checkProject } from './project/check.ts'
export { Keyring } from './base/vault/keyring.ts'
export { openVault } from './project/open.ts'
export { createTransport } from './transport/transport.ts'
export { createReporter } from './report/reporters.ts'
export { recordOf } from './report/fold.ts'
export type { Ran } from './engine/run.ts'
export type { RunEdges, RunOptions } from './engine/world.ts'
export type * from './model/event.ts'
export type * from './model/change.ts'
export type * from './model/edge.ts'
export type { Diagnostic } from './base/diagnostic.ts'

type How = {
  readonly edges: RunEdges
  readonly options: RunOptions
  readonly reporters?: readonly Reporter[]
  readonly signal?: AbortSignal
}

const go = (project: Project, { edges, options, reporters = [], signal }: How): Promise<Ran> =>
  run(makeWorld(project, edges, options, reporters, signal ?? new AbortController().signal))

/** Makes hosts as the project says. Check it first: mistakes that are not looked for here fail on the way. */
export const apply = (project: Project, how: How): Promise<Ran> => go(project, how)

/** Says what `apply` would change, and changes nothing. */
export const plan = (project: Project, how: How): Promise<Ran> =>
  go(project, { ...how, options: { ...how.options, check: true } })
