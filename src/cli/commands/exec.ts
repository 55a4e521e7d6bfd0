// `mokplay exec`: one task on some hosts, without a playbook. It becomes a playbook of one play, and runs as any other.
import { Option, type Command } from 'commander'
import { join, resolve } from 'node:path'
import { error, Mistake } from '../../base/diagnostic.ts'
import { matchHosts } from '../../work/hosts.ts'
import { execPlay, EXEC_FILE } from '../exec-play.ts'
import { EXIT } from '../exit-code.ts'
import { idleNotes } from '../idle-flags.ts'
import { openWords } from '../open-words.ts'
import { withExec, type Words } from '../options.ts'
import { sayMistakes } from '../say-mistakes.ts'
import type { Settings } from '../settings/load.ts'
import { openSettings } from '../settings/open.ts'
import { withColours, withSettings } from '../settings/words.ts'
import type { Shell } from '../shell.ts'
import { vaultEdges } from '../vault/open.ts'

export type ExecWords = Words & {
  readonly moduleName?: string
  readonly args?: string
  readonly background?: string
  readonly poll?: string
  readonly oneLine?: boolean
  readonly tree?: string
  readonly playbookDir?: string
  readonly taskTimeout?: string
}

const OWN = [
  new Option('-m, --module-name <name>', 'the module; command unless said'),
  new Option('-a, --args <arguments>', 'its arguments: name=value, JSON, or the command'),
  new Option('-B, --background <seconds>', 'run in the background, for so long at most'),
  new Option('-P, --poll <seconds>', 'between two looks at it; 15 unless said'),
  new Option('-o, --one-line', 'one line a host'),
  new Option('-t, --tree <folder>', 'the result of each host into a file of this folder, too'),
  new Option('-C, --check', 'say what would change, and change nothing'),
  new Option('--playbook-dir <folder>', 'where group_vars, host_vars and modules lie'),
  new Option('--task-timeout <seconds>', 'after which the task fails'),
]

/** Modules that are nothing without arguments. */
const NEEDY = /^(?:ansible\.(?:builtin|legacy)\.)?(?:command|shell|raw|script)$/

/** Adds the command to the program. */
export const addExec = (program: Command, shell: Shell): void => {
  const command = program
    .command('exec')
    .description('run one module on the hosts of a pattern')
    .argument('<pattern>')
  for (const option of OWN) command.addOption(option)
  withExec(command).action(async (pattern: string, words: ExecWords) => {
    shell.exit(await exec(pattern, words, shell))
  })
}

const exec = async (pattern: string, said: ExecWords, outside: Shell): Promise<number> => {
  const settings = openSettings(outside, join(said.playbookDir ?? '', EXEC_FILE))
  if (!settings) return EXIT.wrongInput
  for (const note of idleNotes(said)) outside.err(note)
  const words = wordsOf(said, settings)
  const { moduleName = settings.get('DEFAULT_MODULE_NAME') ?? 'command' } = words
  const args = words.args ?? settings.get('DEFAULT_MODULE_ARGS') ?? ''
  const vault = await vaultEdges(words, settings, outside)
  const folder = words.playbookDir ?? settings.get('PLAYBOOK_DIR')
  const play = execPlay(pattern, { ...words, moduleName, args }, folder ?? '', vault.files)
  const edges = { ...outside.edges, ...vault, files: play.files }
  const shell = withColours({ ...outside, edges }, settings)
  const project = await openWords(play.path, words, settings, shell, folder === undefined)
  const { hosts, diagnostics } = matchHosts(pattern, project.inventory, edges)
  const chosen = hosts.filter(host => !project.limit || project.limit.has(host))
  if (words.listHosts) {
    shell.out.write(
      [`  hosts (${chosen.length}):`, ...chosen.map(host => `    ${host}`), ''].join('\n'),
    )
    return EXIT.done
  }
  if (NEEDY.test(moduleName) && args === '') throw noArguments(moduleName, pattern)
  if (sayMistakes(project, shell).mistakes > 0) return EXIT.wrongInput
  if (chosen.length === 0) {
    for (const found of diagnostics) shell.err(`${project.frameOf({ ...found })}\n`)
    shell.err('[WARNING]: No hosts matched, nothing to do\n')
    return EXIT.done
  }
  const { perform } = await import('../perform.ts')
  const tree = words.tree === undefined ? undefined : resolve(outside.edges.cwd, words.tree)
  return perform(
    'run',
    project,
    { words, settings, select: { tags: [], skip: [] }, adHoc: { tree } },
    shell,
  )
}

const wordsOf = (said: ExecWords, settings: Settings): ExecWords => {
  const words: ExecWords = { ...said, ...withSettings({ ...said, tags: [] }, settings) }
  const output = said.output ?? (said.oneLine ? 'oneline' : 'minimal')
  return { ...words, output }
}

const noArguments = (module: string, pattern: string): Mistake =>
  new Mistake(
    error('cli/exec', `the module ${module} needs arguments`, {
      hint: pattern.endsWith('.yml')
        ? `to run a playbook: mokplay run ${pattern}`
        : `write them behind -a: -a 'uptime'`,
    }),
  )
