// Lock-step: hosts wait for each other at each task. Whoever stands furthest back goes on first, so hosts that run
// other tasks in between (a rescue, an include of their own) meet again behind it.

/** The place of a task in the tree, as the numbers of the ways taken. */
export type Position = readonly number[]

export const comparePositions = (a: Position, b: Position): number => {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? -1) - (b[at] ?? -1)
    if (difference !== 0) return difference
  }
  return 0
}

export type Barrier = {
  /** Resolves when no host stands further back. */
  arrive(host: string, position: Position): Promise<void>
  /** The host takes no further part. */
  leave(host: string): void
}

/** A barrier for these hosts; with `free` nobody waits for anybody. */
export const barrier = (hosts: readonly string[], free: boolean): Barrier => {
  const running = new Set(hosts)
  const waiting = new Map<string, { position: Position; go: () => void }>()

  const release = (): void => {
    if (waiting.size === 0 || waiting.size < running.size) return
    const all = [...waiting.values()]
    const first = all.reduce(
      (least, { position }) => (comparePositions(position, least) < 0 ? position : least),
      all[0]!.position,
    )
    // In the order of the play's hosts, so that runs are alike.
    for (const host of hosts) {
      const waiter = waiting.get(host)
      if (!waiter || comparePositions(waiter.position, first) !== 0) continue
      waiting.delete(host)
      waiter.go()
    }
  }

  return {
    arrive: (host, position) => {
      if (free) return Promise.resolve()
      return new Promise(go => {
        waiting.set(host, { position, go })
        // Not at once: whoever comes last is not listening yet, and would go after the others.
        queueMicrotask(release)
      })
    },
    leave: host => {
      running.delete(host)
      waiting.delete(host)
      release()
    },
  }
}
