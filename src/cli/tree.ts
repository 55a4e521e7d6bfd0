// --tree: the result of each host as JSON, in a file of its name.
import { join } from 'node:path'
import type { Reporter } from '../model/event.ts'
import { conceal } from '../report/hidden.ts'
import { dumpIndented } from '../report/classic-result.ts'
import type { ProjectEdges } from '../project/open.ts'

/** The reporter that writes the files; none without a folder. */
export const treeOf = (
  folder: string | undefined,
  write: ProjectEdges['write'],
): readonly Reporter[] =>
  folder === undefined || !write
    ? []
    : [
        {
          on: event => {
            const shown = conceal(event)
            if (shown.type !== 'task.end' || shown.module === 'meta') return
            const name = shown.host.replaceAll('/', '_')
            write(join(folder, name), `${dumpIndented(shown.module, shown.result, 0, 0)}`, 0o644)
          },
        },
      ]
