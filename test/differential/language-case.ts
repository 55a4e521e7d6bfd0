// What a case of the language is: a playbook that ansible-core and mokplay both run on local hosts. Those of
// test/engine/language have a trace, which that folder's own test holds mokplay to.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { source } from '../../src/base/source.ts'
import { readYaml } from '../../src/lang/read-yaml.ts'
import { root } from '../support/root.ts'

export type LanguageCase = {
  readonly case: string
  readonly play: string
  /** Beside site.yml. */
  readonly files?: Readonly<Record<string, string>>
  readonly inventory?: string
  /** Words after `site.yml -i hosts.yml`. */
  readonly args?: readonly unknown[]
  readonly env?: Readonly<Record<string, unknown>>
  /** Hosts do not wait for each other. */
  readonly free?: boolean
  /** What they print is compared instead of the trace. */
  readonly screen?: boolean
  /** Why ours is other: then it must be. */
  readonly differs?: string
  /** What ours comes to, where it differs. */
  readonly ours?: string
}

/** The cases of one file. */
export type LanguageCases = { readonly area: string; readonly cases: readonly LanguageCase[] }

const FOLDERS = ['test/engine/language', 'test/differential/language']

/** All areas, or those named; `language` names all. */
export const languageCases = (names: readonly string[] = []): readonly LanguageCases[] =>
  FOLDERS.map(folder => join(root, folder))
    .filter(existsSync)
    .flatMap(folder =>
      readdirSync(folder)
        .filter(name => name.endsWith('.yml'))
        .map(name => ({ area: basename(name, '.yml'), path: join(folder, name) })),
    )
    .filter(({ area }) => [[], ['language']].some(all => same(names, all)) || names.includes(area))
    .map(({ area, path }) => {
      const { value, diagnostics } = readYaml(source(path, readFileSync(path, 'utf8')))
      if (diagnostics.length > 0) throw new Error(`${path}: ${diagnostics[0]!.message}`)
      return { area, cases: value as readonly LanguageCase[] }
    })

const same = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join()

const HOSTS = `all:
  vars: {ansible_connection: local}
  children:
    web: {hosts: {web1: , web2: }}
    db: {hosts: {db1: }}
`

/** The files of a case: path → text. */
export const filesOf = (of: LanguageCase): Readonly<Record<string, string>> => ({
  'hosts.yml': of.inventory ?? HOSTS,
  'site.yml': of.play,
  ...of.files,
})

/** The words of a case's command line, after the program's own. */
export const wordsOf = (of: LanguageCase): readonly string[] => [
  'site.yml',
  '-i',
  'hosts.yml',
  ...(of.args ?? []).map(String),
]
