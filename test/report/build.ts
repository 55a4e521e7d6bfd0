// Streams for tests, built by hand: happenings are numbered, results get what they need.
import type { Diff } from '../../src/model/change.ts'
import type { Counts, Happening, Result, RunEvent } from '../../src/model/event.ts'

/** Numbers happenings, one every 100 milliseconds. */
export const stream = (...happenings: readonly Happening[]): RunEvent[] =>
  happenings.map((happening, index) => ({ seq: index + 1, at: index * 100, ...happening }))

export const result = (status: Result['status'], more: Partial<Result> = {}): Result => ({
  status,
  diffs: [],
  vars: { changed: status === 'changed' },
  ms: 5,
  ...more,
})

export const start = (
  hosts: readonly string[],
  mode: 'apply' | 'check' = 'apply',
  play = 'web servers',
): Happening[] => [
  { type: 'run.start', mode, playbook: 'site.yml', hosts },
  { type: 'playbook.start', playbook: 'site.yml' },
  { type: 'play.start', play, hosts },
]

export const task = (
  id: string,
  name: string,
  module: string,
  kind: 'task' | 'handler' = 'task',
): Happening => ({
  type: 'task.start',
  task: id,
  name,
  module,
  kind,
  place: 'site.yml:5:7',
})

/** The end of a task on a host; the task is named as it was when it began. */
export const ended = (
  begun: Happening,
  host: string,
  outcome: Result,
  more: { looped?: boolean; delegate?: string } = {},
): Happening => {
  if (begun.type !== 'task.start') throw new TypeError('a task that begun is needed')
  const { task: id, name, module } = begun
  const { looped = false, ...rest } = more
  return { type: 'task.end', host, task: id, name, module, looped, result: outcome, ...rest }
}

export const item = (begun: Happening, host: string, label: string, outcome: Result): Happening => {
  if (begun.type !== 'task.start') throw new TypeError('a task that begun is needed')
  return {
    type: 'item.end',
    host,
    task: begun.task,
    name: begun.name,
    label,
    item: label,
    result: outcome,
  }
}

export const counts = (more: Partial<Counts> = {}): Counts => ({
  ok: 0,
  changed: 0,
  unreachable: 0,
  failed: 0,
  skipped: 0,
  rescued: 0,
  ignored: 0,
  unknown: 0,
  ...more,
})

export const nginx: Diff = {
  subject: 'file /etc/nginx/nginx.conf',
  kind: 'text',
  action: 'change',
  lines: ['@@ -1,2 +1,2 @@', ' user nginx;', '-worker_processes 1;', '+worker_processes auto;'],
}

export const port: Diff = {
  subject: 'sysctl net.ipv4.ip_forward',
  kind: 'value',
  action: 'change',
  lines: ['value: 0 → 1'],
}

export const restart: Diff = { subject: 'restart nginx', kind: 'value', action: 'run', lines: [] }
