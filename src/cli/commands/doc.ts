// `mokplay doc`: a module's arguments, return values and an example that is one of its cases.
import type { Command } from 'commander'
import { didYouMean, error, Mistake } from '../../base/diagnostic.ts'
import { builtInModules } from '../../registry/load.ts'
import { moduleTable } from '../../registry/table.ts'
import { docIndex, docText } from '../doc-text.ts'
import { exampleOf } from '../examples.ts'
import type { Shell } from '../shell.ts'

/** Adds the command to the program. */
export const addDoc = (program: Command, shell: Shell): void => {
  program
    .command('doc')
    .description('Show what a module does and takes; without a name, all modules.')
    .argument('[module]')
    .action(async (name: string | undefined) => {
      const table = moduleTable(await builtInModules())
      if (name === undefined) return shell.out.write(docIndex(table))
      const module = table.find(name)
      if (!module)
        throw new Mistake(
          error('task/unknown-module', `no module is called "${name}"`, {
            hint: didYouMean(name, table.names),
          }),
        )
      shell.out.write(docText(module, exampleOf(module.name, shell.edges.files)))
    })
}
