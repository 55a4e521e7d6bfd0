// `--output minimal` and `oneline`: a result a host, as Ansible's callbacks of these names show it. What `mokplay exec`
// says.
import type { Reporter, Result, RunEvent } from '../model/event.ts'
import { classicDiff } from './classic-diff.ts'
import { dumpIndented } from './classic-result.ts'
import { inert, oneLine } from './harmless.ts'
import type { Out, ReportOptions } from './out.ts'
import { wantsColor } from './theme.ts'

type Done = Extract<RunEvent, { type: 'task.end' }>

const CODES = {
  ok: '0;32',
  changed: '0;33',
  skipped: '0;36',
  failed: '0;31',
  unreachable: '1;31',
  unknown: '1;30',
} as const

/** Modules that are shown by what their command printed. */
const COMMANDS = new Set(['command', 'shell', 'raw'])
const SILENT = new Set(['meta', 'include_tasks', 'include_role'])

/** Writes one result a host. */
export const minimalReporter = (
  out: Out,
  { verbosity, diff }: ReportOptions,
  kind: 'minimal' | 'oneline',
): Reporter => {
  const color = wantsColor(out)
  const paint = (code: string, text: string): string =>
    color
      ? text
          .split('\n')
          .map(line => `\u001b[${code}m${line}\u001b[0m`)
          .join('\n')
      : text
  const warn = (text: string): void => (out.warn ?? out.write)(`[WARNING]: ${inert(text)}\n`)
  const textOf = kind === 'minimal' ? minimalText : oneLineText

  const done = (event: Done): void => {
    const { result, module } = event
    if (SILENT.has(module) && result.status !== 'failed') return
    for (const text of result.warnings ?? []) warn(text)
    if (diff && !result.hidden && result.status === 'changed')
      for (const one of result.diffs) out.write(`${classicDiff(module, one).join('\n')}\n`)
    out.write(`${paint(CODES[result.status], textOf(event, verbosity))}\n`)
  }

  const on = (event: RunEvent): void => {
    if (event.type === 'task.end') return done(event)
    if (event.type === 'message')
      return event.level === 'warning' ? warn(event.text) : out.write(`${inert(event.text)}\n`)
    if (event.type !== 'diagnostic') return
    if (event.diagnostic.severity === 'warning') warn(event.frame)
    else out.write(`${inert(event.frame)}\n`)
  }
  return { on }
}

const WORDS = { ok: 'SUCCESS', changed: 'CHANGED', failed: 'FAILED' } as const

const part = ({ vars }: Result, name: string): string => {
  const value = vars[name]
  return typeof value === 'string' ? inert(value) : ''
}

/** Whether a result is shown as what a command printed. */
const isCommand = ({ module, result }: Done): boolean =>
  COMMANDS.has(module) && !result.hidden && !('ansible_job_id' in result.vars)

const minimalText = (event: Done, verbosity: number): string => {
  const { module, result } = event
  const { status } = result
  const host = oneLine(event.host)
  const dump = dumpIndented(module, result, verbosity, 4)
  if (status === 'skipped') return `${host} | SKIPPED`
  if (status === 'unknown') return `${host} | UNKNOWN => ${oneLine(result.reason ?? '')}`
  if (status === 'unreachable') return `${host} | UNREACHABLE! => ${dump}`
  if (isCommand(event)) {
    const rc = typeof result.vars['rc'] === 'number' ? result.vars['rc'] : -1
    const texts = ['stdout', 'stderr', 'msg'].map(name => part(result, name))
    return `${host} | ${WORDS[status]} | rc=${rc} >>\n${texts.join('')}\n`.replace(/\n$/, '')
  }
  return `${host} | ${WORDS[status]}${status === 'failed' ? '!' : ''} => ${dump}`
}

const escaped = (text: string): string => text.replaceAll('\n', '\\n').replaceAll('\r', '\\r')

const oneLineText = (event: Done, verbosity: number): string => {
  const { module, result } = event
  const { status } = result
  const host = oneLine(event.host)
  // As Python writes it without indentation: no blanks behind the commas.
  const dump = dumpIndented(module, result, verbosity, 4).replace(/\n */g, '')
  if (status === 'skipped') return `${host} | SKIPPED`
  if (status === 'unknown') return `${host} | UNKNOWN: ${oneLine(result.reason ?? '')}`
  if (status === 'unreachable')
    return `${host} | UNREACHABLE!: ${oneLine(part(result, 'msg') || (result.reason ?? ''))}`
  if (isCommand(event) && status !== 'failed') {
    const rc = typeof result.vars['rc'] === 'number' ? result.vars['rc'] : -1
    const err = escaped(part(result, 'stderr'))
    const said = `(stdout) ${escaped(part(result, 'stdout'))}${err === '' ? '' : ` (stderr) ${err}`}`
    return `${host} | ${WORDS[status]} | rc=${rc} | ${said}`
  }
  return `${host} | ${WORDS[status]}${status === 'failed' ? '!' : ''} => ${dump}`
}
