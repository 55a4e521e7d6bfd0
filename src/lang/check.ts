// All that can be said of a playbook before any host is touched: what loading found, and the checks over the tree.
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../model/edge.ts'
import type { Keywords, Task } from '../model/playbook.ts'
import type { Templates } from '../model/template.ts'
import { checkFiles } from './checks/files.ts'
import { checkHandlers } from './checks/handlers.ts'
import { checkModes } from './checks/modes.ts'
import { checkSyntax } from './checks/syntax.ts'
import { checkNames, type Known } from './checks/undefined.ts'
import { usesReader } from './checks/uses.ts'
import { walk, type Seen } from './checks/walk.ts'
import type { Loaded } from './load.ts'

export type { Known } from './checks/undefined.ts'

export type CheckEdges = {
  /** Checks the arguments of one task against its module; `above` are the keywords that stand above it. */
  readonly checkArgs: (task: Task, above: readonly Keywords[]) => readonly Diagnostic[]
  readonly templates: Templates
  readonly files: Files
  readonly known: Known
}

/** Every diagnostic of a playbook, once, by file and place. */
export const checkPlaybook = (
  loaded: Loaded,
  { checkArgs, templates, files, known }: CheckEdges,
): readonly Diagnostic[] => {
  const read = usesReader(templates, loaded.sources)
  return sorted([
    ...loaded.diagnostics,
    ...checkSyntax(loaded, read),
    ...checkNames(loaded, known, read),
    ...checkHandlers(loaded),
    ...checkFiles(loaded, files),
    ...checkModes(loaded),
    ...tasksOf(loaded).flatMap(({ task, above }) => checkArgs(task, above)),
  ])
}

const tasksOf = (loaded: Loaded): readonly (Seen & { kind: 'task' })[] =>
  [...walk(loaded)].flatMap(one =>
    one.kind === 'task' && !loaded.faulty.has(one.task.id) ? [one] : [],
  )

const sorted = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => {
  const once = new Map<string, Diagnostic>()
  for (const one of diagnostics) {
    const key = [one.code, one.message, one.span?.file, one.span?.from].join('\n')
    if (!once.has(key)) once.set(key, one)
  }
  return [...once.values()].sort(
    (a, b) =>
      compare(a.span?.file ?? '', b.span?.file ?? '') ||
      (a.span?.from ?? 0) - (b.span?.from ?? 0) ||
      compare(a.code, b.code),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
