// The options that run, plan and check share, as one table: Ansible's letters, and a sentence each.
import { Option, type Command } from 'commander'
import { KINDS } from '../report/kinds.ts'
import { IDLE } from './idle-flags.ts'
import { withVault, type VaultWords } from './vault/words.ts'

/** The parser of an option that may stand several times. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
]

const count = (_value: string, before = 0): number => before + 1

const INPUT = [
  new Option(
    '-i, --inventory <source>',
    'a file, folder, program or "host,host,"; repeatable',
  ).argParser(collect),
  new Option('-l, --limit <pattern>', 'only hosts that match; repeatable').argParser(collect),
  new Option(
    '-e, --extra-vars <vars>',
    'k=v, JSON, YAML or @file; strongest of all; repeatable',
  ).argParser(collect),
  new Option('-t, --tags <tags>', 'only tasks with these tags; repeatable').argParser(collect),
  new Option('--skip-tags <tags>', 'no tasks with these tags; repeatable').argParser(collect),
]

const RUN = [
  new Option('-D, --diff', 'show what differs, also where the output does not by itself'),
  new Option('-f, --forks <number>', 'hosts at work at once'),
  new Option('-u, --user <name>', 'log in as this user'),
  new Option('-k, --ask-pass', 'ask for the password of ssh'),
  new Option(
    '--connection-password-file, --conn-pass-file <file>',
    'the password of ssh; a program prints it, - is the input',
  ).conflicts('askPass'),
  new Option('--private-key <file>', 'log in with this key').argParser(String),
  new Option('-c, --connection <kind>', 'ssh, openssh, local, docker, podman or chroot'),
  new Option('-T, --timeout <seconds>', 'for connecting and logging in'),
  new Option('--ssh-common-args <words>', 'options of ssh for every host'),
  new Option('--ssh-extra-args <words>', 'more of them, behind those'),
  new Option('--host-key-check <how>', 'unknown host keys').choices([
    'strict',
    'accept-new',
    'off',
  ]),
  new Option('-b, --become', 'act as another user'),
  new Option('--become-user <name>', 'whom to become'),
  new Option('--become-method <method>', 'how: sudo, su, doas, runuser'),
  new Option('-K, --ask-become-pass', 'ask for the password of sudo and its like'),
  new Option(
    '--become-password-file, --become-pass-file <file>',
    'the password of sudo and its like, in the same way',
  ).conflicts('askBecomePass'),
  new Option('--force-handlers', 'run notified handlers on hosts that failed, too'),
  new Option('--start-at-task <name>', 'begin at this task; * and ? as in file names'),
  new Option('--step', 'ask before each task'),
  new Option('-v, --verbose', 'say more; -vv and -vvv still more').argParser(count),
  new Option('--output <kind>', 'how to report; auto unless said').choices(KINDS),
  new Option('-M, --module-path <folders>', 'more folders of modules, : between them'),
  new Option('--list-hosts', 'show the hosts of each play, and end'),
  new Option('--list-tasks', 'show the tasks, and end'),
  new Option('--list-tags', 'show the tags, and end'),
  ...IDLE.map(({ flag, value }) => new Option(value ? `${flag} <words>` : flag).hideHelp()),
]

export type Words = VaultWords & {
  readonly inventory?: readonly string[]
  readonly limit?: readonly string[]
  readonly extraVars?: readonly string[]
  readonly tags?: readonly string[]
  readonly skipTags?: readonly string[]
  readonly check?: boolean
  readonly syntaxCheck?: boolean
  readonly detailedExitcode?: boolean
  readonly diff?: boolean
  readonly forks?: string
  readonly user?: string
  readonly askPass?: boolean
  readonly privateKey?: string
  readonly modulePath?: string
  readonly connection?: string
  readonly timeout?: string
  readonly connPassFile?: string
  readonly sshCommonArgs?: string
  readonly sshExtraArgs?: string
  readonly hostKeyCheck?: 'strict' | 'accept-new' | 'off'
  readonly become?: boolean
  readonly becomeUser?: string
  readonly becomeMethod?: string
  readonly askBecomePass?: boolean
  readonly becomePassFile?: string
  readonly forceHandlers?: boolean
  readonly startAtTask?: string
  readonly step?: boolean
  readonly verbose?: number
  readonly output?: (typeof KINDS)[number]
  readonly listHosts?: boolean
  readonly listTasks?: boolean
  readonly listTags?: boolean
}

export const withInput = (command: Command): Command => {
  for (const option of INPUT) command.addOption(option)
  return withVault(command)
}

/** What one task without a playbook has no use for. */
const NOT_EXEC = new Set([
  '--tags',
  '--skip-tags',
  '--force-handlers',
  '--start-at-task',
  '--step',
  '--list-tasks',
  '--list-tags',
  '--flush-cache',
])

export const withExec = (command: Command): Command => {
  for (const option of [...INPUT, ...RUN])
    if (!NOT_EXEC.has(option.long ?? '')) command.addOption(option)
  return withVault(command)
}

export const withRun = (command: Command): Command => {
  for (const option of [...INPUT, ...RUN]) command.addOption(option)
  return withVault(command)
}
