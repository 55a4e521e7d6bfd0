// A checked project and the words of its command line → a world, a run and its exit code.
import { availableParallelism } from 'node:os'
import { error, Mistake } from '../base/diagnostic.ts'
import { jumpLogin } from '../engine/jump-login.ts'
import { run } from '../engine/run.ts'
import type { RunOptions } from '../engine/world.ts'
import type { Reporter, RunEvent } from '../model/event.ts'
import type { Project } from '../project/open.ts'
import { makeWorld } from '../project/world.ts'
import { emptyRecord, fold } from '../report/fold.ts'
import { planText } from '../report/plan-text.ts'
import { createReporter } from '../report/reporters.ts'
import { themeFor } from '../report/theme.ts'
import { createTransport } from '../transport/transport.ts'
import { EXIT, exitCodeOf } from './exit-code.ts'
import type { Words } from './options.ts'
import { passwordFrom } from './password-file.ts'
import { askPassword } from './prompt.ts'
import { quieter } from './quieter.ts'
import { writeRetryFile } from './retry-file.ts'
import { screenOf } from './screen.ts'
import type { Settings } from './settings/load.ts'
import type { Shell } from './shell.ts'
import { sshOf } from './ssh-program.ts'
import { treeOf } from './tree.ts'

/** What is wanted of a run. */
export type Wishes = {
  readonly words: Words
  readonly settings: Settings
  readonly select: RunOptions['select']
  /** One task without a playbook; the results go into files of a folder, too. */
  readonly adHoc?: { readonly tree: string | undefined }
}

export type Mode = 'run' | 'plan' | 'check'

/** Runs a project that is free of mistakes; the exit code. */
export const perform = async (
  mode: Mode,
  project: Project,
  { words, settings, select, adHoc }: Wishes,
  shell: Shell,
): Promise<number> => {
  const check = mode === 'plan' || words.check === true
  const { edges } = shell
  // Who gives no password but Ctrl-C ends the program as any other: there is nothing to stop yet.
  const runOptions = await optionsOf({ words, settings, select }, check, project, shell)
  const record = emptyRecord()
  const recorder: Reporter = { on: event => void fold(record, event) }
  // Events come without secrets; frames show the user's own texts, in which some may stand, but
  // not in JSON, whose own words would go as well.
  const isJson = words.output === 'json' || words.output === 'jsonl'
  const scrub = (write: (text: string) => void) => (text: string) =>
    write(isJson ? text : world.secrets.scrub(text))
  const out = { ...shell.out, write: scrub(shell.out.write), warn: scrub(shell.err) }
  const asAnsible = ['classic', 'minimal', 'oneline'].includes(words.output ?? 'auto')
  const options = {
    verbosity: words.verbose ?? 0,
    diff: words.diff === true || !asAnsible,
    clock: edges.clock,
    find: project.find,
    screen: screenOf(settings, edges.cwd),
  }
  const reporter =
    mode === 'plan' && (words.output ?? 'auto') === 'auto'
      ? quiet(out.warn, project)
      : createReporter(words.output ?? 'auto', out, options)
  const stop = shell.interruption()
  const shownTo = quieter(reporter, settings)
  const transport = createTransport({
    clock: edges.clock,
    random: edges.random,
    signal: stop.signal,
    login: host => jumpLogin(world, host),
  })
  stop.onSecond(() => void transport.close())
  const world = makeWorld(
    project,
    { ...edges, transport, ...(shell.ask && { ask: shell.ask }) },
    runOptions,
    [recorder, shownTo, ...treeOf(adHoc?.tree, edges.write)],
    stop.signal,
  )
  try {
    const { recap, interrupted, wrong } = await run(world)
    await reporter.end?.()
    if (!adHoc) await writeRetryFile(project.options.playbook, recap, settings, shell)
    if (mode === 'plan' && (words.output ?? 'auto') === 'auto')
      out.write(`${planText(record, themeFor(shell.out))}\n`)
    const code = exitCodeOf(recap, interrupted, wrong)
    const changes = Object.values(recap).some(counts => counts.changed + counts.unknown > 0)
    return code === EXIT.done && words.detailedExitcode && changes ? EXIT.changes : code
  } finally {
    // In this order: a signal now must not end us before the hosts are rid of us.
    await transport.close()
    stop.done()
  }
}

