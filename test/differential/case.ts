// What a differential case is: a task that ansible-core and mokplay both do on twin hosts. One file a module.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { source } from '../../src/base/source.ts'
import { readYaml } from '../../src/lang/read-yaml.ts'
import { root } from '../support/root.ts'

export type Image = 'small' | 'el' | 'deb'

export type Case = {
  readonly case: string
  /** The arguments; `DIR` stands for the case's own folder on the host. A text is free form. */
  readonly args?: Readonly<Record<string, unknown>> | string
  /** sh that makes the ground, run in DIR by root on both hosts. */
  readonly before?: string
  /** sh whose output must be the same on both hosts; everything below DIR unless said. */
  readonly look?: string
  /** sh that takes away what others could stumble over. */
  readonly after?: string
  /** Keywords of the task: become_user, environment… */
  readonly task?: Readonly<Record<string, unknown>>
  /** Files beside the playbook. */
  readonly files?: Readonly<Record<string, string>>
  /** `end state`, `changed`, `again` (the second time), `failed`, `forecast`, or a return value: why ours is another. */
  readonly differs?: Readonly<Record<string, string>>
}

export type Cases = {
  readonly module: string
  /** The module's name in the real one: ansible.posix.sysctl. */
  readonly real: string
  readonly image: Image
  /** Tasks that both do first: facts, packages. */
  readonly facts?: boolean
  /** Return values to compare beside the documented ones. */
  readonly values?: readonly string[]
  /** Return values that differ in every case: why. */
  readonly differs?: Readonly<Record<string, string>>
  readonly cases: readonly Case[]
}

const folder = join(root, 'test/differential')

/** All files of cases, or those named. */
export const allCases = (names: readonly string[] = []): readonly Cases[] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.yml'))
    .filter(name => names.length === 0 || names.includes(basename(name, '.yml')))
    .map(name => {
      const { value, diagnostics } = readYaml(
        source(name, readFileSync(join(folder, name), 'utf8')),
      )
      if (diagnostics.length > 0) throw new Error(`${name}: ${diagnostics[0]!.message}`)
      const cases = value as unknown as Omit<Cases, 'module'>
      return { module: basename(name, '.yml'), ...cases, real: cases.real }
    })

/** The folder on the host that a case has for itself. */
export const dirOf = (index: number): string => `/srv/case/${index}`

/** `DIR` put in, at any depth. */
export const withDir = (value: unknown, dir: string): unknown => {
  if (typeof value === 'string') return value.replace(/\bDIR\b/g, dir)
  if (Array.isArray(value)) return value.map(part => withDir(part, dir))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withDir(part, dir)]))
}
