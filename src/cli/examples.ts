// The example of a module: the first of its cases that says so.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { source } from '../base/source.ts'
import { readYaml } from '../lang/read-yaml.ts'
import type { Files } from '../model/edge.ts'

export type Example = { readonly title: string; readonly args: Readonly<Record<string, unknown>> }

/** The folder with package.json above this file: compiled code lies deeper than its cases. */
const rootOf = (folder: string, files: Files): string =>
  files.stat(join(folder, 'package.json')) || dirname(folder) === folder
    ? folder
    : rootOf(dirname(folder), files)

export const exampleOf = (name: string, files: Files): Example | undefined => {
  const path = join(
    rootOf(dirname(fileURLToPath(import.meta.url)), files),
    'modules',
    name,
    'cases.yml',
  )
  const bytes = files.read(path)
  if (!bytes) return undefined
  const cases = readYaml(source(path, Buffer.from(bytes).toString('utf8'))).value as readonly {
    case: string
    example?: boolean
    args?: Readonly<Record<string, unknown>>
  }[]
  const found = cases.find(({ example }) => example)
  return found && { title: found.case, args: found.args ?? {} }
}
