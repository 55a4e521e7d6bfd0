// How to become another user: the command line, the prompt, and what a refusal means. Runs nothing.
import { command, quote } from '../base/shell.ts'
import { Lost } from '../model/edge.ts'
import type { Become } from '../model/inventory.ts'

/** A way into a shell: its command line, and what to answer when asked. */
export type Entry = {
  readonly line: string
  /** Words for errors: "sudo". */
  readonly by: string
  readonly prompt?: RegExp
  readonly password?: string
  readonly user?: string
}

type Method = {
  readonly argv: (become: Become, prompt: string, shell: string) => readonly string[]
  readonly prompt?: (prompt: string) => RegExp
}

const words = (flags: string): readonly string[] => flags.split(/\s+/).filter(word => word !== '')

/** sudo's own prompt would be looked for in vain where PAM asks instead. */
const ANY_PROMPT = /pass(word|code|phrase)[^\n]*: ?$/i

const byShell = (become: Become, shell: string): readonly string[] => [
  '-s',
  '/bin/sh',
  '-c',
  shell,
  ...words(become.flags ?? ''),
  become.user,
]

const METHODS: Readonly<Record<string, Method>> = {
  sudo: {
    argv: (become, prompt, shell) => {
      const flags = words(become.flags ?? '-H').filter(flag => flag !== '-n' && flag !== '-S')
      const ask = become.password === undefined ? ['-n'] : ['-S', '-p', prompt]
      return [become.exe ?? 'sudo', ...flags, ...ask, '-u', become.user, 'sh', '-c', shell]
    },
    prompt: prompt => new RegExp(`${prompt.replace(/[[\]]/g, '\\$&')}$|${ANY_PROMPT.source}`, 'i'),
  },
  su: {
    // Its words would be the host's language else, and the prompt with them.
    argv: (become, _, shell) => ['env', 'LC_ALL=C', become.exe ?? 'su', ...byShell(become, shell)],
    prompt: () => ANY_PROMPT,
  },
  runuser: { argv: (become, _, shell) => [become.exe ?? 'runuser', ...byShell(become, shell)] },
  doas: {
    argv: (become, _, shell) => [
      become.exe ?? 'doas',
      '-n',
      ...words(become.flags ?? ''),
      '-u',
      become.user,
      'sh',
      '-c',
      shell,
    ],
  },
}

/**
 * The way in for the login user, or for the one to become. `tag` is random: no noise looks like the
 * prompt.
 */
export const entry = (shell: string, tag: string, become?: Become): Entry => {
  if (!become) return { line: `exec sh -c ${quote(shell)}`, by: 'sh' }
  const method = Object.hasOwn(METHODS, become.method) ? METHODS[become.method] : undefined
  if (!method) {
    const known = Object.keys(METHODS).join(', ')
    throw new Lost(
      'become',
      `the become method "${become.method}" is not known: use one of ${known}`,
    )
  }
  if (/^-|[\0\n]/.test(become.user) || become.user === '') {
    throw new Lost('become', `"${become.user}" is not the name of a user`)
  }
  if (become.password?.includes('\n'))
    throw new Lost('become', 'a password cannot hold a line break')
  const prompt = `[mokplay ${tag}] password:`
  const line = `exec ${command(method.argv(become, prompt, shell))}`
  return {
    line,
    by: become.method,
    user: become.user,
    ...(method.prompt && { prompt: method.prompt(prompt) }),
    ...(become.password !== undefined && { password: become.password }),
  }
}

const asks = (by: string, whose: string): string =>
  `${by} asks for the password of ${whose}: give one with --ask-become-pass or ansible_become_password`

const rejects = (by: string, whose: string): string =>
  `${by} did not take the password of ${whose} (tried once)`

/** su asks for the password of the user to become, all others for one's own. */
const passwordOf = (way: Entry, login: string): string =>
  way.by === 'su' ? (way.user ?? login) : login

const SIGNS: readonly (readonly [RegExp, (by: string, user: string, login: string) => string])[] = [
  [/incorrect password|authentication failure|try again/i, (by, _, whose) => rejects(by, whose)],
  [
    /must have a tty|a terminal is required|tty is required|no tty present/i,
    by =>
      `${by} demands a terminal on this host: remove requiretty for this user, or give a password`,
  ],
  [
    /password is required|authentication required|authorization required/i,
    (by, _, whose) => asks(by, whose),
  ],
  [
    /not in the sudoers|not allowed to (execute|run)|operation not permitted|may not (be used|run)/i,
    (by, user, whose) => `${by} does not let ${whose} become ${user}`,
  ],
  [
    /unknown user|user .* does not exist|no passwd entry/i,
    (_, user) => `there is no user ${user} on this host`,
  ],
  [
    /not found|no such file/i,
    by => `there is no ${by} on this host: install it, or set become_method`,
  ],
]

/** What a shell that never came to life had to say. */
export const refusal = (way: Entry, said: string, login: string): Lost => {
  const { by, user = '' } = way
  for (const [sign, sentence] of SIGNS) {
    if (user !== '' && sign.test(said))
      return new Lost('become', sentence(by, user, passwordOf(way, login)))
  }
  const last = said.trim().split('\n').at(-1)?.slice(0, 200)
  const words = last ? `: ${last}` : ' and said nothing'
  return new Lost(user === '' ? 'lost' : 'become', `${by} started no shell${words}`)
}

/** A password was asked for: when none was given, or for the second time. */
export const askedInVain = (way: Entry, login: string): Lost => {
  const sentence = way.password === undefined ? asks : rejects
  return new Lost('become', sentence(way.by, passwordOf(way, login)))
}
