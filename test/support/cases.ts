// The cases of every built-in module: modules/*/cases.yml.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { source } from '../../src/base/source.ts'
import { readYaml } from '../../src/lang/read-yaml.ts'
import type { AnyModule, Facts } from '../../src/model/module.ts'
import { someFacts } from './facts.ts'
import { root } from './root.ts'

export type Case = {
  readonly case: string
  readonly example?: boolean
  readonly args?: Readonly<Record<string, unknown>>
  readonly facts?: Partial<Facts>
  readonly host?: Readonly<Record<string, unknown>>
  /** Subject → its diff: changed lines of a text, or `a → b` lines. */
  readonly changes?: Readonly<Record<string, string>> | readonly []
  /** Command lines of all run ops, in order. */
  readonly runs?: readonly string[]
  /** Other ops, as data; matched as a subset, in order. */
  readonly ops?: readonly Readonly<Record<string, unknown>>[]
  readonly result?: Readonly<Record<string, unknown>>
  readonly fails?: string
  readonly refuses?: string
  readonly unknown?: string
  /** A sentence when the second plan is not empty by nature. */
  readonly diverges?: string
}

/** Facts with the case's own laid over. */
export const factsOf = (of: Case): Facts => ({
  ...someFacts,
  ...of.facts,
  os: { ...someFacts.os, ...of.facts?.os },
})

/** Folders of all built-in modules that are whole (index and cases). */
export const moduleNames = (): readonly string[] =>
  readdirSync(join(root, 'modules')).filter(name =>
    existsSync(join(root, 'modules', name, 'index.ts')),
  )

export const casesOf = (name: string): readonly Case[] => {
  const path = join(root, 'modules', name, 'cases.yml')
  if (!existsSync(path)) return []
  const { value, diagnostics } = readYaml(source(path, readFileSync(path, 'utf8')))
  if (diagnostics.length > 0) throw new Error(`${path}: ${diagnostics[0]!.message}`)
  return value as readonly Case[]
}

/** A built-in module, from wherever the tests were compiled to. */
export const moduleOf = async (name: string): Promise<AnyModule> => {
  const compiled = new URL(`../../modules/${name}/index.js`, import.meta.url)
  const loaded = (await import(compiled.href)) as { default: AnyModule }
  return loaded.default
}
