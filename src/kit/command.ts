// Users' own commands: whether they are to be run at all, the act, and what Ansible returns of it.
import { command } from '../base/shell.ts'
import { momentText } from '../base/units.ts'
import type { Change, Op, Output } from '../model/change.ts'
import type { FileAnswer, GlobAnswer } from '../model/answers.ts'
import type { Facts, Probe } from '../model/module.ts'
import { deed } from './change.ts'
import { absolute } from './paths.ts'
import { probe } from './probe.ts'

export type CommandWish = {
  readonly chdir?: string | undefined
  readonly creates?: string | undefined
  readonly removes?: string | undefined
  readonly stdin?: string | undefined
  readonly stdin_add_newline: boolean
  readonly strip_empty_ends: boolean
}

export type CommandReads = {
  readonly creates: Probe<FileAnswer> | Probe<GlobAnswer> | undefined
  readonly removes: Probe<FileAnswer> | Probe<GlobAnswer> | undefined
}

type CommandState = { readonly creates: unknown; readonly removes: unknown }

/** The questions behind `creates` and `removes`, which are seen from the command's own folder. */
export const commandReads = (
  { chdir, creates, removes }: CommandWish,
  facts: Facts,
): CommandReads => {
  const from = chdir === undefined ? facts : { ...facts, cwd: absolute(chdir, facts) }
  const ask = (path: string | undefined): Probe<FileAnswer> | Probe<GlobAnswer> | undefined => {
    if (path === undefined) return undefined
    return /[*?[]/.test(path) ? probe.glob(absolute(path, from)) : probe.file(absolute(path, from))
  }
  return { creates: ask(creates), removes: ask(removes) }
}

/** Why the command is left alone: what is there already, or gone already. */
const skipped = ({ creates, removes }: CommandWish, state: CommandState): string | undefined => {
  if (creates !== undefined && state.creates !== undefined) return `since ${creates} exists`
  if (removes !== undefined && state.removes === undefined) return `since ${removes} does not exist`
  return undefined
}

/** The act, unless it is left alone. */
export const toCommand = (
  title: string,
  argv: readonly string[],
  wish: CommandWish,
  state: CommandState,
  facts: Facts,
): Change[] => {
  if (skipped(wish, state) !== undefined) return []
  const op: Op = {
    op: 'run',
    argv,
    ok: 'any',
    live: true,
    ...(wish.chdir !== undefined && { cwd: absolute(wish.chdir, facts) }),
    ...(wish.stdin !== undefined && { stdin: wish.stdin + (wish.stdin_add_newline ? '\n' : '') }),
  }
  return [deed(title, [op])]
}

/** Python's splitlines: more than newlines end a line, and an end at the very end begins no new one. */
export const pythonLines = (text: string): readonly string[] =>
  text === ''
    ? []
    : text
        .replace(/(?:\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029])$/, '')
        .split(/\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/)

/** `0:00:01.250000`, as Python prints how long something took. */
const deltaText = (ms: number): string => {
  const seconds = Math.floor(ms / 1000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const micros = String(Math.round((ms - seconds * 1000) * 1000)).padStart(6, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${micros}`
}

/** Both streams as they are, each with its lines. */
const streams = (stdout: string, stderr: string): Readonly<Record<string, unknown>> => ({
  stdout,
  stdout_lines: pythonLines(stdout),
  stderr,
  stderr_lines: pythonLines(stderr),
})

/** What Ansible returns of a command that ran, or was left alone. */
export const commandResult = (
  cmd: string | readonly string[],
  wish: CommandWish,
  { before, outputs }: { readonly before: CommandState; readonly outputs: readonly Output[] },
): Readonly<Record<string, unknown>> => {
  const why = skipped(wish, before)
  if (why !== undefined) {
    const quoted = why.replace(/^since (.*?) (exists|does not exist)$/s, "since '$1' $2")
    return {
      cmd,
      rc: 0,
      ...streams(`skipped, ${why}`, ''),
      msg: `Did not run command ${quoted}`,
      start: null,
      end: null,
      delta: null,
    }
  }
  const output = outputs[0]
  if (!output) return { cmd }
  const { rc, out, err, ms, at } = output
  const end = (text: string): string =>
    wish.strip_empty_ends ? text.replace(/[\r\n]+$/, '') : text
  const missing = typeof cmd === 'string' ? undefined : notStarted(cmd[0]!, output)
  if (missing)
    return {
      cmd: command(cmd as readonly string[]),
      failed: true,
      changed: false,
      ...streams('', ''),
      ...missing,
    }
  if (wish.chdir !== undefined && rc === 1 && out === '' && /^\S*sh: .*\bcd: /.test(err))
    return { cmd, failed: true, changed: false, ...noFolder(wish.chdir) }
  return {
    cmd,
    rc,
    ...streams(end(out), end(err)),
    delta: deltaText(ms),
    ...(at !== undefined && { start: momentText(at - ms), end: momentText(at) }),
    ...(rc === 0 ? { msg: '' } : { failed: true, msg: 'non-zero return code' }),
  }
}

/** What Ansible returns of a program that it hands to the host as it is: raw, script. */
export const bareResult = ({ rc, out, err }: Output): Readonly<Record<string, unknown>> => ({
  rc,
  ...streams(out, err),
  ...(rc !== 0 && { failed: true, msg: 'non-zero return code' }),
})

/** The sentences of what bareResult gives. */
export const bareReturns = {
  rc: 'Its exit code.',
  stdout: 'What it printed.',
  stderr: 'What it complained of.',
  stdout_lines: 'Lines of stdout.',
  stderr_lines: 'Lines of stderr.',
} as const

/** A folder that the command could not be run in. */
const noFolder = (chdir: string): Readonly<Record<string, unknown>> => ({
  rc: null,
  ...streams('', ''),
  msg: `Unable to change directory before execution: [Errno 2] No such file or directory: b'${chdir}'`,
})

/** A program that is not there, or may not be run, has Ansible's words and code. */
const notStarted = (
  program: string,
  { rc, err }: Output,
): { rc: number; msg: string } | undefined => {
  const line = err.trimEnd()
  if (line === '' || !line.split('\n').every(each => each.includes(program))) return undefined
  if (rc === 127 && /not found|No such file/.test(line))
    return { rc: 2, msg: `[Errno 2] No such file or directory: b'${program}'` }
  if (rc === 126 && /Permission denied/i.test(line))
    return { rc: 13, msg: `[Errno 13] Permission denied: b'${program}'` }
  return undefined
}

/** The sentences of what commandResult gives. */
export const commandReturns = {
  cmd: 'The command.',
  rc: 'Its exit code.',
  stdout: 'What it printed.',
  stderr: 'What it complained of.',
  stdout_lines: 'Lines of stdout.',
  stderr_lines: 'Lines of stderr.',
  delta: 'How long it took.',
  start: 'When it was started.',
  end: 'When it ended.',
} as const
