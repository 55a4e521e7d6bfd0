// Settings as flags that nobody has to type: the words of a command line, and behind them what is set.
import { KINDS, type ReporterKind } from '../../report/kinds.ts'
import type { Words } from '../options.ts'
import type { Shell } from '../shell.ts'
import type { Settings } from './load.ts'

/** The words, with settings where they say nothing. */
export const withSettings = (words: Words, settings: Settings): Words => {
  const { said } = settings
  const askPass = words.askPass ?? (words.connPassFile === undefined && said('DEFAULT_ASK_PASS'))
  const askBecomePass =
    words.askBecomePass ?? (words.becomePassFile === undefined && said('DEFAULT_BECOME_ASK_PASS'))
  const checkHostKey = said('HOST_KEY_CHECKING')
  return {
    ...given({
      forks: numeral(said('DEFAULT_FORKS')),
      user: said('DEFAULT_REMOTE_USER'),
      privateKey: said('DEFAULT_PRIVATE_KEY_FILE'),
      connection: said('DEFAULT_TRANSPORT'),
      timeout: numeral(said('DEFAULT_TIMEOUT')),
      sshCommonArgs: said('SSH_COMMON_ARGS'),
      sshExtraArgs: said('SSH_EXTRA_ARGS'),
      becomeUser: said('DEFAULT_BECOME_USER'),
      becomeMethod: said('DEFAULT_BECOME_METHOD'),
      connPassFile: askPass ? undefined : said('CONNECTION_PASSWORD_FILE'),
      becomePassFile: askBecomePass ? undefined : said('BECOME_PASSWORD_FILE'),
      hostKeyCheck: checkHostKey === false ? 'off' : undefined,
    }),
    ...words,
    ...given({ askPass: askPass || undefined, askBecomePass: askBecomePass || undefined }),
    become: words.become ?? said('DEFAULT_BECOME') ?? false,
    diff: words.diff ?? said('DIFF_ALWAYS') ?? false,
    forceHandlers: words.forceHandlers ?? said('DEFAULT_FORCE_HANDLERS') ?? false,
    verbose: (words.verbose ?? 0) + (said('DEFAULT_VERBOSITY') ?? 0),
    tags: [...(said('TAGS_RUN') ?? []), ...(words.tags ?? [])],
    skipTags: [...(said('TAGS_SKIP') ?? []), ...(words.skipTags ?? [])],
    output: words.output ?? kindOf(said('DEFAULT_STDOUT_CALLBACK')) ?? 'auto',
  }
}

/** What is set of a mapping. */
const given = <T extends object>(all: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } =>
  Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined && value !== ''),
  ) as never

const numeral = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value)

/** Ansible's callbacks all come to its own form here, but those that are for machines. */
const kindOf = (callback: string | undefined): ReporterKind | undefined => {
  if (callback === undefined) return undefined
  const name = callback.replace(/^.*\./, '')
  return KINDS.find(kind => kind === name) ?? 'classic'
}

/** The shell, as what looks for colours is to see it. */
export const withColours = (shell: Shell, { get }: Settings): Shell => {
  const forced: Readonly<Record<string, string>> = {
    ...(get('ANSIBLE_FORCE_COLOR') && { FORCE_COLOR: '1' }),
    ...(get('ANSIBLE_NOCOLOR') && { NO_COLOR: '1' }),
  }
  return { ...shell, out: { ...shell.out, env: name => forced[name] ?? shell.out.env(name) } }
}
