// `mokplay vars`: the variables of a host as they are before anything runs, and where each comes from.
import type { Command } from 'commander'
import { didYouMean, error, Mistake } from '../../base/diagnostic.ts'
import { frame } from '../../base/frame.ts'
import { jsonText } from '../../base/json-text.ts'
import { Sealed } from '../../base/sealed.ts'
import { SECRET_VARIABLES } from '../../engine/secrets.ts'
import type { Host } from '../../model/inventory.ts'
import type { Project } from '../../project/open.ts'
import { hostNamed } from '../../work/hosts.ts'
import { withPlaybook } from '../exec-play.ts'
import { EXIT } from '../exit-code.ts'
import { standingsOf, type HostStanding } from '../host-standing.ts'
import { openWords } from '../open-words.ts'
import { collect, withInput, type Words } from '../options.ts'
import { openSettings } from '../settings/open.ts'
import { withSettings } from '../settings/words.ts'
import type { Shell } from '../shell.ts'
import { allText, explainText, valueOf } from '../vars-text.ts'
import { vaultEdges } from '../vault/open.ts'

type VarsWords = Words & { readonly explain?: readonly string[]; readonly json?: boolean }

/** Adds the command to the program. */
export const addVars = (program: Command, shell: Shell): void => {
  withInput(
    program
      .command('vars')
      .description('show the variables of a host, and where each comes from')
      .argument('<host>')
      .argument('[playbook]', 'the variables of its plays, too')
      .option(
        '--explain <name>',
        'every definition of a variable, the strongest first; repeatable',
        collect,
      )
      .option('--json', 'as JSON'),
  ).action(async (host: string, playbook: string | undefined, words: VarsWords) => {
    shell.exit(await vars(host, playbook, words, shell))
  })
}

const NO_PLAYS = '[]\n'

const vars = async (
  name: string,
  playbook: string | undefined,
  said: VarsWords,
  outside: Shell,
): Promise<number> => {
  const settings = openSettings(outside, playbook)
  if (!settings) return EXIT.wrongInput
  const words = { ...said, ...withSettings(said, settings) }
  const vault = await vaultEdges(words, settings, outside)
  const files = playbook === undefined ? withPlaybook('vars', NO_PLAYS, vault.files) : vault.files
  const shell = { ...outside, edges: { ...outside.edges, ...vault, files } }
  const project = await openWords(
    playbook ?? 'vars',
    words,
    settings,
    shell,
    playbook === undefined,
  )
  const wrong = [
    ...project.diagnostics,
    ...(playbook === undefined ? [] : project.loaded.diagnostics),
  ]
  for (const found of wrong) shell.err(`${frame(found, project.find)}\n`)
  if (wrong.some(({ severity }) => severity === 'error')) return EXIT.wrongInput
  const host = oneHost(project, name)
  const standings = standingsOf(project, host)
  const parts = standings.map(one => {
    const title = one.title === undefined ? '' : `PLAY [${one.title}]\n`
    return `${title}${partText(project, one, words)}`
  })
  shell.out.write(words.json ? jsonOf(standings, words) : parts.join('\n'))
  return EXIT.done
}

const oneHost = ({ inventory }: Project, name: string): Host => {
  const host = inventory.hosts.get(name) ?? hostNamed(name, inventory)
  if (host) return host
  const hint = didYouMean(name, inventory.hosts.keys()) ?? 'mokplay inventory --graph shows all'
  throw new Mistake(error('cli/vars', `the host "${name}" is not in the inventory`, { hint }))
}

const partText = (project: Project, one: HostStanding, { explain }: VarsWords): string => {
  if (!explain) return allText(project, one)
  return explain
    .map(name => {
      const text = explainText(project, name, one)
      if (text.trim() === '') throw notDefined(name, one)
      return explain.length > 1 ? `${name}\n${text}` : text
    })
    .join('\n')
}

const notDefined = (name: string, { names }: HostStanding): Mistake =>
  new Mistake(
    error('cli/vars', `the variable "${name}" is defined nowhere for this host`, {
      hint: didYouMean(name, names),
    }),
  )

/** The values of the first play, or of all that are wanted. */
const jsonOf = ([first]: readonly HostStanding[], { explain }: VarsWords): string => {
  if (!first) return '{}\n'
  const value = (name: string): unknown => {
    if (SECRET_VARIABLES.has(name)) return '(secret)'
    try {
      return first.scope.get(name)
    } catch {
      return valueOf(name, first)
    }
  }
  const names = explain ?? [...first.names].sort()
  const other = (part: unknown): unknown => (part instanceof Sealed ? '(vaulted)' : String(part))
  return `${jsonText(Object.fromEntries(names.map(name => [name, value(name)])), { indent: 4, other })}\n`
}
