// `--output classic`: the lines of Ansible's default callback, which people's scripts read. Where
// both know the same, the bytes are the same; diffs of attributes and `unknown:` are our own.
import { basename, isAbsolute, join } from 'node:path/posix'
import type { CustomStats, Recap, Reporter, Result, RunEvent } from '../model/event.ts'
import { classicDiff } from './classic-diff.ts'
import { alwaysDumped, dumpResult, neverDumped } from './classic-result.ts'
import { statsLines, withStats } from './custom-stats.ts'
import { CODES, flat, wrap, type Code } from './classic-lines.ts'
import { recapLines } from './classic-recap.ts'
import { inert } from './harmless.ts'
import type { Out, ReportOptions } from './out.ts'
import { wantsColor } from './theme.ts'
import { widthOf } from './width.ts'

type Done = Extract<RunEvent, { type: 'task.end' | 'item.end' }>
type Included = Extract<RunEvent, { type: 'included' }>
type Meta = Extract<RunEvent, { type: 'meta' }>

// Their results are shown by what they bring.
const SILENT = new Set(['include_tasks', 'include_role', 'meta'])

// The other acts of meta are for all hosts at once.
const FOR_EACH_HOST = new Set([
  'noop',
  'reset_connection',
  'end_host',
  'role_complete',
  'flush_handlers',
])

const itemOf = (label?: string): string => (label === undefined ? '' : ` => (item=${flat(label)})`)

const codeOfLine = (line: string): Code | undefined => {
  if (line.startsWith('+')) return 'ok'
  if (line.startsWith('-')) return 'error'
  return line.startsWith('@@') ? 'skip' : undefined
}

const withoutItems = (event: Done): Done => {
  const { results: _results, ...vars } = event.result.vars
  return { ...event, result: { ...event.result, vars } }
}

