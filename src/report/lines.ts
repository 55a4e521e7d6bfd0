// `--output lines`: one line for each thing that matters, then the recap. What is as it should be
// stays unsaid.
import { durationText } from '../base/units.ts'
import { sha256 } from '../base/value.ts'
import type { CustomStats, Reporter, Result, RunEvent, RunRecord } from '../model/event.ts'
import { statsLines, withStats } from './custom-stats.ts'
import { debugText, failureLines, valueLines } from './details.ts'
import { diffLines } from './diff.ts'
import { harmless, oneLine } from './harmless.ts'
import { HIDDEN_REASON } from './hidden.ts'
import { hostsText } from './names.ts'
import type { ReportOptions } from './out.ts'
import { recapColumns } from './table.ts'
import { type Ink, signs, type Theme } from './theme.ts'

type Mode = RunRecord['mode']
type Done = Extract<RunEvent, { type: 'task.end' | 'item.end' }>

export type LinesOptions = ReportOptions & {
  /** Draws the recap; aligned columns unless given. */
  readonly recap?: (event: Extract<RunEvent, { type: 'run.end' }>, mode: Mode) => string[]
  /** Whether something else shows what is going on: retries need no line then. */
  readonly live?: boolean
}

/** How a result is called. */
export const wordOf = ({ status, ignored, rescued }: Result, mode: Mode): string => {
  if (status === 'changed') return mode === 'check' ? 'would change' : 'changed'
  if (status === 'unknown') return 'decided by the run'
  return status + (ignored ? ', ignored' : rescued ? ', rescued' : '')
}

/** `: why`, or nothing. */
const reasonOf = ({ reason, vars }: Result): string => {
  const text = reason ?? (typeof vars.msg === 'string' ? vars.msg : '')
  return text.trim() === '' ? '' : `: ${oneLine(text)}`
}

