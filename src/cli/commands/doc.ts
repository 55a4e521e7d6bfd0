// `mokplay doc`: what modules, keywords, filters, tests and lookups do and take; of modules an example that is one of
// their cases.
import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { didYouMean, error, Mistake } from '../../base/diagnostic.ts'
import { jsonText } from '../../base/json-text.ts'
import type { AnyModule } from '../../model/module.ts'
import { builtInModules, userModules } from '../../registry/load.ts'
import { moduleTable } from '../../registry/table.ts'
import { TYPES, type DocType, type Entry } from '../doc-plugins.ts'
import { docData, docIndex, docText, snippetText } from '../doc-text.ts'
import { exampleOf } from '../examples.ts'
import type { Shell } from '../shell.ts'

type Options = {
  readonly type: DocType
  readonly list?: boolean
  readonly json?: boolean
  readonly snippet?: boolean
  readonly modulePath?: string
}

/** Adds the command to the program. */
export const addDoc = (program: Command, shell: Shell): void => {
  program
    .command('doc')
    .description('Show what a module does and takes; without a name, all modules.')
    .argument('[name...]')
    .addOption(new Option('-t, --type <type>', 'of what').choices(TYPES).default('module'))
    .option('-l, --list', 'all of the type, a line each')
    .option('-j, --json', 'as JSON')
    .option('-s, --snippet', 'a task to begin with, for modules')
    .option('-M, --module-path <folders>', 'more folders of modules, : between them')
    .action(async (names: readonly string[], options: Options) => {
      const text =
        options.type === 'module'
          ? await modulesText(names, options, shell)
          : await pluginsText(names, options, options.type)
      shell.out.write(text)
    })
}

const modulesText = async (
  names: readonly string[],
  options: Options,
  { edges }: Shell,
): Promise<string> => {
  const folders = (options.modulePath ?? '').split(':').filter(folder => folder !== '')
  const own = await Promise.all(
    folders.map(folder => userModules(resolve(edges.cwd, folder), edges.files)),
  )
  const wrong = own.flatMap(({ diagnostics }) => diagnostics)[0]
  if (wrong) throw new Mistake(wrong)
  const table = moduleTable([...own.flatMap(({ modules }) => modules), ...(await builtInModules())])
  const chosen = names.map((name): AnyModule => {
    const module = table.find(name)
    if (module) return module
    throw new Mistake(
      error('task/unknown-module', `no module is called "${name}"`, {
        hint: didYouMean(name, table.names) ?? 'filters, tests, lookups and keywords: -t TYPE',
      }),
    )
  })
  if (chosen.length === 0 || options.list) {
    if (!options.json) return docIndex(table)
    const all = new Set(table.names.flatMap(name => table.find(name) ?? []))
    return json([...all].map(({ name, summary }) => [name, summary] as const))
  }
  const example = ({ name }: AnyModule) => exampleOf(name, edges.files)
  if (options.json) return json(chosen.map(module => [module.name, docData(module)]))
  if (options.snippet) return chosen.map(snippetText).join('\n')
  return chosen.map(module => docText(module, example(module))).join('\n')
}

const pluginsText = async (
  names: readonly string[],
  options: Options,
  type: Exclude<DocType, 'module'>,
): Promise<string> => {
  const { entriesOf } = await import('../doc-plugins.ts')
  const all = entriesOf(type)
  const chosen = names.map((name): Entry => {
    const short = name.replace(/^\w+\.\w+\./, '').replace(/^with_/, type === 'lookup' ? '' : '$&')
    const entry = all.find(each => each.name === short)
    if (entry) return entry
    throw new Mistake(
      error('cli/doc', `no ${type} is called "${name}"`, {
        hint:
          didYouMean(
            name,
            all.map(each => each.name),
          ) ?? `mokplay doc -t ${type} -l lists all`,
      }),
    )
  })
  if (chosen.length === 0 || options.list) {
    if (options.json) return json(all.map(({ name, about }) => [name, about]))
    const width = Math.max(...all.map(({ name }) => name.length))
    return all.map(({ name, about }) => `${name.padEnd(width)} ${about}\n`).join('')
  }
  if (options.json) return json(chosen.map(({ name, data }) => [name, data]))
  return chosen.map(({ lines }) => `${lines.join('\n')}\n`).join('\n')
}

const json = (entries: readonly (readonly [string, unknown])[]): string =>
  `${jsonText(Object.fromEntries(entries), { indent: 4 })}\n`
