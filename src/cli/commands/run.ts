// `mokplay run`, `plan` and `check`: words to a project, a world and a run.
import type { Command } from 'commander'
import { source, type Source } from '../../base/source.ts'
import { checkProject } from '../../project/check.ts'
import { openProject, type ProjectOptions } from '../../project/open.ts'
import { EXIT } from '../exit-code.ts'
import { extraVars } from '../extra-vars.ts'
import { listText } from '../lists.ts'
import { withInput, withRun, type Words } from '../options.ts'
import { defaultSources } from './inventory.ts'
import type { Mode } from '../perform.ts'
import type { Shell } from '../shell.ts'

/** Adds run, plan and check to the program. */
export const addRun = (program: Command, shell: Shell): void => {
  const act = (mode: Mode) => async (playbook: string, words: Words) => {
    shell.exit(await runWords(mode, playbook, words, shell))
  }
  withRun(
    program.command('run').description('make hosts as the playbook says').argument('<playbook>'),
  )
    .option('-C, --check', 'say what would change, and change nothing')
    .option('--syntax-check', 'check the playbook, and end')
    .action(act('run'))
  withRun(
    program
      .command('plan')
      .description('say what a run would change, the hosts that are alike together')
      .argument('<playbook>'),
  )
    .option('--detailed-exitcode', 'end with 3 when there are changes')
    .action(act('plan'))
  withInput(
    program
      .command('check')
      .description('find all mistakes in a playbook, without connecting')
      .argument('<playbook>'),
  ).action(act('check'))
}

/** Mistakes and warnings that are shown; of more, the errors come first. */
const MOST = 50

const runWords = async (
  mode: Mode,
  playbook: string,
  words: Words,
  shell: Shell,
): Promise<number> => {
  const sources = new Map<string, Source>()
  sources.set('-e', source('-e', ''))
  const project = await openProject(projectOptions(playbook, words, shell, sources), shell.edges)
  for (const text of sources.values()) if (!project.find(text.file)) project.addSource(text)
  const found = checkProject(project)
  const isError = ({ severity }: { severity: string }): boolean => severity === 'error'
  const order =
    found.length > MOST ? [...found].sort((a, b) => Number(isError(b)) - Number(isError(a))) : found
  for (const diagnostic of order.slice(0, MOST)) shell.err(`${project.frameOf(diagnostic)}\n`)
  if (found.length > MOST) shell.err(`and ${found.length - MOST} more\n`)
  const wrong = found.filter(isError).length
  if (wrong > 0) {
    shell.err(`${wrong === 1 ? '1 mistake' : `${wrong} mistakes`}; no host was touched\n`)
    return EXIT.wrongInput
  }
  const select = { tags: split(words.tags), skip: split(words.skipTags) }
  if (words.listHosts || words.listTasks || words.listTags) {
    shell.out.write(listText(project, words, select))
    return EXIT.done
  }
  if (mode === 'check' || words.syntaxCheck) {
    if (mode === 'check')
      shell.out.write(
        `${playbook}: no mistakes${found.length > 0 ? `, ${found.length} warnings` : ''}\n`,
      )
    else shell.out.write(`\nplaybook: ${playbook}\n`)
    return EXIT.done
  }
  // The engine, ssh2 and the reporters are only loaded where there is something to do.
  const { perform } = await import('../perform.ts')
  return perform(mode, project, words, shell, select)
}

const projectOptions = (
  playbook: string,
  words: Words,
  shell: Shell,
  sources: Map<string, Source>,
): ProjectOptions => {
  return {
    playbook,
    inventory: words.inventory ?? defaultSources(shell.edges),
    extra: extraVars(words.extraVars ?? [], shell.edges.files, text =>
      sources.set(text.file, text),
    ),
    ...(words.limit && { limit: words.limit.join(',') }),
    rolesPath: (
      shell.edges.env.get('MOKPLAY_ROLES_PATH') ??
      shell.edges.env.get('ANSIBLE_ROLES_PATH') ??
      ''
    )
      .split(':')
      .filter(path => path !== ''),
  }
}

const split = (values: readonly string[] = []): readonly string[] =>
  values
    .flatMap(value => value.split(','))
    .map(tag => tag.trim())
    .filter(tag => tag !== '')
