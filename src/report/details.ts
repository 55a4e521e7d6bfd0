// What stands below a line about a result: the change, what a command printed, where the user's
// text is wrong.
import { frame, type FindSource } from '../base/frame.ts'
import { isUnknown } from '../base/unknown.ts'
import type { Result } from '../model/event.ts'
import type { Vars } from '../model/inventory.ts'
import { harmless, inertJson, oneLine } from './harmless.ts'
import type { Theme } from './theme.ts'

/** Lines shown of each output of a failed command, at its end, where the reason mostly stands. */
const EXCERPT = 10

const tail = (name: string, value: unknown, indent: string, theme: Theme): string[] => {
  if (typeof value !== 'string' || value.trim() === '') return []
  const lines = harmless(value.trimEnd()).split('\n')
  const left = lines.length - EXCERPT
  const title = left > 0 ? `${name} (last ${EXCERPT} of ${lines.length} lines):` : `${name}:`
  return [
    `${indent}${title}`,
    ...lines.slice(-EXCERPT).map(line => `${indent}${theme.paint('dim', '|')} ${line}`.trimEnd()),
  ]
}

const commandOf = (cmd: unknown): string | undefined => {
  if (typeof cmd === 'string') return oneLine(cmd)
  return Array.isArray(cmd) ? oneLine(cmd.map(String).join(' ')) : undefined
}

/** Command, exit code, outputs and frame of a result that failed. */
export const failureLines = (
  result: Result,
  theme: Theme,
  find: FindSource,
  indent = '    ',
): string[] => {
  const { vars, diagnostic } = result
  const command = commandOf(vars.cmd)
  return [
    ...(diagnostic
      ? harmless(frame(diagnostic, find))
          .split('\n')
          .map(line => indent + line)
      : []),
    ...(command !== undefined ? [`${indent}$ ${command}${exitCode(vars)}`] : []),
    ...tail('stderr', vars.stderr ?? vars.module_stderr, indent, theme),
    ...tail('stdout', vars.stdout ?? vars.module_stdout, indent, theme),
  ]
}

const exitCode = ({ rc }: Vars): string => (typeof rc === 'number' ? ` (exit code ${rc})` : '')

/** Any value as text: texts as they are, all else as JSON. */
export const valueText = (value: unknown): string => {
  if (typeof value === 'string') return harmless(value)
  if (isUnknown(value)) return oneLine(value.toString())
  return inertJson(JSON.stringify(value, null, 2) ?? 'null')
}

// Told by the line above already, or twice.
const SAID = /^(changed|failed|skipped|invocation|.*_lines)$/

/** The return values of a result, for `-vv`. */
export const valueLines = (vars: Vars, indent: string): string[] => {
  const left = Object.entries(vars).filter(([name]) => !SAID.test(name))
  return left.length === 0
    ? []
    : valueText(Object.fromEntries(left))
        .split('\n')
        .map(line => indent + line)
}

// What `debug` returns beside what it was asked to show.
const ABOUT = new Set([
  'changed',
  'failed',
  'skipped',
  'invocation',
  'skip_reason',
  'item',
  'ansible_loop_var',
])

/** What a `debug` task says: its message, or `name: value` for each variable. */
export const debugText = (vars: Vars): string => {
  if ('msg' in vars) return valueText(vars.msg)
  return Object.entries(vars)
    .filter(([name]) => !ABOUT.has(name))
    .map(([name, value]) => `${oneLine(name)}: ${valueText(value)}`)
    .join('\n')
}