/** Writes as Ansible's default callback does. */
export const classicReporter = (out: Out, options: ReportOptions): Reporter => {
  const { verbosity, diff, screen = {} } = options
  const color = wantsColor(out)
  const width = (): number => Math.max(79, out.isTTY ? (out.columns() || 80) - 1 : 79)
  const tasks = new Map<string, Extract<RunEvent, { type: 'task.start' }>>()
  const withItems = new Set<string>()
  const warned = new Set<string>()
  let lastBanner = ''
  let marks = ''
  let stats: CustomStats | undefined
  // Files that a task includes are told behind all its results.
  let included: Included[] = []

  const paint = (code: Code, text: string): string =>
    color
      ? text
          .split('\n')
          .map(line => `\u001b[${CODES[code]}m${line}\u001b[0m`)
          .join('\n')
      : text
  const say = (text: string, code?: Code): void => out.write(`${code ? paint(code, text) : text}\n`)
  const fail = (text: string, code: Code): void =>
    screen.failsToStderr && out.warn ? out.warn(`${paint(code, text)}\n`) : say(text, code)
  const banner = (text: string): void => {
    sayIncluded()
    say(`\n${text} ${'*'.repeat(Math.max(3, width() - widthOf(text)))}`)
  }
  const sayIncluded = (): void => {
    for (const { file, hosts, label } of included)
      say(`included: ${flat(file)} for ${hosts.map(flat).join(', ')}${itemOf(label)}`, 'skip')
    included = []
  }
  const pathOf = (path: string): string => {
    // The place may have a column, which Ansible does not tell.
    const line = flat(path).replace(/^(.*:\d+):\d+$/, '$1')
    return isAbsolute(line) || !screen.folder ? line : join(screen.folder, line)
  }

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
    const title = flat(task?.name || name || (task?.module ?? ''))
    banner(`${task?.kind === 'handler' ? 'RUNNING HANDLER' : 'TASK'} [${title}]${marks}`)
    if (verbosity > 1 && task?.place) say(`task path: ${pathOf(task.place)}`, 'debug')
  }

  const labelOf = ({ host, delegate }: Done): string =>
    delegate === undefined || delegate === host ? flat(host) : `${flat(host)} -> ${flat(delegate)}`

  const dump = (module: string, result: Result): string =>
    ` => ${dumpResult(module, result, verbosity, screen.results)}`

  const showDiffs = (module: string, { hidden, diffs, status }: Result): void => {
    if (!diff || hidden || status !== 'changed') return
    for (const one of diffs) {
      // Ansible paints each line with the newline at its end.
      const lines = classicDiff(module, one).map(line => {
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
        showDiffs(module, result)
        return say(`${status}: [${host}]${of}${dumped}`, status)
      case 'skipped':
        return say(`skipping: [${flat(event.host)}]${of && `${of} `}${dumped}`, 'skip')
      case 'failed':
        if (!item && screen.showsPathOnFailure && verbosity < 2)
          say(`task path: ${pathOf(tasks.get(event.task)?.place ?? '')}`, 'debug')
        return fail(
          (item ? `failed: [${host}] ${item}` : `fatal: [${host}]: FAILED!`) + dump(module, result),
          'error',
        )
      case 'unreachable':
        return fail(
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

  /** A task in the background that was waited for. */
  const sayJob = ({ host, result: { vars, status } }: Done, module: string): void => {
    const id = vars['ansible_job_id']
    if (typeof id !== 'string' || vars['finished'] !== 1 || module === 'async_status') return
    say(`ASYNC ${status === 'failed' ? 'FAILED' : 'OK'} on ${flat(host)}: jid=${flat(id)}`, 'debug')
  }

  const done = (event: Done): void => {
    const module = event.type === 'task.end' ? event.module : (tasks.get(event.task)?.module ?? '')
    const { status, hidden, ignored, warnings = [] } = event.result
    if ((status === 'ok' || status === 'changed') && SILENT.has(module)) return
    stats = withStats(stats, event, module)
    if (event.task !== lastBanner) taskBanner(event.task, event.name)
    for (const text of warnings) warn(text)
    if (event.type === 'task.end') sayJob(event, module)

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

  const meta = (event: Meta): void => {
    const isSaid = event.task === lastBanner && !FOR_EACH_HOST.has(event.action)
    lastBanner = event.task
    if (!isSaid) {
      banner(`TASK [${flat(event.name)}]${marks}`)
      if (verbosity > 1) say(`task path: ${pathOf(event.place)}`, 'debug')
    }
    if (event.skipped) say(`skipping: [${flat(event.host)}]`, 'skip')
  }

  const include = (event: Included): void => {
    const same = included.findIndex(
      one => one.task === event.task && one.file === event.file && one.label === event.label,
    )
    if (same < 0) included.push(event)
    else included[same] = { ...included[same]!, hosts: [...included[same]!.hosts, ...event.hosts] }
  }

  const recap = (counts: Recap): void => {
    banner('PLAY RECAP')
    for (const line of recapLines(counts, paint)) say(line)
    say('')
    if (marks) banner('DRY RUN')
    if (!stats || !screen.showsCustomStats) return
    banner('CUSTOM STATS:')
    for (const line of statsLines(stats)) say(line)
    say('')
  }

  const on = (event: RunEvent): void => {
    switch (event.type) {
      case 'run.start':
        if (screen.marksCheckMode && event.mode === 'check') {
          banner('DRY RUN')
          marks = ' [CHECK MODE]'
        }
        return
      case 'playbook.start':
        if (verbosity < 2) return
        banner(`PLAYBOOK: ${flat(basename(event.playbook))}`)
        if (event.plays !== undefined) say(`${event.plays} plays in ${flat(event.playbook)}`)
        return
      case 'play.start':
      case 'play.empty':
        tasks.clear()
        lastBanner = ''
        banner(`${event.play.trim() === '' ? 'PLAY' : `PLAY [${flat(event.play)}]`}${marks}`)
        if (event.type === 'play.empty') say('skipping: no hosts matched', 'skip')
        return
      case 'play.stop':
        return banner('NO MORE HOSTS LEFT')
      case 'task.start':
        tasks.set(event.task, event)
        return taskBanner(event.task, event.name)
      case 'host.start':
        if (screen.showsHostStart)
          say(` [started TASK: ${flat(event.name)} on ${flat(event.host)}]`, 'ok')
        return
      case 'retry': {
        const task = tasks.get(event.task)
        const left = `(${event.left} retries left).`
        const name = flat(task?.name ?? event.task)
        const line = `FAILED - RETRYING: [${flat(event.host)}]: ${name} ${left}`
        const was =
          verbosity > 2
            ? `Result was: ${dumpResult(task?.module ?? '', event.result, verbosity, screen.results)}`
            : ''
        return say(line + was, 'debug')
      }
      case 'item.end':
      case 'task.end':
        return done(event)
      case 'included':
        return include(event)
      case 'meta':
        return meta(event)
      case 'message':
        if (event.level === 'warning') return warn(event.text)
        // What is told of a host beside its results is ours alone.
        return event.host === undefined ? say(inert(event.text)) : undefined
      case 'diagnostic':
        return event.diagnostic.severity === 'warning'
          ? warn(event.frame)
          : say(inert(event.frame), 'error')
      case 'run.end':
        return recap(event.recap)
      // Ansible has no words for these.
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
