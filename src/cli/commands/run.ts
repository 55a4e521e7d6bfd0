// `mokplay run`, `plan` and `check`: words to a project, a world and a run.
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { error, Mistake } from '../../base/diagnostic.ts'
import { source, type Source } from '../../base/source.ts'
import type { RunOptions } from '../../engine/world.ts'
import { run } from '../../engine/run.ts'
import type { Reporter, RunEvent } from '../../model/event.ts'
import { checkProject } from '../../project/check.ts'
import { openProject, type Project, type ProjectOptions } from '../../project/open.ts'
import { makeWorld } from '../../project/world.ts'
import { emptyRecord, fold } from '../../report/fold.ts'
import { planText } from '../../report/plan-text.ts'
import { createReporter } from '../../report/reporters.ts'
import { themeFor } from '../../report/theme.ts'
import { createTransport } from '../../transport/transport.ts'
import { EXIT, exitCodeOf } from '../exit-code.ts'
import { extraVars } from '../extra-vars.ts'
import { listText } from '../lists.ts'
import { withInput, withRun, type Words } from '../options.ts'
import { askPassword } from '../prompt.ts'
import { defaultSources } from './inventory.ts'
import type { Shell } from '../shell.ts'

type Mode = 'run' | 'plan' | 'check'

/** Adds run, plan and check to the program. */
export const addRun = (program: Command, shell: Shell): void => {
  const act = (mode: Mode) => async (playbook: string, words: Words) => {
    shell.exit(await runWords(mode, playbook, words, shell))
  }
  withRun(program.command('run').description('make hosts as the playbook says').argument('<playbook>'))
    .option('-C, --check', 'say what would change, and change nothing')
    .option('--syntax-check', 'check the playbook, and end')
    .action(act('run'))
  withRun(program.command('plan').description('say what a run would change, the hosts that are alike together').argument('<playbook>'))
    .option('--detailed-exitcode', 'end with 3 when there are changes')
    .action(act('plan'))
  withInput(program.command('check').description('find all mistakes in a playbook, without connecting').argument('<playbook>')).action(act('check'))
}

const runWords = async (mode: Mode, playbook: string, words: Words, shell: Shell): Promise<number> => {
  const sources = new Map<string, Source>()
  sources.set('-e', source('-e', ''))
  const project = await openProject(projectOptions(playbook, words, shell, sources), shell.edges)
  for (const text of sources.values()) if (!project.find(text.file)) project.addSource(text)
  const found = checkProject(project)
  for (const diagnostic of found) shell.err(`${project.frameOf(diagnostic)}\n`)
  const wrong = found.filter(({ severity }) => severity === 'error').length
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
    if (mode === 'check') shell.out.write(`${playbook}: no mistakes${found.length > 0 ? `, ${found.length} warnings` : ''}\n`)
    else shell.out.write(`\nplaybook: ${playbook}\n`)
    return EXIT.done
  }
  return perform(mode, project, words, shell, select)
}

const projectOptions = (playbook: string, words: Words, shell: Shell, sources: Map<string, Source>): ProjectOptions => {
  return {
    playbook,
    inventory: words.inventory ?? defaultSources(shell.edges),
    extra: extraVars(words.extraVars ?? [], shell.edges.files, text => sources.set(text.file, text)),
    ...(words.limit && { limit: words.limit.join(',') }),
    rolesPath: (shell.edges.env.get('MOKPLAY_ROLES_PATH') ?? shell.edges.env.get('ANSIBLE_ROLES_PATH') ?? '').split(':').filter(path => path !== ''),
  }
}

const split = (values: readonly string[] = []): readonly string[] => values.flatMap(value => value.split(',')).map(tag => tag.trim()).filter(tag => tag !== '')

