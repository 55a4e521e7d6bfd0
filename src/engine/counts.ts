// The recap: how each host's tasks ended, as Ansible counts them.
import type { Counts, Recap, Result } from '../model/event.ts'
import type { Vars } from '../model/inventory.ts'

export type Counter = {
  add(host: string, result: Pick<Result, 'status' | 'ignored'> & { readonly vars?: Vars }): void
  rescued(host: string): void
  /** A failure is told, and counts no more for the end of the run. */
  forgive(host: string): void
  recap(): Recap
  /** The recap without what was forgiven. */
  standing(): Recap
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
  const forgiven: string[] = []
  const recap = (): Record<string, { -readonly [K in keyof Counts]: number }> =>
    Object.fromEntries(
      [...hosts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([host, counts]) => [host, { ...counts }]),
    )
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
    forgive: host => void forgiven.push(host),
    recap,
    standing: () => {
      const left: Record<string, { -readonly [K in keyof Counts]: number }> = recap()
      for (const host of forgiven) {
        const counts = left[host]
        if (counts && counts.unreachable > 0) counts.unreachable--
        else if (counts && counts.failed > 0) counts.failed--
      }
      return left
    },
  }
}
