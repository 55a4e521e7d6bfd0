// How to become another user: the command lines by which it may be done, one after another. Runs nothing, reads no
// answers.
import { command, quote } from '../base/shell.ts'
import { shellWords } from '../base/shlex.ts'
import { Lost } from '../model/edge.ts'
import type { Become } from '../model/inventory.ts'
import { type Refusal, WANTS_TERMINAL } from './refusal.ts'
import { TAKE_PIPES, TERMINAL, toPipes } from './terminal.ts'

/** A way into a shell: its command line, and what to answer when asked. */
export type Entry = {
  readonly line: string
  /** Words for errors: "sudo". */
  readonly by: string
  /** Said when all noise of the login shell is over; only then anybody may ask. */
  readonly start?: string
  /** How the program was told to ask; it may not care. */
  readonly prompt?: string
  readonly password?: string
  readonly user?: string
  /** One line is read before the shell's own: the password, or an empty one. */
  readonly takesLine?: true
}

/** How it is tried. The plain way suits almost everyone, the others are for those who refused it. */
export type Try = {
  /** With a terminal for those who demand one. */
  readonly terminal: boolean
  /** With no options but the necessary ones, for those who do not know the others. */
  readonly bare: boolean
}

export const PLAIN: Try = { terminal: false, bare: false }

type Method = (become: Become, prompt: string, shell: string, how: Try) => readonly string[]

/** A line break is no word of a command line, here or in any shell. */
const flagsOf = (become: Become, otherwise = ''): readonly string[] =>
  shellWords(become.flags ?? otherwise).words.map(word => word.text)

const bySu = (become: Become, shell: string): readonly string[] => [
  become.exe ?? become.method,
  '-s',
  '/bin/sh',
  '-c',
  shell,
  ...flagsOf(become),
  become.user,
]

const METHODS: Readonly<Record<string, Method>> = {
  sudo: (become, prompt, shell, { terminal, bare }) => {
    const flags = flagsOf(become, bare ? '' : '-H').filter(flag => flag !== '-n' && flag !== '-S')
    const asking = [...(terminal ? [] : ['-S']), ...(bare ? [] : ['-p', prompt])]
    const ask = become.password === undefined ? ['-n'] : asking
    return [become.exe ?? 'sudo', ...flags, ...ask, '-u', become.user, 'sh', '-c', shell]
  },
  // Some want a terminal for stdin itself; what su leaves open leads back to the pipes.
  su: (become, _, shell, { terminal }) => bySu(become, terminal ? `${TAKE_PIPES} ${shell}` : shell),
  runuser: (become, _, shell) => bySu(become, shell),
  doas: (become, _, shell, { terminal }) => {
    const flags = flagsOf(become).filter(flag => flag !== '-n')
    const ask = terminal && become.password !== undefined ? [] : ['-n']
    return [become.exe ?? 'doas', ...flags, ...ask, '-u', become.user, 'sh', '-c', shell]
  },
}

/**
 * The way in for the login user, or for the one to become. `tag` is random: no noise looks like the
 * prompt, or like the start.
 */
export const entry = (shell: string, tag: string, become?: Become, how = PLAIN): Entry => {
  if (!become) return { line: `exec sh -c ${quote(shell)}`, by: 'sh' }
  const method = methodOf(become)
  const prompt = `[mokplay ${tag}] password:`
  const argv = method(become, prompt, shell, how)
  const inner = become.method === 'su' ? command(argv) : toPipes(command(argv))
  // In two pieces, so that a shell that echoes its commands does not say it.
  const say = `{ echo; echo start""-${tag}; }`
  // The programs speak the host's language else, and nobody would know a refusal when hearing it.
  const begin = `LC_ALL=C; export LC_ALL; PATH=$PATH:/usr/sbin:/sbin; ${say}; ${say} >&2;`
  const line = how.terminal
    ? `exec sh -c ${quote(`${begin} ${TERMINAL}`)} sh ${quote(`exec ${inner}`)}`
    : `exec sh -c ${quote(`${begin} exec "$@"`)} sh ${command(argv)}`
  return {
    line,
    by: become.method,
    user: become.user,
    start: `start-${tag}`,
    prompt,
    ...(become.password !== undefined && { password: become.password }),
    ...(how.terminal && { takesLine: true }),
  }
}

const methodOf = (become: Become): Method => {
  const method = Object.hasOwn(METHODS, become.method) ? METHODS[become.method] : undefined
  if (!method) {
    const known = Object.keys(METHODS).join(', ')
    throw new Lost(
      'become',
      `the become method "${become.method}" is not known: use one of ${known}`,
    )
  }
  if (/^-|[\0\n]/.test(become.user) || become.user === '')
    throw new Lost('become', `"${become.user}" is not the name of a user`)
  if (/[\0\n]/.test(become.password ?? ''))
    throw new Lost('become', 'a password cannot hold a line break')
  return method
}

/** The first sudo-rs did not know -p. */
const WANTS_LESS = /(unrecogni[sz]ed|invalid|unknown|unexpected) (option|argument)|^usage:/im

/** How to try again after a refusal that was none of the user; undefined when there is no other way. */
export const nextTry = (become: Become, how: Try, refusal: Refusal): Try | undefined => {
  const { method, password } = become
  const { said, isWrongPassword } = refusal
  if (isWrongPassword) return undefined
  if (method === 'sudo' && !how.bare && WANTS_LESS.test(said)) return { ...how, bare: true }
  if (how.terminal) return undefined
  // doas asks at a terminal only: whether it would is found out without one.
  const asks = method === 'doas' && password !== undefined && /required/i.test(said)
  return asks || WANTS_TERMINAL.test(said) ? { ...how, terminal: true } : undefined
}
