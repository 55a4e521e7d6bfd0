// The recap: how each host's tasks ended, as Ansible counts them.
import type { Counts, Recap, Result } from '../model/event.ts'
import type { Vars } from '../model/inventory.ts'

export type Counter = {
  add(host: string, result: Pick<Result, 'status' | 'ignored'> & { readonly vars?: Vars }): void
  rescued(host: string): void
  recap(): Recap
}

const NONE: Counts = {
  ok: 0,
  changed: 0,
  unreachable: 0,
  failed: 0,
  skipped: 0,
  rescued: 0,
  ignored: 0,
  unknown: 0,
}

export const counter = (): Counter => {
  const hosts = new Map<string, { -readonly [K in keyof Counts]: number }>()
  const of = (host: string): { -readonly [K in keyof Counts]: number } => {
    const had = hosts.get(host) ?? { ...NONE }
    hosts.set(host, had)
    return had
  }
  return {
    add: (host, { status, ignored, vars }) => {
      const counts = of(host)
      switch (status) {
        case 'ok':
          counts.ok++
          break
        case 'changed':
          counts.ok++
          counts.changed++
          break
        case 'failed':
          if (ignored) {
            counts.ok++
            counts.ignored++
            if (vars?.['changed'] === true) counts.changed++
          } else counts.failed++
          break
        case 'unreachable':
          if (ignored) {
            counts.ok++
            counts.ignored++
          } else counts.unreachable++
          break
        case 'skipped':
          counts.skipped++
          break
        case 'unknown':
          counts.unknown++
      }
    },
    // A rescued failure is no failure of the host any more.
    rescued: host => {
      const counts = of(host)
      counts.rescued++
      counts.failed = Math.max(0, counts.failed - 1)
    },
    recap: () =>
      Object.fromEntries(
        [...hosts]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([host, counts]) => [host, { ...counts }]),
      ),
  }
}