const perform = async (mode: Mode, project: Project, words: Words, shell: Shell, select: RunOptions['select']): Promise<number> => {
  const check = mode === 'plan' || words.check === true
  const { edges } = shell
  const record = emptyRecord()
  const recorder: Reporter = { on: event => void fold(record, event) }
  const diff = words.diff === true || (words.output !== 'classic' && words.output !== undefined)
  const options = { verbosity: words.verbose ?? 0, diff: diff || words.output === undefined, clock: edges.clock, find: project.find }
  const reporter = mode === 'plan' && (words.output ?? 'auto') === 'auto' ? quiet(shell, project) : createReporter(words.output ?? 'auto', shell.out, options)
  const stop = shell.interruption()
  const transport = createTransport({ clock: edges.clock, random: edges.random, signal: stop.signal })
  stop.onSecond(() => void transport.close())
  const runOptions = await optionsOf(words, check, project, shell, select)
  const world = makeWorld(project, { ...edges, transport, ...(shell.ask && { ask: shell.ask }) }, runOptions, [recorder, reporter], stop.signal)
  try {
    const { recap, interrupted, wrong } = await run(world)
    await reporter.end?.()
    if (mode === 'plan' && (words.output ?? 'auto') === 'auto') shell.out.write(`${planText(record, themeFor(shell.out))}\n`)
    const code = exitCodeOf(recap, interrupted, wrong)
    const changes = Object.values(recap).some(counts => counts.changed + counts.unknown > 0)
    return code === EXIT.done && words.detailedExitcode && changes ? EXIT.changes : code
  } finally {
    stop.done()
    await transport.close()
  }
}

/** A plan shows nothing before it is whole, but what is wrong. */
const quiet = (shell: Shell, project: Project): Reporter => ({
  on: (event: RunEvent) => {
    if (event.type === 'diagnostic') shell.err(`${project.frameOf(event.diagnostic)}\n`)
    if (event.type === 'message' && event.level === 'warning') shell.err(`${event.text}\n`)
  },
})

const optionsOf = async (words: Words, check: boolean, project: Project, shell: Shell, select: RunOptions['select']): Promise<RunOptions> => {
  const password = words.askPass ? await askPassword('SSH', shell.ask, '-k') : undefined
  const become = words.askBecomePass ? await askPassword('BECOME', shell.ask, '-K') : undefined
  return {
    check,
    diff: words.diff === true,
    forks: words.forks === undefined ? Math.min(200, availableParallelism() * 25) : positive(words.forks, '--forks'),
    select,
    ...(words.startAtTask !== undefined && { startAt: words.startAtTask }),
    ...(words.step && { step: true }),
    ...(project.limit && { limit: project.limit }),
    become: {
      ...(words.become && { become: true }),
      ...(words.becomeUser !== undefined && { user: words.becomeUser }),
      ...(words.becomeMethod !== undefined && { method: words.becomeMethod }),
      ...(become !== undefined && { password: become }),
    },
    address: {
      home: shell.home,
      agent: shell.edges.env.get('SSH_AUTH_SOCK'),
      sshConfig: sshConfigOf(shell),
      ...(words.user !== undefined && { user: words.user }),
      ...(words.privateKey !== undefined && { keyFile: words.privateKey }),
      ...(words.connection !== undefined && { connection: words.connection }),
      ...(words.timeout !== undefined && { timeout: positive(words.timeout, '--timeout') }),
      ...(words.sshCommonArgs !== undefined && { sshCommonArgs: words.sshCommonArgs }),
      ...(words.hostKeyCheck !== undefined && { checkHostKey: words.hostKeyCheck }),
      ...(password !== undefined && { password }),
    },
    ...(words.forceHandlers && { forceHandlers: true }),
    verbosity: words.verbose ?? 0,
  }
}

/** What the user's own ssh would do. */
const sshConfigOf = ({ edges, home }: Shell): { file: string; text: string } | undefined => {
  const file = join(home, '.ssh/config')
  const bytes = edges.files.read(file)
  return bytes && { file, text: Buffer.from(bytes).toString('utf8') }
}

const positive = (text: string, flag: string): number => {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new Mistake(error('cli/number', `${flag} takes a whole number above 0, not "${text}"`))
}

