// Modules into memory: our own from beside this file, the user's from modules/ beside the playbook, as they are.
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { error, Mistake, type Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../model/edge.ts'
import type { AnyModule } from '../model/module.ts'
import { moduleMistake } from './contract.ts'

const HERE = dirname(fileURLToPath(import.meta.url))
const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
const BUILT_IN = join(HERE, '../../modules')

/** All modules that come with mokplay. */
export const builtInModules = async (): Promise<readonly AnyModule[]> => {
  const names = readdirSync(BUILT_IN).filter(name =>
    existsSync(join(BUILT_IN, name, `index.${EXTENSION}`)),
  )
  const loaded = await Promise.all(
    names.map(
      async name =>
        (
          (await import(pathToFileURL(join(BUILT_IN, name, `index.${EXTENSION}`)).href)) as {
            default: AnyModule
          }
        ).default,
    ),
  )
  return loaded
}

export type UserModules = {
  readonly modules: readonly AnyModule[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The modules in a folder: NAME.ts, NAME.js or NAME/index.ts. */
export const userModules = async (folder: string, files: Files): Promise<UserModules> => {
  const stat = files.stat(folder)
  if (stat?.type !== 'directory') return { modules: [], diagnostics: [] }
  const paths = (files.list(folder) ?? []).flatMap(name => pathOf(folder, name, files))
  if (paths.length === 0) return { modules: [], diagnostics: [] }
  const places = new Set([folder, ...paths.map(path => dirname(path)), ...paths])
  const foreign = replaceable(dirname(folder), files)
    ? dirname(folder)
    : [...places].find(path => files.stat(path)?.writableByOthers)
  if (foreign !== undefined)
    return {
      modules: [],
      diagnostics: [
        error(
          'module/foreign',
          `the modules in "${folder}" are not loaded: others can write to ${foreign}`,
          { hint: `chmod go-w ${foreign}` },
        ),
      ],
    }
  const { createJiti } = await import('jiti')
  const jiti = createJiti(import.meta.url, {
    alias: { 'mokplay/kit': join(HERE, `../kit/index.${EXTENSION}`) },
    fsCache: false,
    moduleCache: true,
  })
  const modules: AnyModule[] = []
  const diagnostics: Diagnostic[] = []
  for (const path of paths) {
    try {
      const module: unknown = await jiti.import(path, { default: true })
      const mistake = moduleMistake(module)
      if (mistake !== undefined)
        throw new Mistake(error('module/contract', `the module in ${path} ${mistake}`))
      modules.push({ ...(module as AnyModule), file: path })
    } catch (problem) {
      diagnostics.push(problem instanceof Mistake ? problem.diagnostic : notLoaded(path, problem))
    }
  }
  return { modules, diagnostics }
}

/** Whether everybody may put other folders in the place of those in this one. */
const replaceable = (folder: string, files: Files): boolean => {
  const mode = files.stat(folder)?.mode ?? 0
  return (mode & 0o002) !== 0 && (mode & 0o1000) === 0
}

const notLoaded = (path: string, problem: unknown): Diagnostic =>
  error(
    'module/not-loaded',
    `the module in ${path} cannot be loaded: ${problem instanceof Error ? problem.message.split('\n')[0] : String(problem)}`,
  )

const pathOf = (folder: string, name: string, files: Files): string[] => {
  const path = join(folder, name)
  if (
    /\.(?:ts|js|mjs)$/.test(name) &&
    !name.endsWith('.d.ts') &&
    !/\.test\.[tj]s$/.test(basename(name))
  )
    return [path]
  if (files.stat(path)?.type !== 'directory') return []
  return ['index.ts', 'index.js']
    .map(file => join(path, file))
    .filter(file => files.stat(file))
    .slice(0, 1)
}
