// The processes of this machine as /proc shows them, looked at from outside.
import { readdirSync, readFileSync } from 'node:fs'

/** One process; its start makes it this one, whatever number others get later. */
export type Process = {
  readonly pid: number
  readonly parent: number
  readonly start: string
  readonly command: string
}

/** All that live; the dead whom nobody has fetched yet are left out. */
export const processes = (): readonly Process[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        // The second field may hold anything, blanks and parentheses too.
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        if (fields[0] === 'Z') return []
        return [{ pid: Number(name), parent: Number(fields[1]), start: fields[19] ?? '', command }]
      } catch {
        return []
      }
    })

/** All that a process has started, and what those have started. */
export const below = (pid: number, all = processes()): readonly Process[] =>
  all.filter(({ parent }) => parent === pid).flatMap(child => [child, ...below(child.pid, all)])

/** Those of them that still live. */
export const alive = (some: readonly Process[]): readonly Process[] => {
  const now = new Map(processes().map(process => [process.pid, process.start]))
  return some.filter(({ pid, start }) => now.get(pid) === start)
}

/** Looks again and again until there is something to see; the test's own limit ends it. */
export const eventually = async <T>(look: () => T | undefined): Promise<T> => {
  for (;;) {
    const seen = look()
    if (seen !== undefined) return seen
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
