// `--output classic`: the lines of Ansible's default callback, which people's scripts read. Where
// both know the same, the bytes are the same; diffs of attributes and `unknown:` are our own.
import { basename } from 'node:path/posix'
import type { Counts, CustomStats, Recap, Reporter, Result, RunEvent } from '../model/event.ts'
import { alwaysDumped, classicDiff, dumpResult, neverDumped } from './classic-result.ts'
import { statsLines, withStats } from './custom-stats.ts'
import { inert } from './harmless.ts'
import type { Out, ReportOptions } from './out.ts'
import { wantsColor } from './theme.ts'
import { pad, widthOf } from './width.ts'

// Ansible's own colours, not the theme's.
const CODES = {
  ok: '0;32',
  changed: '0;33',
  skip: '0;36',
  error: '0;31',
  unreachable: '1;31',
  warn: '1;35',
  debug: '1;30',
} as const

type Code = keyof typeof CODES
type Done = Extract<RunEvent, { type: 'task.end' | 'item.end' }>

const RECAP = [
  { key: 'ok', code: 'ok' },
  { key: 'changed', code: 'changed' },
  { key: 'unreachable', code: 'unreachable' },
  { key: 'failed', code: 'error' },
  { key: 'skipped', code: 'skip' },
  { key: 'rescued', code: 'ok' },
  { key: 'ignored', code: 'warn' },
] as const satisfies readonly { key: keyof Counts; code: Code }[]

// Their results are shown by what they bring.
const SILENT = new Set(['include_tasks', 'include_role', 'meta'])

const flat = (text: string): string => inert(text).replace(/\n/g, ' ').trim()

const itemOf = (label?: string): string => (label === undefined ? '' : ` => (item=${flat(label)})`)

const codeOfLine = (line: string): Code | undefined => {
  if (line.startsWith('+')) return 'ok'
  if (line.startsWith('-')) return 'error'
  return line.startsWith('@@') ? 'skip' : undefined
}

/** Words broken into lines as Python's textwrap does it. */
const wrap = (text: string, width: number): string => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n')
}

const withoutItems = (event: Done): Done => {
  const { results: _results, ...vars } = event.result.vars
  return { ...event, result: { ...event.result, vars } }
}