/** A plan shows nothing before it is whole, but what is wrong. */
const quiet = (warn: (text: string) => void, project: Project): Reporter => ({
  on: (event: RunEvent) => {
    if (event.type === 'diagnostic') warn(`${project.frameOf(event.diagnostic)}\n`)
    if (event.type === 'message' && event.level === 'warning') warn(`${event.text}\n`)
  },
})

const optionsOf = async (
  { words, settings, select }: Wishes,
  check: boolean,
  project: Project,
  shell: Shell,
): Promise<RunOptions> => {
  const { said } = settings
  const exe = said('DEFAULT_BECOME_EXE')
  const flags = said('DEFAULT_BECOME_FLAGS')
  const port = said('DEFAULT_REMOTE_PORT')
  const sshArgs = said('SSH_ARGS')
  const password = await passwordOf('SSH', words.askPass, words.connPassFile, shell)
  const become = await passwordOf('BECOME', words.askBecomePass, words.becomePassFile, shell)
  return {
    check,
    diff: words.diff === true,
    forks:
      words.forks === undefined
        ? Math.min(200, availableParallelism() * 25)
        : positive(words.forks, '--forks'),
    select,
    ...(words.startAtTask !== undefined && { startAt: words.startAtTask }),
    ...(words.step && { step: true }),
    ...(project.limit && { limit: project.limit }),
    ...(project.options.limit !== undefined && { limitWords: project.options.limit }),
    become: {
      ...(words.become && { become: true }),
      ...(words.becomeUser !== undefined && { user: words.becomeUser }),
      ...(words.becomeMethod !== undefined && { method: words.becomeMethod }),
      ...(exe !== undefined && { exe }),
      ...(flags !== undefined && { flags }),
      ...(become !== undefined && { password: become }),
    },
    address: {
      home: shell.home,
      agent: shell.edges.env.get('SSH_AUTH_SOCK'),
      ...sshOf(shell),
      ...(words.user !== undefined && { user: words.user }),
      ...(words.privateKey !== undefined && { keyFile: words.privateKey }),
      ...(words.connection !== undefined && { connection: words.connection }),
      ...(words.timeout !== undefined && { timeout: positive(words.timeout, '--timeout') }),
      ...(port !== undefined && { port }),
      ...(sshArgs !== undefined && { sshArgs }),
      ...(words.sshCommonArgs !== undefined && { sshCommonArgs: words.sshCommonArgs }),
      ...(words.sshExtraArgs !== undefined && { sshExtraArgs: words.sshExtraArgs }),
      ...(words.hostKeyCheck !== undefined && { checkHostKey: words.hostKeyCheck }),
      ...(password !== undefined && { password }),
    },
    ...(words.forceHandlers && { forceHandlers: true }),
    verbosity: words.verbose ?? 0,
    ...languageOf(settings),
  }
}

/** What settings make of the language. */
const languageOf = ({ get, said }: Settings): Partial<RunOptions> => {
  const managed = said('DEFAULT_MANAGED_STR')
  const poll = said('DEFAULT_POLL_INTERVAL')
  return {
    mergesDicts: get('DEFAULT_HASH_BEHAVIOUR') === 'merge',
    privateRoles: get('DEFAULT_PRIVATE_ROLE_VARS') === true,
    ...(get('DEFAULT_GATHERING') === 'smart' && { gathering: 'smart' }),
    factsApart: get('INJECT_FACTS_AS_VARS') === false,
    ...(managed !== undefined && { managed }),
    ...(poll !== undefined && { poll }),
  }
}

const FLAGS = {
  SSH: { ask: '-k', file: '--connection-password-file' },
  BECOME: { ask: '-K', file: '--become-password-file' },
} as const

const passwordOf = async (
  what: keyof typeof FLAGS,
  asks: boolean | undefined,
  file: string | undefined,
  shell: Shell,
): Promise<string | undefined> => {
  if (file !== undefined) return passwordFrom(file, FLAGS[what].file, shell)
  return asks ? askPassword(what, shell.ask, FLAGS[what].ask) : undefined
}

const positive = (text: string, flag: string): number => {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new Mistake(error('cli/number', `${flag} takes a whole number above 0, not "${text}"`))
}
