// Two hosts of one image, one for each engine; both inventories call theirs `twin`.
import { join } from 'node:path'
import { byAnsible, byMokplay, writeFolder, type Results } from './run.ts'
import { differencesOf, type Difference } from './compare.ts'
import { playbookOf, scriptsOf } from './playbook.ts'
import { dirOf, type Cases } from './case.ts'

/** One of the twins: how it is reached, and sh on its console. */
export type Twin = {
  readonly vars: Readonly<Record<string, unknown>>
  readonly shows: (script: string) => Promise<string>
}

export type Twins = { readonly mokplay: Twin; readonly ansible: Twin }

const ENGINES = ['mokplay', 'ansible'] as const

/** Puts a module's cases on both hosts, runs them with both engines, and says for each case what differs. */
export const compareOn = async (
  twins: Twins,
  cases: Cases,
  documented: readonly string[],
  folder: string,
): Promise<readonly (readonly Difference[])[]> => {
  const results = await Promise.all(
    ENGINES.map(async engine => {
      const home = join(folder, engine)
      const files = Object.assign({}, ...cases.cases.map(of => of.files ?? {})) as Record<
        string,
        string
      >
      const hosts = { all: { hosts: { twin: twins[engine].vars } } }
      writeFolder(home, {
        ...files,
        'site.yml': playbookOf(cases, engine),
        'hosts.yml': JSON.stringify(hosts),
      })
      await twins[engine].shows(ground(cases))
      return engine === 'mokplay' ? byMokplay(home) : byAnsible(home)
    }),
  )
  const [ours, real] = results as [Results, Results]
  return cases.cases.map((_, index) => differencesOf(index, ours, real, documented))
}

/** sh that lays the scripts out, on a host where earlier modules had theirs. */
const ground = (cases: Cases): string =>
  [
    'rm -rf /srv/case && mkdir -p /srv/case',
    ...cases.cases.map((_, index) => `mkdir ${dirOf(index)}`),
    ...Object.entries(scriptsOf(cases)).map(
      ([path, text]) => `cat >${path} <<'END_OF_SCRIPT'\n${text}END_OF_SCRIPT`,
    ),
  ].join('\n')
