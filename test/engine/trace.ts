// A run in a few words: a line for each result, in the order of the tasks and, within a task, of the hosts.
import type { Counts, Result, RunEvent } from '../../src/model/event.ts'

/** One line before it is a text. Ansible's own callbacks can be turned into these as well. */
export type Line =
  | {
      readonly type: 'task' | 'item'
      readonly task: string
      readonly handler: boolean
      readonly host: string
      readonly name: string
      readonly status: string
      readonly label?: string | null
      readonly msg?: string | null
    }
  | {
      readonly type: 'included'
      readonly task: string
      readonly host: string
      readonly file: string
    }
  | { readonly type: 'recap'; readonly host: string; readonly counts: Partial<Counts> }
  | { readonly type: 'play'; readonly name: string }

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

/** The lines of a run's events. */
export const linesOf = (events: readonly RunEvent[]): readonly Line[] => {
  const handlers = new Set<string>()
  return events.flatMap((event): Line[] => {
    switch (event.type) {
      case 'task.start':
        if (event.kind === 'handler') handlers.add(event.task)
        return []
      case 'play.start':
        return [{ type: 'play', name: event.play }]
      case 'item.end':
      case 'task.end': {
        const { task, host, name, result } = event
        const line = {
          task,
          host,
          name,
          handler: handlers.has(task),
          status: `${result.status}${result.ignored ? ' ignored' : ''}`,
        }
        if (event.type === 'item.end')
          return [{ ...line, type: 'item', label: event.label, msg: messageOf(name, result) }]
        return [
          { ...line, type: 'task', msg: event.looped ? null : messageOf(event.module, result) },
        ]
      }
      case 'included':
        return event.hosts.map(host => ({
          type: 'included',
          task: event.task,
          host,
          file: event.file.split('/').at(-1) ?? '',
        }))
      case 'run.end':
        return Object.entries(event.recap).map(([host, counts]) => ({
          type: 'recap',
          host,
          counts,
        }))
      default:
        return []
    }
  })
}

/** What debug and fail say; of other modules nothing. */
export const messageOf = (
  module: string,
  { status, vars, hidden }: Pick<Result, 'status' | 'vars' | 'hidden'>,
): string | null => {
  if (hidden) return null
  if (status === 'failed') return module === 'fail' ? shown(vars['msg']) : null
  if (status !== 'ok' && status !== 'changed') return null
  if (!module.includes('debug')) return null
  if ('msg' in vars) return shown(vars['msg'])
  const own = Object.entries(vars).find(
    ([name]) =>
      ![
        'changed',
        'failed',
        'item',
        'ansible_loop_var',
        'ansible_index_var',
        'ansible_loop',
      ].includes(name),
  )
  return own ? `${own[0]}=${JSON.stringify(own[1])}` : null
}

/** The text. `free`: in the order of the hosts first, since nobody waits for anybody. */
export const traceText = (
  lines: readonly Line[],
  hosts: readonly string[],
  free = false,
): string => {
  const rank = (line: Line): number => ('host' in line ? hosts.indexOf(line.host) : -1)
  const groups: Line[][] = []
  for (const line of lines.filter(({ type }) => type !== 'play')) {
    const last = groups.at(-1)?.[0]
    const together =
      last &&
      (line.type === 'recap') === (last.type === 'recap') &&
      (free || ('task' in line && 'task' in last && line.task === last.task))
    if (together) groups.at(-1)!.push(line)
    else groups.push([line])
  }
  return groups.flatMap(group => group.sort((a, b) => rank(a) - rank(b)).map(textOf)).join('')
}

const textOf = (line: Line): string => {
  if (line.type === 'play') return ''
  if (line.type === 'recap') {
    const counts = Object.entries(line.counts).filter(([, count]) => count !== 0)
    return `= ${line.host}${counts.map(([name, count]) => ` ${name}=${count}`).join('')}\n`
  }
  if (line.type === 'included') return `${line.host} included ${line.file}\n`
  const { host, handler, name, label, status, msg } = line
  return `${host} ${handler ? 'handler ' : ''}${name}${typeof label === 'string' ? ` [${label}]` : ''} ${status}${typeof msg === 'string' ? `: ${msg}` : ''}\n`
}
