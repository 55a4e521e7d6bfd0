// Loads and checks the site.yml of a folder as `mokplay check` does, but for arguments: those are the registry's.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { frame } from '../../src/base/frame.ts'
import { checkPlaybook } from '../../src/lang/check.ts'
import { loadPlaybook, type Edges, type Loaded } from '../../src/lang/load.ts'
import type { Files } from '../../src/model/edge.ts'
import type { Scope } from '../../src/model/template.ts'
import { createTemplates } from '../../src/template/templates.ts'
import { folderFiles } from './folder-files.ts'
import { moduleTable } from './module-table.ts'

/** A scope without names. */
export const noScope: Scope = { get: () => undefined, has: () => false, names: () => [] }

/** Templates that may look at files, and at nothing else. */
export const templatesOver = (files: Files) =>
  createTemplates({
    files,
    exec: { run: () => ({ rc: 127, out: '', err: '' }) },
    env: { get: () => undefined, all: () => ({}) },
    random: bytes => new Uint8Array(bytes),
    clock: { monotonic: () => 0, wall: () => 0, sleep: async () => {} },
  })

/** All that loading needs, over any files. */
export const edgesOver = (files: Files): Edges => ({
  files,
  modules: moduleTable,
  templates: templatesOver(files),
  staticVars: noScope,
  rolesPath: [],
})

/** Loads and checks a playbook over any files. */
export const check = (
  files: Files,
  known: readonly string[] = [],
  playbook = 'site.yml',
): { loaded: Loaded; diagnostics: readonly Diagnostic[] } => {
  const edges = edgesOver(files)
  const loaded = loadPlaybook(playbook, edges)
  const diagnostics = checkPlaybook(loaded, {
    files,
    templates: edges.templates,
    checkArgs: () => [],
    known: { names: new Set(known), open: false },
  })
  return { loaded, diagnostics }
}

/** Diagnostics as people read them. */
export const framesOf = ({ loaded, diagnostics }: ReturnType<typeof check>): string =>
  diagnostics.map(each => `${frame(each, file => loaded.sources.get(file))}\n`).join('\n')

/** The frames of a folder's site.yml. Names in `known.txt` stand for the inventory's variables. */
export const checkFolder = (folder: string): string => {
  const known = join(folder, 'known.txt')
  const names = existsSync(known) ? readFileSync(known, 'utf8').split(/\s+/).filter(Boolean) : []
  return framesOf(check(folderFiles(folder), names))
}
