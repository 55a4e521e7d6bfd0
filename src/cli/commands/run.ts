// `mokplay run`, `plan` and `check`: words to a project, a world and a run.
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { EXIT } from '../exit-code.ts'
import { idleNotes } from '../idle-flags.ts'
import { listText } from '../lists.ts'
import { openWords } from '../open-words.ts'
import { withInput, withRun, type Words } from '../options.ts'
import type { Mode } from '../perform.ts'
import { sayMistakes } from '../say-mistakes.ts'
import type { Settings } from '../settings/load.ts'
import { openSettings } from '../settings/open.ts'
import { withColours, withSettings } from '../settings/words.ts'
import type { Shell } from '../shell.ts'
import { vaultEdges } from '../vault/open.ts'

/** Adds run, plan and check to the program. */
export const addRun = (program: Command, shell: Shell): void => {
  const act = (mode: Mode) => async (playbooks: readonly string[], words: Words) => {
    shell.exit(await runAll(mode, playbooks, words, shell))
  }
  withRun(
    program.command('run').description('make hosts as the playbook says').argument('<playbook...>'),
  )
    .option('-C, --check', 'say what would change, and change nothing')
    .option('--syntax-check', 'check the playbook, and end')
    .action(act('run'))
  withRun(
    program
      .command('plan')
      .description('say what a run would change, the hosts that are alike together')
      .argument('<playbook...>'),
  )
    .option('--detailed-exitcode', 'end with 3 when there are changes')
    .action(act('plan'))
  withInput(
    program
      .command('check')
      .description('find all mistakes in a playbook, without connecting')
      .argument('<playbook...>'),
  ).action(act('check'))
}

/** Runs playbooks in turn, until one ends otherwise than well. */
const runAll = async (
  mode: Mode,
  playbooks: readonly string[],
  said: Words,
  shell: Shell,
): Promise<number> => {
  const settings = openSettings(shell, playbooks[0])
  if (!settings) return EXIT.wrongInput
  for (const note of idleNotes(said)) shell.err(note)
  const words = withSettings(said, settings)
  const vault = await vaultEdges(words, settings, shell)
  const opened = withColours({ ...shell, edges: { ...shell.edges, ...vault } }, settings)
  let last: number = EXIT.done
  for (const playbook of playbooks) {
    const code = await runOne(mode, playbook, words, settings, opened)
    if (code === EXIT.changes) last = code
    else if (code !== EXIT.done) return code
  }
  return last
}

const runOne = async (
  mode: Mode,
  playbook: string,
  words: Words,
  settings: Settings,
  shell: Shell,
): Promise<number> => {
  const project = await openWords(playbook, words, settings, shell)
  const { mistakes, warnings } = sayMistakes(project, shell)
  if (mistakes > 0) return EXIT.wrongInput
  const select = { tags: split(words.tags), skip: split(words.skipTags) }
  if (words.listHosts || words.listTasks || words.listTags) {
    shell.out.write(listText(project, words, select))
    return EXIT.done
  }
  if (mode === 'check' || words.syntaxCheck) {
    if (mode === 'check')
      shell.out.write(`${playbook}: no mistakes${warnings > 0 ? `, ${warnings} warnings` : ''}\n`)
    else shell.out.write(`\nplaybook: ${playbook}\n`)
    return EXIT.done
  }
  if (words.output === 'classic' && (words.verbose ?? 0) > 0)
    shell.out.write(configLine(settings, shell))
  // The engine, ssh2 and the reporters are only loaded where there is something to do.
  const { perform } = await import('../perform.ts')
  return perform(mode, project, { words, settings, select }, shell)
}

const split = (values: readonly string[] = []): readonly string[] =>
  values
    .flatMap(value => value.split(','))
    .map(tag => tag.trim())
    .filter(tag => tag !== '')

/** What -v says first: which settings hold. */
const configLine = ({ paths }: Settings, { edges }: Shell): string =>
  paths.length === 0
    ? 'No config file found; using defaults\n'
    : `Using ${paths.map(path => resolve(edges.cwd, path)).join(' and ')} as config file\n`