/** Writes as Ansible's default callback does. */
export const classicReporter = (out: Out, options: ReportOptions): Reporter => {
  const { verbosity, diff } = options
  const color = wantsColor(out)
  const width = (): number => Math.max(79, out.isTTY ? (out.columns() || 80) - 1 : 79)
  const tasks = new Map<string, Extract<RunEvent, { type: 'task.start' }>>()
  const withItems = new Set<string>()
  const warned = new Set<string>()
  let lastBanner = ''
  let stats: CustomStats | undefined

  const paint = (code: Code, text: string): string =>
    color
      ? text
          .split('\n')
          .map(line => `\u001b[${CODES[code]}m${line}\u001b[0m`)
          .join('\n')
      : text
  const say = (text: string, code?: Code): void => out.write(`${code ? paint(code, text) : text}\n`)
  const banner = (text: string): void =>
    say(`\n${text} ${'*'.repeat(Math.max(3, width() - widthOf(text)))}`)

  const warn = (text: string): void => {
    const wrapped = `${wrap(`[WARNING]: ${flat(text)}`, width())}\n`
    if (warned.has(wrapped)) return
    warned.add(wrapped)
    const line = `${paint('warn', wrapped)}\n`
    if (out.warn) out.warn(line)
    else out.write(line)
  }

  const taskBanner = (id: string, name: string): void => {
    const task = tasks.get(id)
    lastBanner = id
    banner(`${task?.kind === 'handler' ? 'RUNNING HANDLER' : 'TASK'} [${flat(task?.name ?? name)}]`)
    // The place may have a column, which Ansible does not tell.
    if (verbosity > 1 && task?.place)
      say(`task path: ${flat(task.place.replace(/^(.*:\d+):\d+$/, '$1'))}`, 'debug')
  }

  const labelOf = ({ host, delegate }: Done): string =>
    delegate === undefined || delegate === host ? flat(host) : `${flat(host)} -> ${flat(delegate)}`

  const dump = (module: string, result: Result): string =>
    ` => ${dumpResult(module, result, verbosity)}`

  const showDiffs = ({ hidden, diffs, status }: Result): void => {
    if (!diff || hidden || status !== 'changed') return
    for (const one of diffs) {
      // Ansible paints each line with the newline at its end.
      const lines = classicDiff(one).map(line => {
        const code = codeOfLine(line)
        return code ? paint(code, `${line}\n`) : `${line}\n`
      })
      out.write(lines.join(''))
    }
  }

  const sayResult = (event: Done, module: string): void => {
    const { result } = event
    const { status } = result
    const host = labelOf(event)
    const item =
      event.type === 'item.end' ? `(item=${result.hidden ? 'None' : flat(event.label)})` : ''
    const of = item && ` => ${item}`
    const verbose = (verbosity > 0 || alwaysDumped(module, result)) && !neverDumped(module)
    const dumped = verbose ? dump(module, result) : ''
    switch (status) {
      case 'ok':
      case 'changed':
        showDiffs(result)
        return say(`${status}: [${host}]${of}${dumped}`, status)
      case 'skipped':
        return say(`skipping: [${flat(event.host)}]${of && `${of} `}${dumped}`, 'skip')
      case 'failed':
        return say(
          (item ? `failed: [${host}] ${item}` : `fatal: [${host}]: FAILED!`) + dump(module, result),
          'error',
        )
      case 'unreachable':
        return say(
          `fatal: [${host}]: UNREACHABLE!${item && ` ${item}`}${dump(module, result)}`,
          'unreachable',
        )
      case 'unknown':
        return say(
          `unknown: [${host}]${of}: decided by the run: ${flat(result.reason ?? '')}`,
          'debug',
        )
    }
  }

  const done = (event: Done): void => {
    const module = event.type === 'task.end' ? event.module : (tasks.get(event.task)?.module ?? '')
    const { status, hidden, ignored, warnings = [] } = event.result
    if ((status === 'ok' || status === 'changed') && SILENT.has(module)) return
    stats = withStats(stats, event, module)
    if (event.task !== lastBanner) taskBanner(event.task, event.name)
    for (const text of warnings) warn(text)

    // A loop ends without a line of its own, unless its items were hidden or it was skipped as a
    // whole.
    const key = `${event.task}\n${event.host}`
    if (event.type === 'item.end') withItems.add(key)
    const toldByItems =
      event.type === 'task.end' && withItems.delete(key) && !hidden && status !== 'skipped'
    if (!toldByItems)
      sayResult(event.type === 'task.end' && event.looped ? withoutItems(event) : event, module)
    if (event.type === 'task.end' && ignored) say('...ignoring', 'skip')
  }

  const recap = (counts: Recap): void => {
    banner('PLAY RECAP')
    for (const host of Object.keys(counts).sort()) {
      const row = counts[host]!
      const code = row.failed + row.unreachable > 0 ? 'error' : row.changed > 0 ? 'changed' : 'ok'
      const cells = RECAP.map(({ key, code: ink }) => {
        const cell = `${key}=${String(row[key]).padEnd(4)}`
        return row[key] === 0 ? cell : paint(ink, cell)
      })
      const name = flat(host)
      say(`${paint(code, name)}${pad('', 26 - widthOf(name))} : ${cells.join(' ')}`)
    }
    say('')
    if (!stats) return
    banner('CUSTOM STATS:')
    for (const line of statsLines(stats)) say(line)
    say('')
  }

  const on = (event: RunEvent): void => {
    switch (event.type) {
      case 'playbook.start':
        return verbosity > 1 ? banner(`PLAYBOOK: ${flat(basename(event.playbook))}`) : undefined
      case 'play.start':
      case 'play.empty':
        tasks.clear()
        lastBanner = ''
        banner(event.play.trim() === '' ? 'PLAY' : `PLAY [${flat(event.play)}]`)
        if (event.type === 'play.empty') say('skipping: no hosts matched', 'skip')
        return
      case 'play.stop':
        return banner('NO MORE HOSTS LEFT')
      case 'task.start':
        tasks.set(event.task, event)
        return taskBanner(event.task, event.name)
      case 'retry': {
        const task = tasks.get(event.task)
        const left = `(${event.left} retries left).`
        const name = flat(task?.name ?? event.task)
        const line = `FAILED - RETRYING: [${flat(event.host)}]: ${name} ${left}`
        const was =
          verbosity > 2
            ? `Result was: ${dumpResult(task?.module ?? '', event.result, verbosity)}`
            : ''
        return say(line + was, 'debug')
      }
      case 'item.end':
      case 'task.end':
        return done(event)
      case 'included': {
        const hosts = event.hosts.map(flat).join(', ')
        return say(`included: ${flat(event.file)} for ${hosts}${itemOf(event.label)}`, 'skip')
      }
      case 'message':
        return event.level === 'warning' ? warn(event.text) : say(inert(event.text))
      case 'diagnostic':
        return event.diagnostic.severity === 'warning'
          ? warn(event.frame)
          : say(inert(event.frame), 'error')
      case 'run.end':
        return recap(event.recap)
      // Ansible has no words for these.
      case 'run.start':
      case 'host.start':
      case 'host.asked':
      case 'host.lost':
      case 'change.start':
      case 'change.end':
      case 'output':
        return
    }
  }
  return { on }
}