/** Writes lines through `write`, each call whole lines. */
export const linesReporter = (
  write: (text: string) => void,
  theme: () => Theme,
  options: LinesOptions,
): Reporter => {
  const { verbosity, diff, find = () => undefined } = options
  let mode: Mode = 'apply'
  let unsaidPlay: string | undefined
  let module = new Map<string, string>()
  let saidItems = new Set<string>()
  let seenDiffs = new Map<string, string>()
  let stats: CustomStats | undefined
  const lost = new Set<string>()
  const warned = new Set<string>()

  // A play is named when there is something to say of it.
  const say = (...lines: string[]): void => {
    const heading = unsaidPlay === undefined ? [] : [theme().paint('bold', unsaidPlay)]
    unsaidPlay = undefined
    write([...heading, ...lines].map(line => `${line}\n`).join(''))
  }

  const warn = (text: string): void => {
    if (warned.has(text)) return
    warned.add(text)
    say(theme().paint('warning', `warning: ${harmless(text)}`))
  }

  const headline = (event: Done, ink: Ink, word: string): string => {
    const label = event.type === 'item.end' ? ` [${oneLine(event.label)}]` : ''
    const to = event.delegate === undefined ? '' : ` -> ${oneLine(event.delegate)}`
    const who = `${signs[event.result.status]} ${oneLine(event.host)}${to}`
    const { paint } = theme()
    return `${paint(ink, who)}: ${oneLine(event.name)}${label}: ${paint(ink, word)}`
  }

  /** The diffs of a result; those that another host had in the same task are only named. */
  const diffsOf = ({ host, task, result }: Done): string[] => {
    if (result.hidden) return [`    ${HIDDEN_REASON}`]
    if (!diff || result.diffs.length === 0) return []
    const key = `${task}\n${sha256(JSON.stringify(result.diffs))}`
    const first = seenDiffs.get(key)
    if (first !== undefined && first !== host)
      return [`    ${theme().paint('dim', `(the same as on ${oneLine(first)})`)}`]
    seenDiffs.set(key, host)
    return result.diffs.flatMap(one => diffLines(one, theme(), '    '))
  }

  const values = ({ result }: Done): string[] =>
    verbosity < 2 ? [] : valueLines(result.vars, '    ')

  const failure = (event: Done): void => {
    const ink = event.result.ignored || event.result.rescued ? 'warning' : 'failed'
    say(
      headline(event, ink, wordOf(event.result, mode)) + reasonOf(event.result),
      ...(event.result.diffs.length > 0 ? diffsOf(event) : []),
      ...failureLines(event.result, theme(), find),
      ...values(event),
    )
  }

  const debugged = (event: Done): void => {
    const lines = debugText(event.result.vars).trimEnd().split('\n')
    if (lines.length === 1) return say(headline(event, 'ok', lines[0]!))
    say(headline(event, 'ok', '').trimEnd(), ...lines.map(line => `    ${line}`))
  }

  const moduleOf = (event: Done): string =>
    event.type === 'task.end' ? event.module : (module.get(event.task) ?? '')

  const done = (event: Done): void => {
    const { result } = event
    const { status } = result
    stats = withStats(stats, event, moduleOf(event))
    // The items of a loop have said it already.
    const key = `${event.task}\n${event.host}\n${status}`
    if (event.type === 'item.end') saidItems.add(key)
    else if (event.looped && saidItems.has(key)) return
    for (const text of result.warnings ?? []) warn(text)
    switch (status) {
      case 'changed':
        return say(
          headline(event, 'changed', wordOf(result, mode)),
          ...diffsOf(event),
          ...values(event),
        )
      case 'failed':
        return failure(event)
      case 'unreachable':
        if (lost.delete(event.host)) return
        return say(headline(event, 'unreachable', wordOf(result, mode)) + reasonOf(result))
      case 'unknown':
        return say(headline(event, 'unknown', wordOf(result, mode)) + reasonOf(result))
      case 'skipped':
        return verbosity > 0
          ? say(headline(event, 'skipped', 'skipped') + reasonOf(result))
          : undefined
      case 'ok':
        if (moduleOf(event) === 'debug' && !result.hidden) return debugged(event)
        return verbosity > 0 ? say(headline(event, 'ok', 'ok'), ...values(event)) : undefined
    }
  }

  const recap = (event: Extract<RunEvent, { type: 'run.end' }>): void => {
    unsaidPlay = undefined
    const drawn = options.recap ?? (() => recapColumns(event.recap, mode, theme()))
    const how = event.interrupted ? theme().paint('failed', 'interrupted') : 'done'
    const what = mode === 'check' ? 'dry run, nothing was changed: ' : ''
    if (stats) say('', 'CUSTOM STATS:', ...statsLines(stats))
    say('', ...drawn(event, mode), `${what}${how} after ${durationText(event.ms)}`)
  }

  const on = (event: RunEvent): void => {
    switch (event.type) {
      case 'run.start':
        mode = event.mode
        return
      case 'playbook.start':
        return verbosity > 0 ? say(`playbook ${oneLine(event.playbook)}`) : undefined
      case 'play.start':
        unsaidPlay = `play ${oneLine(event.play)} on ${hostsText(event.hosts)}`
        module = new Map()
        saidItems = new Set()
        seenDiffs = new Map()
        return verbosity > 0 ? say() : undefined
      case 'play.empty':
        return say(
          theme().paint(
            'skipped',
            `play ${oneLine(event.play)}: no host matches "${oneLine(event.pattern)}"`,
          ),
        )
      case 'play.stop':
        return say(
          theme().paint('failed', `play ${oneLine(event.play)} stopped: ${oneLine(event.reason)}`),
        )
      case 'task.start':
        module.set(event.task, event.module)
        return
      case 'host.asked':
        if (verbosity > 2)
          say(
            `${oneLine(event.host)}: asked ${event.probes} questions in ${durationText(event.ms)}`,
          )
        return
      case 'host.lost':
        lost.add(event.host)
        return say(
          theme().paint(
            'unreachable',
            `${signs.unreachable} ${oneLine(event.host)}: unreachable: ${oneLine(event.reason)}`,
          ),
        )
      case 'output':
        if (verbosity > 0 && !options.live)
          say(
            ...harmless(event.text.trimEnd())
              .split('\n')
              .map(line => `    ${oneLine(event.host)} | ${line}`),
          )
        return
      case 'retry':
        if (!options.live || verbosity > 0)
          say(
            `  ${oneLine(event.host)}: attempt ${event.attempt} failed, ${event.left} left` +
              reasonOf(event.result),
          )
        return
      case 'item.end':
      case 'task.end':
        return done(event)
      case 'included':
        return verbosity > 0
          ? say(`  included ${oneLine(event.file)} for ${hostsText(event.hosts)}`)
          : undefined
      case 'message':
        if (event.level === 'warning')
          return warn(event.host === undefined ? event.text : `${event.host}: ${event.text}`)
        return say(harmless(event.host === undefined ? event.text : `${event.host}: ${event.text}`))
      case 'diagnostic':
        return say(...harmless(event.frame).split('\n'))
      case 'run.end':
        return recap(event)
      case 'host.start':
      case 'meta':
      case 'change.start':
      case 'change.end':
        return
    }
  }
  return { on }
}
